"""Importing files, over real tables."""

from typing import Any

import pytest

from accounts.factories import make_user
from accounts.models import User
from core.errors import Conflict, Forbidden, NotFound
from events.actions import bounded_writes
from events.actions.import_events import import_events
from events.actions.update_event import update_event
from events.changes import EventChanges, EventFilters
from events.enums import Role
from events.factories import grant, make_calendar, make_event
from events.models import Calendar, Event, HistoricalEvent, Occurrence, content_of
from feeds.actions import import_ics as action
from feeds.actions.import_ics import import_ics
from feeds.errors import NotACalendar
from feeds.facts import ImportReport
from feeds.rules.write_ics import write_ics
from feeds.selectors.outgoing import outgoing_events
from feeds.tests.calendars import calendar, file, vevent
from history.selectors.flaws import find_flaws
from journal.models import Entry


@pytest.fixture
def anna(db: None) -> User:
    return make_user(username="anna", timezone="Europe/Lisbon")


def run(actor: User, data: bytes, into: Calendar | None = None, **options: Any) -> ImportReport:
    return import_ics(actor=actor, calendar_id=into.pk if into else None, data=data, **options)


def results(report: ImportReport) -> dict[str, int]:
    return {name: count for name, count in report.summary.items() if count and name != "components"}


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("google.ics", {"created": 4}),
        ("outlook.ics", {"created": 3}),
        ("apple.ics", {"created": 3, "skipped": 1}),
    ],
)
def test_a_file_imported_twice_doubles_nothing(anna: User, name: str, first: dict[str, int]) -> None:
    assert results(run(anna, file(name))) == first
    before = (Event.objects.count(), HistoricalEvent.objects.count(), Entry.objects.count())
    again = dict(first)
    again["unchanged"] = again.pop("created")
    assert results(run(anna, file(name))) == again
    assert (Event.objects.count(), HistoricalEvent.objects.count(), Entry.objects.count()) == before
    assert list(find_flaws()) == []


def test_what_is_imported_are_versions_with_their_source(anna: User) -> None:
    run(anna, calendar(*vevent()))
    run(anna, calendar(*vevent("SUMMARY:Else")))
    run(anna, calendar(*vevent("SUMMARY:Else", "X-A:kept")))
    versions = HistoricalEvent.objects.order_by("version")
    assert list(versions.values_list("version", "title", "verb", "source", "history_user_id")) == [
        (1, "Planning", "created", "import", anna.pk),
        (2, "Else", "updated", "import", anna.pk),
        (3, "Else", "updated", "import", anna.pk),
    ]
    entries = Entry.objects.filter(subject_kind="event").order_by("pk")
    assert list(entries.values_list("verb", "source", "actor_id", "subject_version")) == [
        ("event.created", "import", anna.pk, 1),
        ("event.updated", "import", anna.pk, 2),
        ("event.updated", "import", anna.pk, 3),
    ]
    assert list(find_flaws()) == []


def test_components_are_reported_in_the_order_of_the_file(anna: User) -> None:
    data = calendar(
        *vevent("DTSTART:soon", uid="bad"),
        *vevent("RECURRENCE-ID:20310311T090000Z", "DTSTART:20310311T100000Z", uid="series"),
        *["BEGIN:VTODO", "UID:todo", "END:VTODO"],
        *vevent("RRULE:FREQ=DAILY", "DTSTART:20310310T090000Z", uid="series"),
        *vevent("RRULE:FREQ=MINUTELY", uid="worse"),
        *vevent("RECURRENCE-ID:20310301T090000Z", uid="series"),
    )
    report = run(anna, data)
    event_id = Event.objects.get(uid="series").pk
    assert [
        (each.uid, each.recurrence_id, each.result, each.code, each.event_id) for each in report.components
    ] == [
        ("bad", None, "failed", "time_invalid", None),
        ("series", "20310311T090000Z", "created", None, event_id),
        ("todo", None, "skipped", "not_an_event", None),
        ("series", None, "created", None, event_id),
        ("worse", None, "failed", "rrule_frequency_refused", None),
        ("series", "20310301T090000Z", "failed", "override_before_start", None),
    ]
    assert [each.line for each in report.components] == sorted(each.line for each in report.components)
    assert report.summary == {
        "components": 6,
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "skipped": 1,
        "failed": 3,
    }


def test_a_file_that_is_none_writes_nothing(anna: User) -> None:
    with pytest.raises(NotACalendar):
        run(anna, b"%PDF")
    assert Event.objects.count() == 0


def test_it_goes_into_the_calendar_that_is_named(anna: User) -> None:
    team = make_calendar(anna)
    assert run(anna, calendar(*vevent()), team).calendar_id == team.pk
    assert results(run(anna, calendar(*vevent()))) == {"created": 1}
    assert set(Event.objects.values_list("calendar__name", flat=True)) == {"Team", "My calendar"}


def test_who_may_not_write_to_the_calendar_imports_nothing(anna: User) -> None:
    ben, team = make_user(username="ben"), make_calendar(anna)
    with pytest.raises(NotFound):
        run(ben, calendar(*vevent()), team)
    grant(team, ben, Role.VIEWER)
    with pytest.raises(Forbidden):
        run(ben, calendar(*vevent()), team)
    assert Event.objects.count() == 0
    grant(team, ben, Role.EDITOR)
    run(ben, calendar(*vevent()), team)
    assert Event.objects.get().owner_id == anna.pk


@pytest.mark.parametrize("dry_run", [True, False])
def test_conflicts(anna: User, dry_run: bool) -> None:
    make_event(anna, title="Busy")
    report = run(anna, calendar(*vevent()), dry_run=dry_run, on_conflict="refuse")
    [component] = report.components
    assert (component.result, component.code) == ("failed", "schedule_conflict")
    assert component.reason == "Event conflicts with existing event: Busy"
    assert Event.objects.count() == 1
    assert results(run(anna, calendar(*vevent()), dry_run=dry_run)) == {"created": 1}
    assert Event.objects.count() == 1 + (not dry_run)


