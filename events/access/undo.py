"""Tokens that let the author of a write take it back for ten minutes: signed, and stored nowhere."""

from collections.abc import Sequence

from django.core import signing

from accounts.actors import Actor
from core.errors import NotFound
from events.access.fetch import user_id_of
from events.enums import Verb
from events.models import Event
from journal.access.undo import LIFETIME

SALT = "events.access.undo"
FINAL = frozenset({Verb.PURGED, Verb.TRANSFERRED})
"""What cannot be taken back."""

Written = tuple[int, int]
"""An event and the version that was written."""


def undo_token(author_id: int, written: Sequence[Written]) -> str:
    """What takes these versions back; good for `LIFETIME`, for the author alone."""
    return signing.dumps([author_id, [list(pair) for pair in written]], salt=SALT, compress=True)


def undo_token_of(events: Sequence[Event]) -> str | None:
    """One token for all the versions that an action has just written; None where it wrote none."""
    written = [(event.pk, event.version) for event in events if event.written_by is not None]
    author = next((event.written_by for event in events if event.written_by is not None), None)
    return None if author is None else undo_token(author, written)


def read_undo_token(actor: Actor, token: str) -> list[Written]:
    """The versions that the token takes back; raises `NotFound` where it is old, forged, or another's."""
    try:
        author_id, written = signing.loads(token, salt=SALT, max_age=LIFETIME)
    except signing.BadSignature as error:
        raise NotFound("This can no longer be undone.") from error
    if author_id != user_id_of(actor):
        raise NotFound("This can no longer be undone.")
    return [(event_id, version) for event_id, version in written]
