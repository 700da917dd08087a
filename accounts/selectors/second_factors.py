"""What a person has to show beside his password."""

from allauth.mfa.models import Authenticator

from accounts.models import User

Kind = Authenticator.Type
PROOFS = (Kind.TOTP, Kind.WEBAUTHN)
"""What makes a login ask for more than the password; recovery codes come with them."""


def has_second_factor(user_id: int) -> bool:
    """Whether a login of the user needs a second factor; one query."""
    found: bool = Authenticator.objects.filter(user_id=user_id, type__in=PROOFS).exists()
    return found


def list_second_factors(user: User) -> list[Authenticator]:
    """All of the user's, recovery codes too, oldest first; one query."""
    return list(Authenticator.objects.filter(user_id=user.pk).order_by("pk"))


def unused_codes(factor: Authenticator) -> list[str]:
    """The recovery codes that are still good."""
    codes: list[str] = factor.wrap().get_unused_codes()
    return codes
