"""Writes down that somebody was not let in."""

from accounts.changes import Origin
from accounts.enums import Verb
from accounts.models import User
from core.actors import Anonymous
from core.metrics import logins_total
from core.transactions import write_atomic
from journal.actions.record import record
from journal.facts import Fact


def refuse_login(*, actor: Anonymous, user: User | None, origin: Origin, reason: str) -> None:
    """Commits the refusal to the journal. Of the name that was given only an existing user's id is kept."""
    fact = Fact(
        Verb.LOGIN_REFUSED,
        "user",
        user.pk if user else None,
        summary=reason,
        payload={"device": origin.device, "address": origin.address},
    )
    with write_atomic():
        record([fact], actor_id=None)
    logins_total.labels(result="refused").inc()
