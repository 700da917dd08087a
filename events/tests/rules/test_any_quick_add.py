"""Quick add reads whatever is typed, and reads back what it would write."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from events.rules.rrule_text import parse_rule
from events.tests.rules.test_quick_add import parsed


@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    found = parsed(text)
    assert found.ends > found.starts
    assert len(found.title) + len(found.location) <= len(text)
    assert not found.rrule or parse_rule(found.rrule)


WORDS = [
    "lunch",
    "with",
    "Priya",
    "at",
    "noon",
    "Fri",
    "20",
    "Nov",
    "12:30",
    "-",
    "13:00",
    "for",
    "45",
    "m",
    "every",
    "2",
    "weeks",
    "on",
    "Mon",
    "until",
    "9-11",
    "Dec",
    "next",
    "am",
    "um",
    "von",
    "bis",
    "3.",
    "19.11.",
    "today",
    "in",
    "days",
    "@",
    "x",
    "6",
    "times",
    "&",
    ",",
    "and",
    "Sa",
]


@given(st.lists(st.sampled_from(WORDS), max_size=14))
def test_any_words_of_the_grammar_are_read(words: list[str]) -> None:
    found = parsed(" ".join(words))
    assert found.ends > found.starts
    assert not found.rrule or parse_rule(found.rrule)


TITLES = st.lists(st.sampled_from(["Plan", "Budget", "Review", "Ärzte", "Q3", "x&y"]), min_size=1, max_size=3)
PLACES = st.sampled_from(["", "Room 4.02", "Time Out Market", "Café Müller"])
DATES = st.dates(date(2026, 11, 19), date(2029, 12, 31))


@given(TITLES, DATES, st.integers(0, 95), st.integers(1, 40), PLACES, st.booleans())
def test_what_is_written_out_is_read_back(
    words: list[str], day: date, quarter: int, quarters: int, place: str, at_the_end: bool
) -> None:
    starts = datetime(day.year, day.month, day.day) + timedelta(minutes=15 * quarter)
    length = timedelta(minutes=15 * quarters)
    moment = f"{day:%-d %b %Y} {starts:%H:%M} for {15 * quarters} min"
    title = " ".join(words)
    where = f" at {place}" if place else ""
    found = parsed(f"{title} {moment}{where}" if at_the_end else f"{title}{where} {moment}")
    assert (found.title, found.starts, found.ends) == (title, starts, starts + length)
    assert found.location == place
