"""allauth's forms in our words: a label above, help below it, no text inside the field."""

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from django import forms
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from portal.accounts import lockout, used_codes

LABELS = {
    "login": "E-mailadres",
    "email": "E-mailadres",
    "password": "Wachtwoord",
    "password1": "Wachtwoord",
    "oldpassword": "Wachtwoord van nu",
    "code": "Code",
    "name": "Naam",
}


class OurLabelsMixin:
    """Takes away what allauth puts inside and below a field, and gives the label of LABELS."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Typed once and shown nowhere: who mistypes it asks for a new one.
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""
            field.label = LABELS.get(name, field.label)


class NewPasswordMixin(OurLabelsMixin):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["password1"]
        field.label = "Nieuw wachtwoord" if "oldpassword" in self.fields else "Wachtwoord"
        field.help_text = (
            "Minstens 12 tekens. Een zin van een paar woorden is sterk en makkelijk te onthouden."
        )


class LoginForm(OurLabelsMixin, account.LoginForm):
    pass


class SignupForm(NewPasswordMixin, account.SignupForm):
    name = forms.CharField(
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["name", "email", "password1"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = "Zo zien collega's en de redactie wie iets wijzigde."
        self.fields["email"].help_text = "We sturen een mail om te controleren of dit adres van jou is."

    def try_save(self, request):
        """Hashes the password for a known address too: else the time would tell that it has an account."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)

    def signup(self, request, user):
        user.name = " ".join(self.cleaned_data["name"].split())
        user.save(update_fields=["name"])


class ChangeAddressForm(OurLabelsMixin, account.AddEmailForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Nieuw e-mailadres"


class ChangePasswordForm(NewPasswordMixin, account.ChangePasswordForm):
    pass


class SetPasswordForm(NewPasswordMixin, account.SetPasswordForm):
    pass


class ResetPasswordForm(OurLabelsMixin, account.ResetPasswordForm):
    pass


class NewPasswordForm(NewPasswordMixin, account.ResetPasswordKeyForm):
    def save(self):
        """Sets the password, and opens the account when wrong passwords had closed it."""
        super().save()
        lockout.lift(name=self.user.email)


class ReauthenticateForm(OurLabelsMixin, account.ReauthenticateForm):
    pass


class CodeFormMixin(OurLabelsMixin):
    """A wrong code counts as a wrong password does: who knows the password may not guess the code either.

    Counted in the database, over all processes.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = "De zes cijfers die de app nu toont, of een herstelcode."

    def clean_code(self):
        account = lockout.account_name(context.request, {"email": self.user.email})
        if until := lockout.locked_until(account):
            raise forms.ValidationError(
                "Er is te vaak een verkeerde code of een verkeerd wachtwoord ingevuld. "
                f"Probeer het na {timezone.localtime(until):%H.%M} uur opnieuw."
            )
        try:
            code = super().clean_code()
            if not used_codes.use(user=self.user, code=code):
                raise get_adapter().validation_error("incorrect_code")
            return code
        except forms.ValidationError:
            lockout.count_failure(name=account, at=timezone.now())
            raise


class CodeForm(CodeFormMixin, second_factor.AuthenticateForm):
    pass


class CodeAgainForm(CodeFormMixin, second_factor.ReauthenticateForm):
    pass


class ActivateAppForm(OurLabelsMixin, totp.ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = "De zes cijfers die de app nu toont."

    def clean_code(self):
        code = super().clean_code()
        used_codes.use(user=self.user, code=code)
        return code


class NameForm(forms.Form):
    """How colleagues and editors see who changed something."""

    name = forms.CharField(
        label="Naam",
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class DeleteForm(forms.Form):
    """Asks for the word that shows that deleting is meant."""

    sure = forms.BooleanField(label="Ja, verwijder mijn account. Dat kan niet worden teruggedraaid.")
