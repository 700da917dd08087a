"""Events that are imported by their uid."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.models import User
from core.errors import Forbidden, Invalid, NotFound
from events.actions.import_events import Imported, import_events
from events.changes import EventChanges, OnConflict
from events.enums import Role, Verb
from events.errors import ScheduleConflict
from events.factories import START, grant, make_calendar, make_event
from events.facts import EventContent
from events.models import Calendar, Event, HistoricalEvent, Occurrence
from journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar(anna: User) -> Calendar:
    return make_calendar(anna)


def ask(title: str = "Planning", **fields: object) -> Any:
    """An `Ask` that wants the same, whatever is there."""
    times = {"start_time": START, "end_time": START + timedelta(hours=1), "timezone": "UTC"}
    changes = EventChanges(title=title, **{**times, **fields})  # type: ignore[arg-type]
    return lambda current: changes


def run(
    actor: User, calendar: Calendar, *, dry_run: bool = False, on_conflict: OnConflict = "allow", **asks: Any
) -> dict[str, Imported]:
    return import_events(
        actor=actor, calendar_id=calendar.pk, asks=asks, dry_run=dry_run, on_conflict=on_conflict
    )


def rows() -> tuple[int, int, int, int]:
    models = (Event, HistoricalEvent, Occurrence, Entry)
    return tuple(model._default_manager.count() for model in models)  # type: ignore[return-value]


def test_events_are_made_changed_or_left_as_they_are(anna: User, calendar: Calendar) -> None:
    made = run(anna, calendar, one=ask("One"), two=ask("Two"))
    assert [outcome.verb for outcome in made.values()] == [Verb.CREATED, Verb.CREATED]
    again = run(anna, calendar, one=ask("One"), two=ask("Else"), three=ask("Three"))
    assert [(uid, again[uid].verb) for uid in ("one", "two", "three")] == [
        ("one", None),
        ("two", Verb.UPDATED),
        ("three", Verb.CREATED),
    ]
    assert [again[uid].event_id for uid in made] == [made[uid].event_id for uid in made]
    events = Event.objects.filter(calendar=calendar).order_by("pk")
    assert [(event.uid, event.title, event.version) for event in events] == [
        ("one", "One", 1),
        ("two", "Else", 2),
        ("three", "Three", 1),
    ]
    assert list(HistoricalEvent.objects.order_by("pk").values_list("uid", "version", "verb")) == [
        ("one", 1, "created"),
        ("two", 1, "created"),
        ("two", 2, "updated"),
        ("three", 1, "created"),
    ]


def test_a_uid_is_looked_for_in_the_calendar_alone(anna: User, calendar: Calendar) -> None:
    other = make_event(anna, uid="one", title="Here")
    run(anna, calendar, one=ask("There"))
    other.refresh_from_db()
    assert (other.title, Event.objects.filter(uid="one").count()) == ("Here", 2)


def test_what_is_in_the_trash_is_not_there(anna: User, calendar: Calendar) -> None:
    gone = make_event(anna, uid="one", calendar_id=calendar.pk)
    Event.objects.filter(pk=gone.pk).update(deleted_at=START)
    assert run(anna, calendar, one=ask())["one"].verb is Verb.CREATED


def test_what_is_asked_may_depend_on_what_is_there(anna: User, calendar: Calendar) -> None:
    make_event(anna, uid="one", title="Here", calendar_id=calendar.pk)
    seen: list[EventContent | None] = []

    def once_more(current: EventContent | None) -> EventChanges:
        seen.append(current)
        changes: EventChanges = ask("New")(None)
        return replace(changes, title="Here!") if current else changes

    run(anna, calendar, one=once_more, two=once_more)
    assert [content and content.title for content in seen] == ["Here", None]
    assert sorted(Event.objects.values_list("title", flat=True)) == ["Here!", "New"]


def test_what_is_refused_stops_no_other(anna: User, calendar: Calendar) -> None:
    make_event(anna, uid="old", calendar_id=calendar.pk)

    def refuse(current: EventContent | None) -> EventChanges:
        raise Invalid.of("file", "bad", "No.")

    found = run(anna, calendar, bad=refuse, worse=ask(""), old=ask("x" * 201), good=ask("Good"))
    codes = {uid: outcome.error.faults[0].code for uid, outcome in found.items() if outcome.error}
    assert codes == {"bad": "bad", "worse": "blank", "old": "max_length"}
    assert sorted(Event.objects.values_list("title", "version")) == [("Good", 1), ("Planning", 1)]


def test_conflicts_are_saved_unless_they_are_to_be_refused(anna: User, calendar: Calendar) -> None:
    make_event(anna, uid="old", start=START + timedelta(days=1), calendar_id=calendar.pk)
    make_event(anna, title="Busy")
    before = rows()
    found = run(anna, calendar, on_conflict="refuse", new=ask(), old=ask())
    assert [type(outcome.error) for outcome in found.values()] == [ScheduleConflict, ScheduleConflict]
    assert rows() == before
    found = run(anna, calendar, new=ask(), old=ask())
    assert {uid: outcome.verb for uid, outcome in found.items()} == {"new": Verb.CREATED, "old": Verb.UPDATED}


def test_a_dry_run_says_the_same_and_writes_nothing(anna: User, calendar: Calendar) -> None:
    make_event(anna, uid="old", calendar_id=calendar.pk)
    make_event(anna, uid="same", calendar_id=calendar.pk)
    before = rows()
    asks = {"old": ask("Else"), "same": ask(), "new": ask(), "bad": ask("")}
    dry = run(anna, calendar, dry_run=True, **asks)
    assert rows() == before
    assert Event.objects.get(uid="old").title == "Planning"
    real = run(anna, calendar, **asks)
    assert {uid: outcome.verb for uid, outcome in dry.items()} == {
        uid: outcome.verb for uid, outcome in real.items()
    }


def test_who_may_change_the_calendar_may_import_into_it(anna: User, ben: User, calendar: Calendar) -> None:
    with pytest.raises(NotFound):
        run(ben, calendar, one=ask())
    grant(calendar, ben, Role.VIEWER)
    with pytest.raises(Forbidden):
        run(ben, calendar, one=ask())
    grant(calendar, ben, Role.EDITOR)
    assert run(ben, calendar, one=ask())["one"].verb is Verb.CREATED
    assert Event.objects.get().owner_id == anna.pk


def test_edits_need_no_condition(anna: User, calendar: Calendar, settings: Settings) -> None:
    settings.STRICT_PRECONDITIONS = True
    run(anna, calendar, one=ask())
    assert run(anna, calendar, one=ask("Else"))["one"].verb is Verb.UPDATED


def test_statements_do_not_grow_with_events(anna: User, calendar: Calendar) -> None:
    counts = []
    for first, last in ((0, 1), (1, 31)):
        names = range(first, last)
        run(anna, calendar, **{f"old{n}": ask() for n in names}, **{f"same{n}": ask() for n in names})
        series = {f"old{n}": ask("Else", rrule="FREQ=DAILY;COUNT=2") for n in names}
        others = {f"{kind}{n}": ask() for kind in ("same", "new") for n in names}
        with CaptureQueriesContext(connection) as captured:
            run(anna, calendar, **series, **others)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 20


def test_events_that_exchange_their_times_do_not_conflict(anna: User, calendar: Calendar) -> None:
    later: dict[str, Any] = {"start_time": START + timedelta(hours=1), "end_time": START + timedelta(hours=2)}
    run(anna, calendar, one=ask(), two=ask(**later))
    found = run(anna, calendar, on_conflict="refuse", one=ask(**later), two=ask())
    assert [outcome.verb for outcome in found.values()] == [Verb.UPDATED, Verb.UPDATED]
