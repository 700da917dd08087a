"""What has changed in what one may see, page by page, from the journal and from how things are now."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.contrib.auth.models import Group
from django.db.models import Max, Q

from accounts.actors import Actor
from core.transactions import one_snapshot
from events.access import find_events, user_id_of, visible_calendars, visible_to
from events.models import CalendarGroupPermission, Event, EventGroupPermission, HistoricalEvent
from feeds.access.change_token import Reading, too_old
from feeds.rules.sight import FORGOTTEN, Effect, telling_of
from journal.models import Entry
from journal.selectors import entries_after

SCANNED = 1000
"""Entries of the journal that one page reads at most; most are of others' events."""


class ChangedEvent(NamedTuple):
    """One event as it is for the reader now: `event` is None where it is gone for him."""

    event_id: int
    version: int
    event: Event | None


@dataclass(slots=True)
class _Page:
    """What a page tells of, in order: the effect on each event, and the versions that moved it."""

    limit: int
    effects: dict[int, Effect] = field(default_factory=dict)
    moves: dict[int, set[int]] = field(default_factory=dict)

    @property
    def room(self) -> int:
        return self.limit - len(self.effects)

    def add(self, event_id: int, effect: Effect, version: int | None = None) -> None:
        """The last mention gives the place; that it was lost outweighs the rest."""
        known = self.effects.pop(event_id, effect)
        self.effects[event_id] = Effect.LOST if Effect.LOST in (known, effect) else effect
        if effect is Effect.MOVED and version:
            self.moves.setdefault(event_id, set()).add(version)


def changes_after(
    actor: Actor, reading: Reading | None, *, limit: int
) -> tuple[list[ChangedEvent], Reading, bool]:
    """A page of changes, where to go on, and whether there is more; from None on, all that one may see.

    Call `number_entries` first. Each change shows how the event is now, which later pages may show again; who
    follows to the end has what he may see, and nothing else. Raises `TokenTooOld` where the journal cannot
    tell what was lost. The number of queries does not depend on that of the events.
    """
    user_id = user_id_of(actor)
    # Groups, journal and events of one moment: joining or leaving a group leaves no trace there, and
    # what was seen by it meanwhile would be told beside a token that knows nothing of that group.
    with one_snapshot():
        return _changes(user_id, _groups_of(user_id), reading, limit)


def _groups_of(user_id: int) -> tuple[int, ...]:
    return tuple(Group.objects.filter(user=user_id).order_by("pk").values_list("pk", flat=True))


def _changes(
    user_id: int, groups: tuple[int, ...], reading: Reading | None, limit: int
) -> tuple[list[ChangedEvent], Reading, bool]:
    newest = Entry.objects.aggregate(pos=Max("pos"))["pos"] or 0
    if reading is None:
        reading = Reading(newest, groups, ("all", 0))
    if reading.pos > newest:
        raise too_old()  # the database was restored from a backup that is older than the token
    drift = set(groups) ^ set(reading.group_ids)
    reading = replace(reading, drifted=tuple(sorted(drift.union(reading.drifted))))
    page = _Page(limit)
    reading, more = _collect(user_id, groups, reading, page)
    return _told(user_id, reading.known_groups, page), reading, more


def _collect(user_id: int, groups: tuple[int, ...], reading: Reading, page: _Page) -> tuple[Reading, bool]:
    """Fills the page; whether there is more is known only where an end was seen."""
    scanned = 0
    while page.room > 0:
        if reading.expanding:
            reading = _expand(user_id, reading, page)
        elif scanned >= SCANNED:
            return reading, True
        else:
            entries = entries_after(reading.pos, limit=SCANNED)
            if not entries and not reading.drifted:
                return replace(reading, others=()), False
            scanned += len(entries)
            # the journal first: what it says of a group matters to who was in it, then or now
            reading = (
                _follow(user_id, reading.known_groups, entries, reading, page)
                if entries
                else _regrouped(groups, reading)
            )
    return reading, True


def _follow(
    user_id: int, groups: Collection[int], entries: Iterable[Entry], reading: Reading, page: _Page
) -> Reading:
    """Reads entries until the page is full or one is about a whole calendar."""
    for entry in entries:
        if page.room <= 0:
            break
        if entry.verb == FORGOTTEN:
            raise too_old()
        told = telling_of(
            verb=entry.verb,
            kind=entry.subject_kind,
            subject_id=entry.subject_id,
            version=entry.subject_version,
            payload=entry.payload,
            user_id=user_id,
            group_ids=groups,
        )
        reading = replace(reading, pos=entry.pos or 0)
        if told.effect is Effect.NOTHING:
            continue
        if told.kind == "calendar":
            kind = "lost" if told.effect is Effect.LOST else "calendar"
            return replace(reading, expanding=(kind, told.subject_id), after_id=0)
        page.add(told.subject_id, told.effect, told.version)
    return reading


