"""allauth's pages at Dutch addresses, under allauth's own names. What writes a mail is one transaction."""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as social
from django.db.transaction import atomic
from django.urls import path, re_path
from django.views.decorators.http import require_POST

from portal.accounts import views

urlpatterns = [
    path("inloggen/", views.login, name="account_login"),
    path("uitloggen/", require_POST(account.logout), name="account_logout"),
    path("account/", views.account, name="account"),
    path("account/verder/", views.continue_form, name="account_continue"),
    path("account/overal-uitloggen/", views.end_sessions, name="account_end_sessions"),
    path("account/verwijderen/", views.delete, name="account_delete"),
    path("account/maken/", atomic(account.signup), name="account_signup"),
    path("account/gesloten/", account.account_inactive, name="account_inactive"),
    path("account/nog-een-keer/", account.reauthenticate, name="account_reauthenticate"),
    path("account/e-mail/", atomic(account.email), name="account_email"),
    path("account/bevestigen/", account.email_verification_sent, name="account_email_verification_sent"),
    re_path(
        r"^account/bevestigen/(?P<key>[-:\w]+)/$", atomic(account.confirm_email), name="account_confirm_email"
    ),
    path("account/wachtwoord/", atomic(account.password_change), name="account_change_password"),
    path("account/wachtwoord/instellen/", atomic(account.password_set), name="account_set_password"),
    path("account/wachtwoord/vergeten/", atomic(account.password_reset), name="account_reset_password"),
    path(
        "account/wachtwoord/vergeten/verstuurd/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^account/wachtwoord/nieuw/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        atomic(views.new_password),
        name="account_reset_password_from_key",
    ),
    path(
        "account/wachtwoord/nieuw/klaar/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("account/tweede-stap/", second_factor.index, name="mfa_index"),
    path("account/tweede-stap/code/", second_factor.authenticate, name="mfa_authenticate"),
    path("account/tweede-stap/nog-een-keer/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("account/tweede-stap/instellen/", atomic(views.activate_app), name="mfa_activate_totp"),
    path("account/tweede-stap/uitzetten/", atomic(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/tweede-stap/herstelcodes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "account/tweede-stap/herstelcodes/nieuw/",
        atomic(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/tweede-stap/herstelcodes/bestand/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("account/via/fout/", social.login_error, name="socialaccount_login_error"),
    path("account/via/afgebroken/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("account/via/maken/", social.signup, name="socialaccount_signup"),
    path(
        "account/via/<slug:provider_id>/",
        views.login_elsewhere,
        name="openid_connect_login",
    ),
    path(
        "account/via/<slug:provider_id>/terug/",
        views.return_from_elsewhere,
        name="openid_connect_callback",
    ),
]
