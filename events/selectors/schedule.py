"""An owner's schedule: which busy occurrences overlap given spans, and when the owner is busy.

The two statements here are written by hand, because the ORM has no table of given values to join with. The
lower bound on the start keeps the index range short (the owner's longest busy occurrence, a day at least).
"""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils.timezone import now

from core.compiled import Compiled, P
from events.facts import Clash, EventContent, OccurrenceFact
from events.models import CONTENT_COLUMNS, Event, Occurrence, Schedule, content_of
from events.rules.occurrences import is_endless, occurrences
from events.rules.overlap import Span, between, merged, stretches

DAY = timedelta(days=1)
YEAR = timedelta(days=366)
MOST_CLASHES = 1000
FAR_APART = timedelta(days=31)
"""From where on it costs less to expand a series anew than to go on."""

_POSTGRESQL = """
SELECT c.k, o.event_id, e.title, o.start_at, o.end_at, e.is_all_day
FROM unnest(%(keys)s::int[], %(starts)s::timestamptz[], %(ends)s::timestamptz[]) AS c(k, start_at, end_at)
JOIN events_occurrence o ON o.owner_id = %(owner)s AND o.is_busy
    AND o.start_at < c.end_at AND o.start_at > c.start_at - %(longest)s::interval AND o.end_at > c.start_at
JOIN events_event e ON e.id = o.event_id
WHERE o.event_id <> ALL(%(exclude)s::bigint[])
ORDER BY c.k, o.start_at, o.event_id LIMIT %(most)s
"""
_SQLITE = """
SELECT c.value ->> 0, o.event_id, e.title, o.start_at, o.end_at, e.is_all_day
FROM json_each(%(spans)s) AS c
JOIN events_occurrence o ON o.owner_id = %(owner)s AND o.is_busy
    AND o.start_at < c.value ->> 2 AND o.start_at > c.value ->> 3 AND o.end_at > c.value ->> 1
JOIN events_event e ON e.id = o.event_id
WHERE o.event_id NOT IN (SELECT value FROM json_each(%(exclude)s))
ORDER BY c.value ->> 0, o.start_at, o.event_id LIMIT %(most)s
"""

_longest = Compiled(
    lambda shape: Schedule.objects.filter(owner=P("owner", Schedule._meta.get_field("owner"))).values_list(
        "longest_busy"
    )
)


_OWNER = Occurrence._meta.get_field("owner")
_START = Occurrence._meta.get_field("start_at")
_EVENT_COLUMNS = [
    field.attname
    for field in Event._meta.concrete_fields
    if field.attname in {"id", "owner_id", "occurrences_until", *CONTENT_COLUMNS}
]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Busy time that a write would add: `key` tells the items of a batch apart."""

    key: int
    content: EventContent
    spans: Sequence[OccurrenceFact]


def find_clashes(
    owner_id: int, candidates: Sequence[Candidate], *, exclude: Collection[int]
) -> list[tuple[int, Clash]]:
    """The busy occurrences of the owner's other events that overlap the candidates, with the candidate's key.

    Only meaningful under the lock of the owner's schedule. Events that are not expanded far enough are
    expanded on the fly; two endless rules are compared for two years from the later start. At most
    `MOST_CLASHES` of them.
    """
    candidates = [c for c in candidates if c.spans]
    if not candidates:
        return []
    far = _beyond_rows(owner_id, candidates, exclude)
    found = _in_rows(owner_id, candidates + far.more, exclude)
    pairs = sorted({*found, *far.found}, key=lambda pair: (pair[0], pair[1].start_at, pair[1].event_id))
    return pairs[:MOST_CLASHES]


def longest_busy(owner_id: int) -> timedelta:
    """How long before an instant a busy occurrence that contains it may have begun; a day at least."""
    rows = _longest({"owner": owner_id})
    return max(DAY, rows[0][0]) if rows else DAY


def busy_spans(
    owner_id: int, after: datetime, before: datetime, *, exclude: Collection[int] = ()
) -> list[Span]:
    """The owner's busy occurrences that overlap the window, by start, those not yet in rows included."""
    rows = (
        Occurrence.objects.filter(
            owner_id=owner_id,
            is_busy=True,
            start_at__lt=before,
            start_at__gt=after - longest_busy(owner_id),
            end_at__gt=after,
        )
        .exclude(event_id__in=exclude)
        .values_list("start_at", "end_at", "event_id")
    )
    spans = [Span(*row) for row in rows]
    for event in _endless_events(owner_id, before, exclude):
        spans.extend(_later_spans(event, max(after, _rows_until(event)), before))
    return sorted(spans)


