"""Saves what staff changed about an account."""

from collections.abc import Collection

from accounts.actions.confirm_email import keep_address
from accounts.actions.end_sessions import end_sessions
from accounts.actors import Actor
from accounts.enums import Verb
from accounts.models import Session, User
from core.transactions import write_atomic
from journal.actions.record import record
from journal.facts import Fact


def administer_user(*, actor: Actor, user: User, changed: Collection[str]) -> None:
    """Saves a new or edited user whose fields named in `changed` differ from what is stored.

    Where he is no longer active, or has been given another password, all his sessions end.
    """
    verb = Verb.REGISTERED if user.pk is None else Verb.ACCOUNT_CHANGED
    with write_atomic():
        user.save()
        keep_address(user)
        if not user.is_active or "password" in changed:
            end_sessions(Session.objects.filter(user_id=user.pk))
        record([Fact(verb, "user", user.pk, summary=", ".join(sorted(changed)))], actor_id=actor.id)
