"""Sets a password without the present one: for who holds a link that was sent to him, and for operators."""

from django.utils.translation import gettext_noop

from accounts.actions.end_sessions import end_sessions
from accounts.actions.password_policy import password_faults
from accounts.actors import Actor
from accounts.enums import Verb
from accounts.errors import LinkSpent
from accounts.models import Session, User
from core.errors import Invalid
from core.transactions import write_atomic
from journal.actions.record import record
from journal.facts import Fact

SPENT = gettext_noop("The password has been changed since. Ask for another link.")


def reset_password(*, actor: Actor, user: User, new_password: str, reason: str) -> User:
    """The user with the new password; all his sessions end. The door has verified who asks.

    Raises `Invalid` for a poor password, and `LinkSpent` where the password is another one by now than the
    one that `user` was loaded with.
    """
    faults = password_faults(new_password, "new_password")
    if faults:
        raise Invalid(faults[0].message, faults=faults)
    verified = user.password
    # hashing takes long, and nobody should wait for it under a lock
    user.set_password(new_password)
    with write_atomic():
        current = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if current.password != verified:
            raise LinkSpent(SPENT)
        current.password = user.password
        current.save(update_fields=["password"])
        end_sessions(Session.objects.filter(user_id=user.pk))
        record([Fact(Verb.PASSWORD_CHANGED, "user", user.pk, summary=reason)], actor_id=actor.id)
    return current
