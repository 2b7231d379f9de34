"""What a new password must be, in our words where Django's Dutch has none."""

from django.contrib.auth.password_validation import MinimumLengthValidator


class LongEnoughValidator(MinimumLengthValidator):
    """Django's own rule; its Dutch translation of the message lags behind, so English would show."""

    def get_error_message(self):
        return f"Dit wachtwoord is te kort. Gebruik minstens {self.min_length} tekens."
