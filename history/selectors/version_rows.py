"""The rows of an event's versions that an actor may read, in one statement with the authorisation."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Exists, QuerySet, Subquery

from accounts.actors import Actor
from core.actors import System
from core.compiled import P
from events.access import user_id_of
from events.access.roles import is_visible
from events.enums import Verb
from events.facts import EventContent
from events.models import CONTENT_COLUMNS, Event, HistoricalEvent
from events.rules.wire import to_wire
from history.facts import Version
from history.rules.diff import field_changes

PAGE_SIZES = (2, 11, 26, 51, 101)
"""How many rows a page may be read with: each size is a statement of its own, so there are few."""

_FACTS = (
    "history_id",
    "version",
    "verb",
    "restored_from",
    "history_date",
    "history_change_reason",
    "history_user_id",
    "history_user__username",
    "current",
)
# What is kept of imported files has no name on the wire, and may be long.
_CONTENT = tuple(name for name in CONTENT_COLUMNS if name != "ical_properties")
COLUMNS = (*_FACTS, *_CONTENT)
"""What is read of a version: `readable_versions` has them all."""
NOTHING: Mapping[str, Any] = {}


class Row(NamedTuple):
    """A version as it is read: what is known of the change, and the content by wire names."""

    history_id: int
    version: int
    verb: str
    restored_from: int | None
    at: Any
    reason: str | None
    user_id: int | None
    username: str | None
    current: int
    data: Mapping[str, Any]


def row_of(values: tuple[Any, ...]) -> Row:
    """The row that `COLUMNS` were read into."""
    at = len(_FACTS)
    content = dict(zip(_CONTENT, values[at:], strict=True))
    content["tags"] = tuple(content["tags"])
    return Row._make((*values[:at], to_wire(EventContent(**content))))


def version_of_row(event_id: int, row: Row, before: Mapping[str, Any]) -> Version:
    """The version, compared with the content before it."""
    return Version(
        id=row.history_id,
        event_id=event_id,
        number=row.version,
        data=row.data,
        changes=field_changes(before, row.data),
        verb=Verb(row.verb),
        restored_from=row.restored_from,
        changed_by=row.user_id,
        changed_by_username=row.username,
        reason=row.reason,
        at=row.at,
        is_current=row.version == row.current,
    )


def reader_of(actor: Actor) -> int | None:
    """The id of the person who reads; None for the system, which may read all.

    Raises `NotAuthenticated` for anybody else.
    """
    return None if isinstance(actor, System) else user_id_of(actor)


def readable_versions(*, by_system: bool) -> QuerySet[Any]:
    """The versions of the event `P("event")`, in the trash or not, where the user `P("user")` may see it.

    Each with `current`, the number of the event's current version.
    """
    event = P("event", BigIntegerField())
    current = Event.objects.filter(pk=event)
    readable = current if by_system else current.filter(is_visible(P("user", BigIntegerField())))
    # Neither refers to a version, so each is answered once and not for every row.
    rows: QuerySet[Any] = HistoricalEvent.objects.filter(Exists(readable), id=event)
    rows = rows.annotate(current=Subquery(current.order_by().values("version")))
    return rows