def busy_near(
    owner_id: int, after: datetime, latest: datetime, before: datetime, *, exclude: Collection[int]
) -> list[Span]:
    """What is busy from `after` to `before` as far as it matters to a slot that begins by `latest`.

    The first thing that begins later is in the way of every slot that reaches so far, so what comes behind it
    does not matter: an event of centuries is looked at for no longer than others.
    """
    reach = latest + (latest - after)
    while True:
        spans = busy_spans(owner_id, after, min(reach, before), exclude=exclude)
        if reach >= before or (spans and spans[-1].start_at >= latest):
            return spans
        reach += reach - after


_busy_rows = Compiled(
    lambda shape: (
        Occurrence.objects.filter(
            owner__anyof=P("owners", _OWNER, many=True),
            is_busy=True,
            start_at__lt=P("before", _START),
            start_at__gt=P("earliest", _START),
            end_at__gt=P("after", _START),
        )
        .order_by()
        .values_list("owner_id", "start_at", "end_at")
    )
)


def _endless(bounded: bool) -> Any:
    reach = Q(occurrences_until__lt=P("before", _START)) if bounded else Q(occurrences_until__isnull=False)
    events = Event.objects.filter(reach, owner__anyof=P("owners", _OWNER, many=True), deleted_at=None)
    return events.order_by().values_list(*_EVENT_COLUMNS)


_endless_rows = Compiled(_endless)


def busy_time(
    owner_ids: Collection[int], after: datetime, before: datetime, *, longest: timedelta
) -> dict[int, list[Span]]:
    """When each of the owners is busy in the window, merged, clipped to it, in order; two queries for all.

    `longest` bounds the length of their busy occurrences. Those that are not in rows yet are counted too.
    """
    args = {"owners": list(owner_ids), "after": after, "before": before}
    found: dict[int, list[Span]] = {owner_id: [] for owner_id in owner_ids}
    for owner_id, start_at, end_at in _busy_rows({**args, "earliest": after - max(DAY, longest)}):
        found[owner_id].append(Span(start_at, end_at))
    for row in _endless_rows(args, True):
        event = Event.from_db("default", _EVENT_COLUMNS, row)
        found[event.owner_id] += _later_spans(event, max(after, _rows_until(event)), before)
    return {
        owner_id: merged(Span(max(s.start_at, after), min(s.end_at, before)) for s in spans)
        for owner_id, spans in found.items()
    }


def _rows_until(event: Event) -> datetime:
    assert event.occurrences_until is not None
    return event.occurrences_until


