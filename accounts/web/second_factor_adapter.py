"""What django-allauth asks about second factors."""

from typing import Any, ClassVar

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User


class SecondFactorAdapter(DefaultMFAAdapter):
    """Names and words; codes are compared by the action `verify_second_factor`."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This did not work. Please try again."),
    }

    def get_totp_label(self, user: User) -> str:
        """What an authenticator app shows below the site's name."""
        return user.username

    def get_totp_issuer(self) -> str:
        """The site's name in an authenticator app."""
        return str(settings.PROJECT_NAME)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The site, as browsers name it when they ask for a passkey; passkeys hold for its host."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": str(settings.PROJECT_NAME)}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        """The person, as browsers name him when they ask which passkey."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return {**entity, "name": user.username, "display_name": user.full_name or user.username}

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """What a new passkey is called until its owner says otherwise."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey %(number)d") % {"number": number}
