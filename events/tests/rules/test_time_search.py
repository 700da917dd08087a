"""The sentence that asks for a common time."""

import pytest

from events.rules.time_search import read_time_search


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("find a time", []),
        ("Find a time with Priya", ["Priya"]),
        ("find time for Priya, Kenji and Ana", ["Priya", "Kenji", "Ana"]),
        ("Free  time with Priya & Kenji", ["Priya", "Kenji"]),
        ("Termin finden mit Priya und Jürgen", ["Priya", "Jürgen"]),
        ("Zeit finden", []),
        ("find a", []),
        ("term", []),
    ],
)
def test_names_are_read(text: str, names: list[str]) -> None:
    assert read_time_search(text) == names


@pytest.mark.parametrize(
    "text",
    ["", "fin", "find the keys", "a time", "find a time machine", "Lunch with Priya Fri 12:30", "with"],
)
def test_other_sentences_ask_for_no_time(text: str) -> None:
    assert read_time_search(text) is None
