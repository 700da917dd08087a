"""The words that recurrence rules are said with, in each language that there is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

WORKDAYS: Final = (0, 1, 2, 3, 4)
WEEKEND: Final = (5, 6)
ALL_DAYS: Final = (*WORKDAYS, *WEEKEND)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """One language: whole phrases with named places, so that each may have its own order and cases.

    `{days}` stands for what was made by another phrase: names of weekdays alone in `on`, `only_on` and
    `on_of_weeks`, else days with whatever the language puts before them.
    """

    weekdays: Sequence[str]
    months: Sequence[str]
    ordinals: Sequence[str]
    """From the first one on; what goes beyond is a number."""
    last_ordinals: Sequence[str]
    """From the last one backwards."""
    ordinal_from_end: str
    ordinal_number: str
    ordinal_endings: Mapping[int, str]
    """Endings of numbers by their last figure, where they differ from that of `ordinal_number`."""

    list_end: str
    choice_end: str
    every: Mapping[str, tuple[str, str]]
    period: Mapping[str, str]
    kinds: Mapping[tuple[int, ...], str]

    weekday: str
    weekdays_of_weeks: str
    on: str
    within: str
    on_of_every_month: str
    on_of_every_nth_month: str
    on_of: str
    yearly_on_of: str
    yearly_on_dates: str
    date_number: str
    of_months: str
    of_every_month: str
    of_the_year: str
    numbered_day: str
    every_day: str
    first_from: str
    day_numbers: str
    last_day: str
    nth_day: str
    weeks: str
    last_week: str
    in_weeks: str
    on_of_weeks: str
    only_in_weeks: str
    only_on: str
    only_on_of_month: str
    only_on_of_year: str
    only_in: str
    only_if: str
    a_weekday: str
    only_positions: str

    at: str
    since: str
    only: str
    until: str
    until_after_limit: str
    until_time: str
    once: str
    times: str
    excepted: str
    and_on: str
    on_dates: str
    some_days: str
    more_days: str
    day: str
    day_and_year: str

    def listed(self, items: Sequence[str]) -> str:
        """ "a", "a and b", "a, b and c"."""
        return _listed(items, self.list_end)

    def choice(self, items: Sequence[str]) -> str:
        """ "a", "a or b", "a, b or c"."""
        return _listed(items, self.choice_end)

    def nth(self, number: int) -> str:
        """ "1st", "2nd", "11th", "23rd"."""
        ending = "" if 10 < number % 100 < 14 else self.ordinal_endings.get(number % 10, "")
        return f"{number}{ending}" if ending else self.ordinal_number.format(number=number)

    def numbered(self, ordinal: int) -> str:
        """ "first" to "tenth", "11th", "last", "second to last"."""
        named = self.ordinals if ordinal > 0 else self.last_ordinals
        number = abs(ordinal)
        if number <= len(named):
            return named[number - 1]
        return self.nth(number) if ordinal > 0 else self.ordinal_from_end.format(nth=self.nth(number))


def _listed(items: Sequence[str], end: str) -> str:
    *head, last = items
    return end.format(items=", ".join(head), last=last) if head else last