@pytest.mark.parametrize("dry_run", [True, False])
def test_what_overlaps_another_event_of_the_file_is_told_which(anna: User, dry_run: bool) -> None:
    data = calendar(*vevent("SUMMARY:First"), *vevent("SUMMARY:Second", uid="two"))
    first, second = run(anna, data, dry_run=dry_run, on_conflict="refuse").components
    assert (first.result, second.result, second.code) == ("created", "failed", "schedule_conflict")
    assert second.reason == "Event conflicts with existing event: First"


def test_a_dry_run_reports_and_writes_nothing(anna: User) -> None:
    run(anna, calendar(*vevent()))
    data = calendar(*vevent("SUMMARY:Else"), *vevent(uid="two"), *vevent("DTSTART:x", uid="three"))
    dry = run(anna, data, dry_run=True)
    assert list(Event.objects.values_list("title", "version")) == [("Planning", 1)]
    real = run(anna, data)
    assert [(each.uid, each.result, each.code) for each in dry.components] == [
        (each.uid, each.result, each.code) for each in real.components
    ]


def test_chunks_are_transactions_of_their_own(anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(action, "AT_ONCE", 2)
    chunks: list[int] = []

    def second_fails(**options: Any) -> Any:
        chunks.append(len(options["asks"]))
        if len(chunks) == 2:
            raise Conflict("Not now.")
        return import_events(**options)

    monkeypatch.setattr(action, "import_events", second_fails)
    done: list[int] = []
    data = calendar(*(line for n in range(5) for line in vevent(uid=str(n))))
    report = run(anna, data, advance=done.append)
    assert (chunks, done) == ([2, 2, 1], [2, 2, 1])
    assert [each.result for each in report.components] == ["created"] * 2 + ["failed"] * 2 + ["created"]
    assert [each.code for each in report.components] == [None, None, "conflict", "conflict", None]
    assert results(run(anna, data)) == {"unchanged": 3, "created": 2}


def exported(actor: User, **filters: Any) -> bytes:
    return b"".join(write_ics(outgoing_events(actor, EventFilters(**filters))))


@pytest.mark.parametrize("name", ["google.ics", "outlook.ics", "apple.ics"])
def test_what_was_imported_comes_out_with_the_same_meaning(anna: User, name: str) -> None:
    """In another calendar, of another person in another zone: what recurs, takes up time, and is kept."""
    run(anna, file(name))
    ben = make_user(username="ben", timezone="Asia/Tokyo")
    run(ben, exported(anna))
    theirs = {event.uid: event for event in Event.objects.filter(owner=ben)}
    for event in Event.objects.filter(owner=anna):
        mine, other = content_of(event), content_of(theirs[event.uid])
        changed = {"calendar_id", "timezone"} if mine.is_all_day else {"calendar_id"}
        fields = set(mine.__dataclass_fields__) - changed
        assert {name: getattr(other, name) for name in fields} == {
            name: getattr(mine, name) for name in fields
        }
        of = ("recurrence_id", "start_at", "end_at", "is_busy")
        assert list(
            Occurrence.objects.filter(event=theirs[event.uid]).order_by("start_at").values_list(*of)
        ) == list(Occurrence.objects.filter(event=event).order_by("start_at").values_list(*of))
    # and what came from here is known here
    assert set(results(run(anna, exported(anna)))) == {"unchanged"}


def test_an_edit_here_keeps_what_was_unknown(anna: User) -> None:
    run(anna, calendar(*vevent("GEO:38.7;-9.1")))
    event = Event.objects.get()
    update_event(actor=anna, event_id=event.pk, changes=EventChanges(title="Else"))
    assert b"SUMMARY:Else" in exported(anna)
    assert b"GEO:38.7;-9.1" in exported(anna)


def test_a_transaction_takes_no_more_series_than_it_has_room_for(
    anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded_writes, "OCCURRENCES_AT_ONCE", 10)
    written: list[list[str]] = []

    def noting(**options: Any) -> Any:
        outcomes = import_events(**options)
        written.append(sorted(outcomes))
        return outcomes

    monkeypatch.setattr(action, "import_events", noting)
    series = (line for n in range(3) for line in vevent("RRULE:FREQ=DAILY;COUNT=6", uid=str(n)))
    report = run(anna, calendar(*series, *vevent(uid="once")))
    assert written == [["0", "once"], ["1"], ["2"]]
    assert results(report) == {"created": 4}
    assert Occurrence.objects.count() == 19


@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize("at_once", [1, 100])
def test_a_file_of_endless_rules_is_bounded(
    anna: User, monkeypatch: pytest.MonkeyPatch, at_once: int, dry_run: bool
) -> None:
    monkeypatch.setattr(action, "AT_ONCE", at_once)
    monkeypatch.setattr(action, "MOST_OCCURRENCES", 11)
    monkeypatch.setattr(bounded_writes, "OCCURRENCES_AT_ONCE", 6)
    series = (line for n in range(4) for line in vevent("RRULE:FREQ=DAILY;COUNT=6", uid=str(n)))
    report = run(anna, calendar(*series, *vevent(uid="once")), dry_run=dry_run)
    assert [(each.uid, each.result, each.code) for each in report.components] == [
        ("0", "created", None),
        ("1", "created", None),
        ("2", "failed", "too_many_occurrences"),
        ("3", "failed", "too_many_occurrences"),
        ("once", "created", None),
    ]
    assert Occurrence.objects.count() == (0 if dry_run else 13)
