"""The lines that are kept of imported files are lines, and not too many."""

import pytest

from core.errors import Fault
from events.rules.ical_properties import checked_ical_properties


def test_lines_are_kept_by_recurrence_id() -> None:
    faults: list[Fault] = []
    given = {"": ("X-A;B=c:d\te", "GEO:1;2"), "2031-03-10T09:00:00": ()}
    kept = {"": ["X-A;B=c:d\te", "GEO:1;2"], "2031-03-10T09:00:00": []}
    assert checked_ical_properties(given, faults) == kept
    assert checked_ical_properties({"": []}, faults) == {}
    assert faults == []


@pytest.mark.parametrize("line", ["", "no name", ":value", "X-A", "X-A:b\nX-B:c", "X-A:\0", "X-A:\x7f"])
def test_what_is_no_line_is_refused(line: str) -> None:
    faults: list[Fault] = []
    checked_ical_properties({"": [line]}, faults)
    assert [(fault.field, fault.code) for fault in faults] == [("ical_properties", "invalid")]


def test_there_is_a_limit_in_all() -> None:
    faults: list[Fault] = []
    checked_ical_properties({"": ["A:" + "x" * 60_000], "2031-03-10": ["A:" + "x" * 60_000]}, faults)
    assert [(fault.field, fault.code) for fault in faults] == [("ical_properties", "max_length")]
