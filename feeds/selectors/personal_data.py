"""All that is stored about a person and all that is his, as the files of an archive."""

from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Model, QuerySet

from accounts.models import Session, User
from events.access import visible_to
from events.changes import EventFilters
from events.enums import Role
from events.models import (
    Calendar,
    CalendarUserPermission,
    Event,
    EventUserPermission,
    HistoricalEvent,
    content_of,
)
from events.rules.wire import to_wire
from feeds.models import Feed
from feeds.rules.personal_text import file_name, json_bytes
from feeds.rules.write_ics import write_ics
from feeds.selectors.outgoing import outgoing_events
from journal.models import Entry
from journal.selectors import in_pages

ACCOUNT = (
    "id",
    "username",
    "email",
    "full_name",
    "timezone",
    "free_busy_visibility",
    "week_start",
    "hour_cycle",
    "language",
    "shortcuts_enabled",
    "onboarded_at",
    "is_active",
    "is_staff",
    "created_at",
    "last_login",
)
SESSIONS = ("kind", "device", "address", "created_at", "last_used_at", "expires_at", "revoked_at")
FACTORS = ("type", "created_at", "last_used_at")
FEEDS = ("id", "name", "calendar_id", "busy_only", "created_at", "last_access_at", "revoked_at")
CALENDARS = ("id", "name", "color", "timezone", "is_default", "created_at", "updated_at", "deleted_at")
ENTRIES = ("at", "source", "verb", "subject_kind", "subject_id", "subject_version", "summary", "payload")

File = tuple[str, Iterator[bytes]]
"""The name of a file in the archive, and its content in pieces."""


def count_own_events(user: User) -> int:
    """How many events the person has or had, purged ones included."""
    return _own_event_ids(user).count()


def personal_data(user: User) -> Iterator[File]:
    """The files of the archive, one after the other, so that memory is bounded by one event's versions.

    An event has a file with each version, also where it lies in the trash or is gone. What others own and
    share with the person is listed without its versions, which are theirs.
    """
    yield "account.json", _one(User.objects.filter(pk=user.pk).values(*ACCOUNT)[0])
    yield "sessions.json", _one(list(Session.objects.filter(user=user).values(*SESSIONS)))
    factors = Authenticator.objects.filter(user=user).order_by("pk")
    yield "second_factors.json", _one(list(factors.values(*FACTORS)))
    yield "feeds.json", _one(list(Feed.objects.filter(user=user).values(*FEEDS)))
    calendars = list(Calendar.objects.filter(owner=user).order_by("pk").values(*CALENDARS))
    shares = _grants(CalendarUserPermission, content_object__owner=user)
    yield "calendars.json", _one([{**row, "shared_with": shares.get(row["id"], [])} for row in calendars])
    for row in calendars:
        if row["deleted_at"] is None:
            outgoing = outgoing_events(user, EventFilters(calendar_id=row["id"]))
            yield f"calendars/{file_name(row['id'], row['name'])}.ics", write_ics(outgoing)
    for event_id in _own_event_ids(user).iterator(chunk_size=500):
        yield f"events/{event_id}.json", _one(_event(event_id))
    yield "shared_with_me.json", _one(_shared_with(user))
    yield "journal.json", _entries(user)


def _own_event_ids(user: User) -> QuerySet[Any, int]:
    """Those that are his, and purged ones that were; what he handed over is the new owner's."""
    own = HistoricalEvent.objects.filter(owner_id=user.pk)
    elsewhere = Event.objects.exclude(owner=user).values("pk")
    ids: QuerySet[Any, int] = own.exclude(id__in=elsewhere).order_by("id").values_list("id", flat=True)
    return ids.distinct()


def _event(event_id: int) -> dict[str, Any]:
    event = Event.objects.filter(pk=event_id).first()
    rows = HistoricalEvent.objects.filter(id=event_id).select_related("history_user").order_by("version")
    return {
        "id": event_id,
        "uid": event and event.uid,
        "created_at": event and event.created_at,
        "deleted_at": event and event.deleted_at,
        "is_purged": event is None,
        "shared_with": _grants(EventUserPermission, content_object=event_id).get(event_id, []),
        "versions": [_version(row) for row in rows],
    }


def _version(row: Any) -> dict[str, Any]:
    return {
        "version": row.version,
        "verb": row.verb,
        "at": row.history_date,
        "by": row.history_user and row.history_user.username,
        "source": row.source,
        "reason": row.history_change_reason,
        "restored_from": row.restored_from,
        "event": to_wire(content_of(row)),
        "imported_properties": row.ical_properties,
    }


def _grants(model: type[Model], **of: Any) -> dict[int, list[dict[str, Any]]]:
    """Who has which permission, by the thing."""
    found: dict[int, list[dict[str, Any]]] = {}
    rows = model._default_manager.filter(**of).order_by("content_object_id", "user_id", "pk")
    for thing, name, codename, at in rows.values_list(
        "content_object_id", "user__username", "permission__codename", "granted_at"
    ):
        row = {"username": name, "permission": codename.partition("_")[0], "granted_at": at}
        found.setdefault(thing, []).append(row)
    return found


def _shared_with(user: User) -> list[dict[str, Any]]:
    rows = visible_to(user.pk).exclude(owner=user).select_related("owner").order_by("pk")
    return [
        {
            "id": row.pk,
            "owner": row.owner.username,
            "role": Role.of_rank(row.rank),
            "event": to_wire(content_of(row)),
        }
        for row in rows
    ]


def _entries(user: User) -> Iterator[bytes]:
    """What the person did, as a list; there may be many."""
    before = b"[\n"
    for entry in in_pages(Entry.objects.filter(actor_id=user.pk)):
        yield before + json_bytes({name: getattr(entry, name) for name in ENTRIES})
        before = b","
    yield b"]\n" if before == b"," else b"[]\n"


def _one(value: Any) -> Iterator[bytes]:
    yield json_bytes(value)
