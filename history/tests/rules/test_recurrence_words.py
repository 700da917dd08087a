"""Rules in words inside differences."""

from typing import Any

from history.rules.diff import field_changes
from history.rules.diff_html import html
from history.rules.recurrence_words import rules_in_words, with_words

STATE: dict[str, Any] = {
    "title": "Planning",
    "start_time": "2031-03-10T09:00:00Z",
    "timezone": "America/New_York",
    "is_all_day": False,
    "rrule": None,
}
DAILY = {**STATE, "rrule": "FREQ=DAILY"}


def test_a_changed_rule_is_said_as_both_states_have_it() -> None:
    later = {**DAILY, "start_time": "2031-03-10T10:00:00Z", "rrule": "FREQ=DAILY;COUNT=3"}
    said = rules_in_words(DAILY, later, field_changes(DAILY, later))
    assert said == {"rrule": ("every day at 05:00", "every day at 06:00, 3 times")}


def test_a_rule_that_is_the_same_is_not_said() -> None:
    later = {**DAILY, "start_time": "2031-03-10T10:00:00Z"}
    assert rules_in_words(DAILY, later, field_changes(DAILY, later)) == {}


def test_no_rule_has_no_words() -> None:
    changes = field_changes(STATE, DAILY)
    assert rules_in_words(STATE, DAILY, changes) == {"rrule": ("", "every day at 05:00")}
    assert with_words(STATE, "") == STATE
    assert with_words(DAILY, "every day at 05:00") == {**DAILY, "rrule": "FREQ=DAILY (every day at 05:00)"}


def test_the_table_shows_words_instead_of_rules() -> None:
    changes = field_changes(DAILY, {**DAILY, "rrule": "FREQ=WEEKLY"})
    shown = html(changes, {"rrule": ("every day at 05:00", "every week on Monday at 05:00")})
    assert "FREQ" not in shown
    assert "day" in shown
    assert "week on Monday" in shown
