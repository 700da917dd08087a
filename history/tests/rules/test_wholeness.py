"""What breaks the promises of the history, without a database."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.enums import Verb
from events.facts import OccurrenceFact
from history.enums import Flaw
from history.rules.wholeness import Snapshot, occurrence_flaws, version_flaws

START = datetime(2031, 3, 10, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
COLUMNS: dict[str, Any] = {
    "title": "A",
    "description": "",
    "location": "",
    "start_at": START,
    "end_at": START + HOUR,
    "timezone": "UTC",
    "is_all_day": False,
    "rrule": "",
    "recurrence_overrides": {},
    "tags": [],
    "status": "confirmed",
    "transparency": "opaque",
    "calendar_id": 1,
    "ical_properties": {},
    "owner_id": 1,
    "deleted_at": None,
    "deleted_by_id": None,
}


def row(number: int, verb: Verb = Verb.UPDATED, **columns: Any) -> Snapshot:
    return Snapshot(number, verb, {**COLUMNS, "title": f"T{number}", **columns})


def whole(length: int) -> list[Snapshot]:
    return [row(1, Verb.CREATED), *(row(number) for number in range(2, length + 1))]


def flaws(live: Snapshot | None, *rows: Snapshot) -> list[tuple[Flaw, int | None]]:
    return list(version_flaws(live, rows, {(each.number, 1) for each in rows}))


@given(st.integers(1, 9).flatmap(lambda length: st.tuples(st.just(length), st.integers(1, length))))
def test_each_version_that_was_not_told_shows(case: tuple[int, int]) -> None:
    length, untold = case
    rows = whole(length)
    recorded = {(each.number, 1) for each in rows} - {(untold, 1)}
    expected = [(Flaw.NOT_IN_JOURNAL, untold)]
    assert list(version_flaws(rows[-1], rows, recorded)) == expected
    assert list(version_flaws(rows[-1], rows, recorded | {(untold, 2)})) == expected


@given(st.integers(1, 9))
def test_a_whole_history_has_no_flaw(length: int) -> None:
    rows = whole(length)
    assert flaws(rows[-1], *rows) == []


@given(st.integers(2, 9).flatmap(lambda length: st.tuples(st.just(length), st.integers(1, length - 1))))
def test_each_missing_number_shows(case: tuple[int, int]) -> None:
    length, missing = case
    rows = [each for each in whole(length) if each.number != missing]
    assert flaws(rows[-1], *rows) == [(Flaw.VERSION_MISSING, missing)]


def test_a_version_may_change_only_what_was_kept_of_a_file() -> None:
    rows = [row(1, Verb.CREATED), row(2), row(3, title="T2", ical_properties={"": ["X-A:1"]})]
    assert flaws(rows[-1], *rows) == []
    again = Snapshot(4, Verb.UPDATED, rows[-1].columns)
    assert flaws(again, *rows, again) == [(Flaw.NOTHING_CHANGED, 4)]


def test_a_number_that_is_there_twice() -> None:
    rows = [row(1, Verb.CREATED), row(2), row(2, title="Other"), row(3)]
    assert flaws(rows[-1], *rows) == [(Flaw.VERSION_TWICE, 2)]


def test_an_event_without_versions() -> None:
    assert flaws(row(1)) == [(Flaw.NO_VERSIONS, None)]


@pytest.mark.parametrize("name", sorted(COLUMNS.keys() - {"deleted_by_id"}))
def test_the_newest_version_is_the_event_in_every_column(name: str) -> None:
    rows = whole(2)
    other = Snapshot(2, "", {**rows[-1].columns, name: "other"})
    assert flaws(other, *rows) == [(Flaw.NEWEST_DIFFERS, 2)]


def test_who_deleted_an_event_may_have_left_since() -> None:
    gone = row(2, Verb.DELETED, deleted_by_id=7)
    assert flaws(row(2), row(1), gone) == []
    assert flaws(row(2, deleted_by_id=8), row(1), gone) == [(Flaw.NEWEST_DIFFERS, 2)]


@pytest.mark.parametrize("verb", list(Verb))
def test_a_version_changes_something(verb: Verb) -> None:
    again = row(2, verb, title="T1")
    expected = [] if verb is Verb.PURGED else [(Flaw.NOTHING_CHANGED, 2)]
    assert flaws(again, row(1), again) == expected


@pytest.mark.parametrize("standing", [{"deleted_at": START}, {"owner_id": 2}])
def test_an_event_may_be_deleted_and_handed_over_as_it_is(standing: dict[str, Any]) -> None:
    there, back = row(2, title="T1", **standing), row(3, title="T1")
    assert flaws(back, row(1), there, back) == []


@pytest.mark.parametrize("verb", list(Verb))
def test_an_event_that_is_gone_was_purged(verb: Verb) -> None:
    expected = [] if verb is Verb.PURGED else [(Flaw.NOT_PURGED, 2)]
    assert flaws(None, row(1), row(2, verb)) == expected


@pytest.mark.parametrize("damage", [{"rrule": "FREQ=OFTEN"}, {"tags": 5}, {"recurrence_overrides": [1]}])
def test_content_that_is_none_is_named(damage: dict[str, Any]) -> None:
    damaged = row(2, **damage)
    assert flaws(row(3), row(1), damaged, row(3)) == [(Flaw.UNREADABLE, 2)]


DAILY = [
    OccurrenceFact(f"2031-03-{d}T09:00:00", START.replace(day=d), START.replace(day=d) + HOUR, True)
    for d in (10, 11)
]


@pytest.mark.parametrize(
    ("columns", "until", "rows", "is_whole"),
    [
        ({}, None, [OccurrenceFact("", START, START + HOUR, True)], True),
        ({}, None, [], False),
        ({}, START, [OccurrenceFact("", START, START + HOUR, True)], False),
        ({}, None, [OccurrenceFact("", START, START + HOUR, False)], False),
        ({"status": "cancelled"}, None, [OccurrenceFact("", START, START + HOUR, False)], True),
        ({"rrule": "FREQ=DAILY;COUNT=2"}, None, DAILY[::-1], True),
        ({"rrule": "FREQ=DAILY;COUNT=2"}, None, DAILY[:1], False),
        ({"rrule": "FREQ=DAILY;COUNT=1"}, None, DAILY, False),
        ({"rrule": "FREQ=DAILY"}, START.replace(day=12), DAILY, True),
        ({"rrule": "FREQ=DAILY"}, START.replace(day=13), DAILY, False),
        ({"rrule": "FREQ=DAILY"}, None, DAILY, False),
        ({"deleted_at": START}, None, [], True),
        ({"deleted_at": START}, None, [OccurrenceFact("", START, START + HOUR, True)], False),
    ],
)
def test_occurrences_are_those_of_the_rule(
    columns: dict[str, Any], until: datetime | None, rows: list[OccurrenceFact], is_whole: bool
) -> None:
    expected = [] if is_whole else [(Flaw.OCCURRENCES_DIFFER, None)]
    assert list(occurrence_flaws(row(1, **columns), until, rows)) == expected


def test_occurrences_of_what_is_no_content() -> None:
    assert list(occurrence_flaws(row(4, rrule="FREQ=OFTEN"), None, [])) == [(Flaw.UNREADABLE, 4)]