def _in_rows(
    owner_id: int, candidates: Sequence[Candidate], exclude: Collection[int]
) -> list[tuple[int, Clash]]:
    spans = [(c.key, span.start_at, span.end_at) for c in candidates for span in c.spans]
    longest = longest_busy(owner_id)
    args: dict[str, Any] = {"owner": owner_id, "longest": longest, "most": MOST_CLASHES}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            keys, starts, ends = (list(column) for column in zip(*spans, strict=True))
            cursor.execute(
                _POSTGRESQL, {**args, "keys": keys, "starts": starts, "ends": ends, "exclude": list(exclude)}
            )
            return [(key, Clash(*rest)) for key, *rest in cursor.fetchall()]
        write = connection.ops.adapt_datetimefield_value
        values = [[key, write(start), write(end), write(start - longest)] for key, start, end in spans]
        del args["longest"]
        cursor.execute(_SQLITE, {**args, "spans": json.dumps(values), "exclude": json.dumps(list(exclude))})
        read = connection.ops.convert_datetimefield_value  # type: ignore[attr-defined]
        return [
            (
                key,
                Clash(
                    event_id,
                    title,
                    read(start, None, connection),
                    read(end, None, connection),
                    bool(is_all_day),
                ),
            )
            for key, event_id, title, start, end, is_all_day in cursor.fetchall()
        ]


@dataclass(frozen=True, slots=True)
class _Beyond:
    found: list[tuple[int, Clash]]
    more: list[Candidate]


def _beyond_rows(owner_id: int, candidates: Sequence[Candidate], exclude: Collection[int]) -> _Beyond:
    """Clashes that no row shows: with events whose rows end before a candidate does, and between endless
    rules whose starts lie further apart than the rows reach (`more` spans, to be looked up in rows).
    """
    horizon = timedelta(days=settings.OCCURRENCE_HORIZON_DAYS)
    reach = max(span.end_at for c in candidates for span in c.spans)
    endless = [c for c in candidates if is_endless(c.content)]
    if not endless and reach <= now():
        return _Beyond([], [])
    found: list[tuple[int, Clash]] = []
    more: list[Candidate] = []
    for event in _endless_events(owner_id, None if endless else reach, exclude):
        until = _rows_until(event)
        for c in candidates:
            last = max(span.end_at for span in c.spans)
            if last > until:
                clashes = islice(_later_clashes(event, c.spans), MOST_CLASHES - len(found))
                found += [(c.key, clash) for clash in clashes]
            elif c in endless and event.start_at + horizon > last:
                spans = occurrences(c.content, max(last, event.start_at), event.start_at + horizon)
                more.append(Candidate(c.key, c.content, [s for s in spans if s.is_busy]))
        if len(found) == MOST_CLASHES:
            break
    return _Beyond(found, [c for c in more if c.spans])


def _later_clashes(event: Event, spans: Sequence[OccurrenceFact]) -> Iterator[Clash]:
    """The first thousand occurrences of an endless event that have no rows and overlap the spans.

    Spans may lie centuries apart: only the time around them is expanded.
    """
    until = _rows_until(event)
    mine = sorted(Span(span.start_at, span.end_at) for span in spans if span.end_at > until)
    for stretch in stretches(mine, FAR_APART):
        later = _later_spans(event, stretch[0].start_at, max(span.end_at for span in stretch))
        for _, theirs in between(stretch, later, limit=MOST_CLASHES):
            yield Clash(event.pk, event.title, theirs.start_at, theirs.end_at, event.is_all_day)


def _endless_events(owner_id: int, before: datetime | None, exclude: Collection[int]) -> list[Event]:
    """The owner's endless events; with `before`, only those whose rows end before it."""
    args: dict[str, Any] = (
        {"owners": [owner_id]} if before is None else {"owners": [owner_id], "before": before}
    )
    events = [
        Event.from_db("default", _EVENT_COLUMNS, row) for row in _endless_rows(args, before is not None)
    ]
    return [event for event in events if event.pk not in exclude]


def _later_spans(event: Event, after: datetime, before: datetime) -> Iterator[Span]:
    """The busy occurrences of an endless event that have no rows and overlap the window, by start.

    They are expanded as they are asked for, a year at a time.
    """
    content, until, begin = content_of(event), _rows_until(event), after
    while begin < before:
        end = min(begin + YEAR, before)
        for o in occurrences(content, begin, end):
            if o.is_busy and o.start_at >= until and (begin == after or o.start_at >= begin):
                yield Span(o.start_at, o.end_at, event.pk)
        begin = end
