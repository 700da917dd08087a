"""What the calls of the Authentication section take."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator, RegexValidator
from rest_framework import serializers

from accounts.actions.password_policy import MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH, password_faults
from accounts.enums import FreeBusyVisibility
from accounts.models import USERNAME_PATTERN
from accounts.rules.timezones import timezone_names
from core.api.fields import Text


class Address(Text, serializers.EmailField):
    """An email address."""

    # or what Text says of a value that is no string would be said of every address
    default_error_messages = serializers.EmailField.default_error_messages


class GoodPassword(MinLengthValidator):
    """The policy for new passwords, with every reason; as a validator of length it also describes one."""

    def __init__(self) -> None:
        super().__init__(MIN_PASSWORD_LENGTH)

    def __call__(self, value: Any) -> None:
        # that one is too long, the field says itself
        faults = [fault for fault in password_faults(value, "") if fault.code != "max_length"]
        if faults:
            raise ValidationError([ValidationError(fault.message, fault.code) for fault in faults])


class NewPasswordField(Text):
    """A password that is to be set."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            allow_blank=False, max_length=MAX_PASSWORD_LENGTH, validators=[GoodPassword()], **kwargs
        )


class PresentPasswordField(Text):
    """A password that is to be compared with the account's."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_blank=False, max_length=MAX_PASSWORD_LENGTH, **kwargs)


class RegistrationInput(serializers.Serializer[Any]):
    """A new account."""

    username = Text(
        trim_whitespace=True,
        allow_blank=False,
        min_length=3,
        max_length=50,
        validators=[RegexValidator(USERNAME_PATTERN, "Use letters, digits and _ . + - only.")],
    )
    email = Address(trim_whitespace=True, allow_blank=False, max_length=254)
    password = NewPasswordField()
    full_name = Text(trim_whitespace=True, max_length=150, required=False, allow_null=True)


class LoginInput(serializers.Serializer[Any]):
    """A name, or an email, and its password; with a second factor a code too."""

    username = Text(trim_whitespace=True, allow_blank=False, max_length=254)
    password = PresentPasswordField()
    otp = Text(
        trim_whitespace=True,
        max_length=32,
        required=False,
        allow_null=True,
        help_text="A code of the authenticator app, or a recovery code, where the account asks for one.",
    )


class RefreshInput(serializers.Serializer[Any]):
    """The refresh token that is to be spent."""

    refresh_token = Text(allow_blank=False, max_length=4096)


class LogoutInput(serializers.Serializer[Any]):
    """The refresh token of the session, as old clients send it."""

    refresh_token = Text(max_length=4096, required=False, allow_null=True)


class ProfileInput(serializers.Serializer[Any]):
    """What one may edit about oneself; a new email needs the password."""

    full_name = Text(trim_whitespace=True, max_length=150, required=False, allow_null=True)
    timezone = Text(max_length=64, required=False)
    free_busy_visibility = serializers.ChoiceField(
        choices=[choice.value for choice in FreeBusyVisibility],
        required=False,
        help_text="Who may learn when one is busy: nobody, those who share something, or everyone.",
    )
    email = Address(trim_whitespace=True, allow_blank=False, max_length=254, required=False)
    password = PresentPasswordField(required=False)

    def validate_timezone(self, value: str) -> str:
        """Only keys of the IANA database."""
        if value not in timezone_names():
            raise serializers.ValidationError(
                "Use a time zone of the IANA database, such as Europe/Berlin.", "invalid_timezone"
            )
        return value


class PasswordInput(serializers.Serializer[Any]):
    """The present password and the next one."""

    current_password = PresentPasswordField()
    new_password = NewPasswordField()


class TokensOutput(serializers.Serializer[Any]):
    """Describes the answer of a login; `render.tokens` makes it."""

    access_token = serializers.CharField()
    refresh_token = serializers.CharField()
    token_type = serializers.ChoiceField(["bearer"])
    expires_in = serializers.IntegerField(help_text="The life of the access token in seconds.")
    user_id = serializers.IntegerField()
    username = serializers.CharField()
    role = serializers.ChoiceField(["user", "admin"])


class ProfileOutput(serializers.Serializer[Any]):
    """Describes one's own account; `render.profile` makes it."""

    id = serializers.IntegerField()
    username = serializers.CharField()
    email = serializers.EmailField()
    full_name = serializers.CharField(allow_null=True)
    role = serializers.ChoiceField(["user", "admin"])
    is_active = serializers.BooleanField()
    timezone = serializers.CharField(help_text="A key of the IANA time zone database.")
    free_busy_visibility = serializers.ChoiceField(
        choices=[choice.value for choice in FreeBusyVisibility],
        help_text="Who may learn when one is busy: nobody, those who share something, or everyone.",
    )


class MessageOutput(serializers.Serializer[Any]):
    """Describes an answer that only says what was done."""

    message = serializers.CharField()
