"""Notes that an address is a person's own, and keeps one row for the address that the account has."""

from allauth.account.models import EmailAddress

from accounts.enums import Verb
from accounts.models import User
from core.transactions import write_atomic
from journal.actions.record import record
from journal.facts import Fact


def confirm_email(*, actor: User, email: str) -> bool:
    """Whether the address is confirmed now: one that the account no longer has is not.

    The actor is who the link was made for; whether it is genuine, the door has verified.
    """
    with write_atomic():
        user = User.objects.select_for_update(no_key=True).get(pk=actor.pk)
        if user.email.lower() != email.lower():
            return False
        address = keep_address(user)
        if not address.verified:
            address.verified = True
            address.save(update_fields=["verified"])
            record([Fact(Verb.EMAIL_CONFIRMED, "user", user.pk)], actor_id=user.pk)
    return True


def keep_address(user: User) -> EmailAddress:
    """The one row of the user's address, not confirmed where it is new; runs inside a transaction.

    `user.email` is the truth. The rows of former addresses go, and those that others have left behind.
    """
    email = user.email.lower()
    EmailAddress.objects.filter(user=user).exclude(email=email).delete()
    EmailAddress.objects.filter(email=email).exclude(user=user).delete()
    address, _ = EmailAddress.objects.get_or_create(
        user=user, email=email, defaults={"primary": True, "verified": False}
    )
    if not address.primary:
        address.primary = True
        address.save(update_fields=["primary"])
    return address
