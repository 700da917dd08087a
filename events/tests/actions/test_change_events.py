"""Many changes at once: the rules of the single actions, one write, conflicts judged on the final state."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core.actors import Anonymous
from core.errors import Invalid, NotAuthenticated
from events.actions.change_events import change_events
from events.actions.update_event import update_event
from events.changes import EventChanges
from events.enums import Role
from events.errors import BatchFailed
from events.factories import START, grant, make_event
from events.models import Event, HistoricalEvent, Occurrence
from events.tests.actions.operations import DAY, HOUR, codes, create, edit, move, starts
from journal.models import Entry

pytestmark = pytest.mark.django_db


def rows() -> tuple[int, int, int, int]:
    """How much is written: events, versions, occurrences, journal entries."""
    return (
        Event.objects.count(),
        HistoricalEvent.objects.count(),
        Occurrence.objects.count(),
        Entry.objects.count(),
    )


def test_nobody_changes_nothing(anna: User) -> None:
    event, before = make_event(anna), rows()
    with pytest.raises(NotAuthenticated):
        change_events(actor=Anonymous(), operations=[edit(event, title="Mine")])
    assert rows() == before


def test_all_four_operations_are_one_write(anna: User) -> None:
    a, b, c = (make_event(anna, start=START + n * DAY) for n in range(3))
    outcomes = change_events(
        actor=anna,
        operations=[
            create(START + 5 * DAY),
            edit(a, title="Renamed", change_reason="Better"),
            edit(b, "delete", change_reason="Off"),
            move(c, "PT1H"),
        ],
    )
    assert codes(outcomes) == [None] * 4
    new = outcomes[0].event
    assert new is not None
    versions = HistoricalEvent.objects.exclude(version=1) | HistoricalEvent.objects.filter(id=new.pk)
    assert [
        (v.id, v.version, v.verb, v.history_change_reason, v.title, v.history_user_id, v.source)
        for v in versions.order_by("id")
    ] == [
        (a.pk, 2, "updated", "Better", "Renamed", anna.pk, "command"),
        (b.pk, 2, "deleted", "Off", "Planning", anna.pk, "command"),
        (c.pk, 2, "updated", None, "Planning", anna.pk, "command"),
        (new.pk, 1, "created", None, "New", anna.pk, "command"),
    ]
    entries = Entry.objects.order_by("-id")[:4]
    assert [(e.verb, e.subject_id, e.subject_version, e.payload) for e in reversed(entries)] == [
        ("event.created", new.pk, 1, {"fields": []}),
        ("event.updated", a.pk, 2, {"fields": ["title"], "reason": "Better"}),
        ("event.deleted", b.pk, 2, {"fields": [], "reason": "Off"}),
        ("event.updated", c.pk, 2, {"fields": ["start_time", "end_time"]}),
    ]
    assert starts(a, c, new) == [START, START + 2 * DAY + HOUR, START + 5 * DAY]
    b.refresh_from_db()
    assert (b.deleted_at is not None, b.deleted_by_id, Occurrence.objects.filter(event=b).count()) == (
        True,
        anna.pk,
        0,
    )


def test_atomic_refuses_all_and_names_every_refused_one(anna: User, ben: User) -> None:
    own, seen, hidden = make_event(anna), make_event(ben), make_event(ben, start=START + HOUR)
    grant(seen, anna, Role.VIEWER)
    before = rows()
    with pytest.raises(BatchFailed) as refusal:
        change_events(
            actor=anna,
            operations=[
                move(own, "PT1H"),
                edit(seen, title="Mine"),
                edit(hidden, title="Mine"),
                create(START + HOUR),
            ],
        )
    errors = refusal.value.data["errors"]
    assert [(error["index"], error["code"]) for error in errors] == [
        (1, "forbidden"),
        (2, "not_found"),
        (3, "schedule_conflict"),
    ]
    assert (rows(), starts(own)) == (before, [START])


def test_atomic_names_the_faults_of_every_malformed_one(anna: User) -> None:
    a, b = make_event(anna), make_event(anna, start=START + HOUR)
    before = rows()
    with pytest.raises(Invalid) as refusal:
        change_events(
            actor=anna,
            operations=[
                edit(a, title=" "),
                edit(b, version=9),
                edit(b, title="Twice"),
                create(calendar_id=0),
                edit(make_event(anna, start=START + DAY), uid="other"),
            ],
        )
    assert [(fault.field, fault.code) for fault in refusal.value.faults] == [
        ("operations.0.title", "blank"),
        ("operations.1.version", "unknown_version"),
        ("operations.2.id", "duplicate"),
        ("operations.3.calendar_id", "not_found"),
        ("operations.4.uid", "immutable"),
    ]
    assert rows()[0] == before[0] + 1


def test_each_does_what_can_be_done(anna: User, ben: User) -> None:
    a, b = make_event(anna), make_event(ben)
    outcomes = change_events(
        actor=anna,
        operations=[edit(b, "delete"), edit(a, title="Done"), Invalid.of("title", "blank", "No title.")],
        mode="each",
    )
    assert codes(outcomes) == ["not_found", None, "invalid"]
    assert Event.objects.get(pk=a.pk).title == "Done"


def test_what_changes_nothing_makes_no_version(anna: User) -> None:
    event, before = make_event(anna), rows()
    outcomes = change_events(actor=anna, operations=[edit(event, title="Planning")])
    assert (codes(outcomes), rows()) == ([None], before)
    assert outcomes[0].event is not None
    assert (outcomes[0].event.version, outcomes[0].event.written_by) == (1, None)


def test_stale_edits_merge_and_stale_deletions_are_refused(anna: User) -> None:
    a, b, c = (make_event(anna, start=START + n * DAY) for n in range(3))
    for event in (a, b, c):
        update_event(actor=anna, event_id=event.pk, changes=EventChanges(title="Theirs"))
    outcomes = change_events(
        actor=anna,
        operations=[
            move(a, "PT1H", version=1),
            edit(b, title="Mine", version=1),
            edit(c, "delete", version=1),
        ],
        mode="each",
    )
    assert codes(outcomes) == [None, "stale_version", "stale_version"]
    latest = HistoricalEvent.objects.get(id=a.pk, version=3)
    assert (latest.verb, latest.title, latest.start_at) == ("merged", "Theirs", START + HOUR)
    assert outcomes[1].error is not None
    assert outcomes[1].error.data["conflicting_fields"] == {
        "title": {"base": "Planning", "yours": "Mine", "theirs": "Theirs"}
    }


@pytest.mark.parametrize("mode", ["atomic", "each"])
def test_a_dry_run_writes_nothing(anna: User, mode: Any) -> None:
    a, b = make_event(anna), make_event(anna, start=START + DAY)
    before = rows()
    outcomes = change_events(
        actor=anna,
        operations=[create(START + HOUR), edit(a, title="Dry"), edit(b, "delete")],
        mode=mode,
        dry_run=True,
    )
    shown = [outcome.event for outcome in outcomes if outcome.event]
    assert [(event.pk, event.title, event.version, event.written_by) for event in shown] == [
        (None, "New", 1, None),
        (a.pk, "Dry", 2, None),
        (b.pk, "Planning", 2, None),
    ]
    assert rows() == before


@pytest.mark.parametrize("number", [5, 500])
def test_the_number_of_statements_does_not_grow(anna: User, number: int) -> None:
    each = number // 5
    change_events(actor=anna, operations=[create(START + n * DAY) for n in range(4 * each)])
    events = list(Event.objects.order_by("start_at"))
    operations = [
        *(create(START + (4 * each + n) * DAY) for n in range(each)),
        *(edit(event, title="Renamed") for event in events[:each]),
        *(move(event, "PT1H") for event in events[each : 2 * each]),
        *(edit(event, title="Merged", version=1) for event in events[2 * each : 3 * each]),
        *(edit(event, "delete") for event in events[3 * each :]),
    ]
    with CaptureQueriesContext(connection) as queries:
        outcomes = change_events(actor=anna, operations=operations)
    assert codes(outcomes) == [None] * number
    # SQLite takes only so many parameters a statement
    expected = 45 if connection.vendor == "sqlite" and number == 500 else 21
    assert len(queries) == expected


def test_refusals_cost_no_statements_of_their_own(anna: User) -> None:
    make_event(anna, hours=1000)

    def statements(number: int) -> int:
        operations = [create(START + n * HOUR) for n in range(number)]
        with CaptureQueriesContext(connection) as queries:
            outcomes = change_events(actor=anna, operations=operations, mode="each")
        assert codes(outcomes) == ["schedule_conflict"] * number
        return len(queries)

    assert statements(5) == statements(500)