def _regrouped(groups: tuple[int, ...], reading: Reading) -> Reading:
    """The groups joined or left since, which no entry tells of; of a group that is gone nothing is known."""
    if Group.objects.filter(pk__in=reading.drifted).count() < len(reading.drifted):
        raise too_old()
    return replace(
        reading, group_ids=groups, expanding=("groups", 0), after_id=0, others=reading.drifted, drifted=()
    )


def _expand(user_id: int, reading: Reading, page: _Page) -> Reading:
    kind, calendar_id = reading.expanding or ("", 0)
    room = page.room
    if kind == "all":
        rows = visible_to(user_id).filter(pk__gt=reading.after_id).order_by("pk")
        ids = list(rows.values_list("pk", flat=True)[:room])
    elif kind == "groups":
        ids = _events_of_groups(reading.others, reading.after_id, room)
    else:
        ids = _ever_held(Q(calendar_id=calendar_id), reading.after_id, room)
    effect = Effect.LOST if kind in ("lost", "groups") else Effect.STATE
    for event_id in ids:
        page.add(event_id, effect)
    if len(ids) < room:
        return replace(reading, expanding=None, after_id=0)
    return replace(reading, after_id=ids[-1])


def _ever_held(calendars: Q, after_id: int, limit: int) -> list[int]:
    """The events that were ever in the calendars: each version has an entry in the chain of its calendar."""
    entries = Entry.objects.filter(calendars, subject_kind="event", subject_id__gt=after_id)
    ids = entries.order_by("subject_id").values_list("subject_id", flat=True).distinct()[:limit]
    return [pk for pk in ids if pk is not None]


def _events_of_groups(groups: Collection[int], after_id: int, limit: int) -> list[int]:
    granted = EventGroupPermission.objects.filter(group__in=groups, content_object_id__gt=after_id)
    direct = granted.order_by("content_object_id").values_list("content_object_id", flat=True).distinct()
    calendars = CalendarGroupPermission.objects.filter(group__in=groups).values("content_object_id")
    held = _ever_held(Q(calendar_id__in=calendars), after_id, limit)
    return sorted({*direct[:limit], *held})[:limit]


def _told(user_id: int, groups: Collection[int], page: _Page) -> list[ChangedEvent]:
    seen = find_events(user_id, page.effects)
    unseen = [event_id for event_id in page.effects if event_id not in seen]
    gone = _gone(user_id, groups, page, unseen)
    return [
        ChangedEvent(event_id, seen[event_id].version, seen[event_id])
        if event_id in seen
        else ChangedEvent(event_id, gone[event_id], None)
        for event_id in page.effects
        if event_id in seen or event_id in gone
    ]


def _gone(user_id: int, groups: Collection[int], page: _Page, unseen: Collection[int]) -> dict[int, int]:
    """Those of the unseen events that the reader could see before, with their newest version."""
    if not unseen:
        return {}
    trashed = find_events(user_id, unseen, trashed=True)
    known = {*trashed, *(pk for pk in unseen if page.effects[pk] is Effect.LOST)}
    doubtful = {pk: page.moves[pk] for pk in unseen if pk not in known and pk in page.moves}
    if doubtful:
        known |= _seen_before(user_id, doubtful) | _once_granted(user_id, groups, doubtful)
    rows = HistoricalEvent.objects.filter(id__in=known).order_by().values_list("id")
    return dict(rows.annotate(newest=Max("version")))


def _seen_before(user_id: int, moves: dict[int, set[int]]) -> set[int]:
    """Those that were his, or in a calendar that he sees, in the version before they went elsewhere."""
    before = Q(
        *(Q(id=pk, version__in=[v - 1 for v in versions]) for pk, versions in moves.items()),
        _connector=Q.OR,
    )
    his = Q(owner_id=user_id) | Q(calendar_id__in=visible_calendars(user_id).order_by().values("pk"))
    return set(HistoricalEvent.objects.filter(before, his).values_list("id", flat=True))


def _once_granted(user_id: int, groups: Collection[int], event_ids: Collection[int]) -> set[int]:
    """Those on which he held a role, himself or by a group: of purged events the grants are gone."""
    purged = set(event_ids) - set(Event.objects.filter(pk__in=event_ids).values_list("pk", flat=True))
    named = Q(payload__user_id=user_id) | Q(payload__group_id__in=list(groups))
    entries = Entry.objects.filter(named, subject_kind="event", subject_id__in=purged)
    shared = entries.filter(verb__in=("event.shared", "event.role_changed"))
    return {pk for pk in shared.values_list("subject_id", flat=True) if pk is not None}
