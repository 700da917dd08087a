"""Versions that one person wrote in one go."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from events.enums import Verb
from history.facts import Version
from history.rules.bursts import bursts
from history.rules.diff import Change

AT = datetime(2026, 11, 18, 10, tzinfo=UTC)


def version(number: int, minutes: int, **fields: object) -> Version:
    values: dict[str, object] = {
        "id": number,
        "event_id": 1,
        "number": number,
        "data": {},
        "changes": {},
        "verb": Verb.UPDATED,
        "restored_from": None,
        "changed_by": 1,
        "changed_by_username": "marta",
        "reason": None,
        "at": AT + timedelta(minutes=minutes),
        "is_current": False,
        **fields,
    }
    return Version(**values)  # type: ignore[arg-type]


def numbers(*versions: Version) -> list[list[int]]:
    return [[each.number for each in burst.versions] for burst in bursts(versions)]


def test_edits_of_one_person_within_ten_minutes_are_one() -> None:
    assert numbers(version(4, 30), version(3, 20), version(2, 10), version(1, -1)) == [[4, 3, 2], [1]]


@pytest.mark.parametrize(
    "fields", [{"changed_by": 2}, {"reason": "Why"}, {"verb": Verb.ROLLED_BACK}, {"changed_by": None}]
)
def test_what_is_more_than_an_edit_stands_alone(fields: dict[str, object]) -> None:
    other = version(2, 1, **fields)
    assert numbers(version(3, 2), other, version(1, 0)) == [[3], [2], [1]]


def test_versions_that_a_filter_parted_stay_apart() -> None:
    assert numbers(version(3, 2), version(1, 0)) == [[3], [1]]


def test_a_burst_knows_its_ends_and_its_fields() -> None:
    title, place = Change("a", "b", "modified"), Change("x", "y", "modified")
    later = replace(version(3, 1), changes={"location": place, "title": title})
    (burst,) = bursts([later, replace(version(2, 0), changes={"title": title})])
    assert (burst.newest.number, burst.oldest.number, burst.fields) == (3, 2, ["title", "location"])
