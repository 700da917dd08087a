"""Tokens that take examples back: their calendar, and the token that takes back what is in it."""

from collections.abc import Sequence

from django.core import signing

from events.access.undo import undo_token_of
from events.models import Calendar, Event
from journal.access.undo import LIFETIME

SALT = "events.access.undo_examples"


def examples_token(calendar: Calendar, events: Sequence[Event]) -> str:
    """What takes away both; good as long and for whom `undo_token` is."""
    return signing.dumps([calendar.pk, undo_token_of(events)], salt=SALT, compress=True)


def read_examples_token(token: str) -> tuple[int, str] | None:
    """The calendar's id and the token of its events; None where it is old, or another kind of token."""
    try:
        calendar_id, of_events = signing.loads(token, salt=SALT, max_age=LIFETIME)
    except signing.BadSignature:
        return None
    return calendar_id, of_events
