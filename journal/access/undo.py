"""Tokens that let the author of a deed take it back for ten minutes: signed, and stored nowhere."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta

from django.core import signing

from journal.models import Entry

SALT = "journal.access.undo"
LIFETIME = timedelta(minutes=10)


@dataclass(slots=True)
class Noted:
    """What has been written into the journal within a block of `noting`."""

    entries: list[Entry] = field(default_factory=list)

    @property
    def undo_token(self) -> str | None:
        """What takes all of it back; None where nothing was written, or by nobody in person."""
        first = self.entries[0] if self.entries else None
        if first is None or first.actor_id is None:
            return None
        return deed_token(first.actor_id, first.verb, [entry.pk for entry in self.entries])


_noted: ContextVar[Noted | None] = ContextVar("noted", default=None)


@contextmanager
def noting() -> Iterator[Noted]:
    """Within the block, what is written into the journal is noted too: a door offers to take it back."""
    noted = Noted()
    token = _noted.set(noted)
    try:
        yield noted
    finally:
        _noted.reset(token)


def note(entries: Sequence[Entry]) -> None:
    """Notes new entries, where a door listens."""
    noted = _noted.get()
    if noted is not None:
        noted.entries.extend(entries)


def deed_token(author_id: int, verb: str, entry_ids: Sequence[int]) -> str:
    """What takes back the deed that these entries tell of; good for `LIFETIME`, for the author alone."""
    return signing.dumps([author_id, verb, list(entry_ids)], salt=SALT, compress=True)


def read_deed_token(author_id: int, token: str) -> tuple[str, list[int]] | None:
    """The verb and the entries of the deed; None where the token is old, another's, or none of these."""
    try:
        owner_id, verb, entry_ids = signing.loads(token, salt=SALT, max_age=LIFETIME)
    except signing.BadSignature:
        return None
    return (verb, entry_ids) if owner_id == author_id else None
