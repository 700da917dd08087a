"""Gives a user another password."""

from django.utils.translation import gettext_noop

from accounts.actions.end_sessions import end_sessions
from accounts.actions.password_policy import password_faults
from accounts.actions.verify_password import verify_password
from accounts.enums import Verb
from accounts.errors import IncorrectPassword
from accounts.models import Session, User
from core.errors import Invalid
from core.transactions import write_atomic
from journal.actions.record import record
from journal.facts import Fact

INCORRECT = gettext_noop("Incorrect password")


def change_password(
    *, actor: User, session_id: int, current_password: str, new_password: str, address: str | None
) -> User:
    """The user with the new password; all his sessions but `session_id` end.

    Raises `Invalid` for a poor new password, `IncorrectPassword` for a wrong present one, and
    `TooManyRequests` as a login does.
    """
    faults = password_faults(new_password, "new_password")
    if faults:
        raise Invalid(faults[0].message, faults=faults)
    user = User.objects.get(pk=actor.pk)
    if not verify_password(user, current_password, login=user.username, address=address):
        raise IncorrectPassword(INCORRECT)
    verified = user.password
    user.set_password(new_password)
    with write_atomic():
        current = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if current.password != verified:
            raise IncorrectPassword(INCORRECT)
        current.password = user.password
        current.save(update_fields=["password"])
        ended = end_sessions(Session.objects.filter(user_id=user.pk).exclude(pk=session_id))
        fact = Fact(Verb.PASSWORD_CHANGED, "user", user.pk, summary=f"{ended} other sessions ended")
        record([fact], actor_id=user.pk)
    return current
