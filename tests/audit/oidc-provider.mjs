// A certified OpenID Connect provider for tests.audit.municipality: node oidc-provider.mjs PORT RETURN_ADDRESS
// The name that is typed becomes `sub`; everybody has the same e-mail address.
import { Provider } from 'oidc-provider'

const [port, back] = process.argv.slice(2)
const issuer = `http://localhost:${port}`
const provider = new Provider(issuer, {
  clients: [{ client_id: 'trajecten', client_secret: 'geheim', redirect_uris: [back], grant_types: ['authorization_code'] }],
  claims: {
    openid: ['sub'],
    email: ['email', 'email_verified'],
    profile: ['name', 'birthdate', 'gender', 'picture', 'groups'],
  },
  features: { devInteractions: { enabled: true } },
  cookies: { keys: ['sleutel-van-deze-proef'] },
  pkce: { required: () => true },
  async findAccount(context, id) {
    return {
      accountId: id,
      claims: () => ({
        sub: id, email: 'medewerker@gemeente.example', email_verified: true, name: `Medewerker ${id}`,
        birthdate: '1971-03-04', gender: 'female', picture: 'https://elders.example/foto', groups: ['ziekmelding-team'],
      }),
    }
  },
})
provider.listen(Number(port), '127.0.0.1')
