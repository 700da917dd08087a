"""Query strings as typed values."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from core.api.input import Query
from core.errors import Invalid


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


def query(string: str, timezone: str = "UTC") -> Query:
    return Query(RequestFactory().get(f"/?{string}"), timezone=timezone)


def refusals(asked: Query) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in asked.faults]


@pytest.mark.parametrize(
    ("string", "value", "fault"),
    [
        ("n=7", 7, None),
        ("n=%2B7", 7, None),
        ("n=007", 7, None),
        ("", None, None),
        ("n=1&n=2", 2, None),
        ("n=", None, "invalid"),
        ("n=x", None, "invalid"),
        ("n=1.0", None, "invalid"),
        ("n=%D9%A3", None, "invalid"),
        ("n=-1", None, "min_value"),
        ("n=11", None, "max_value"),
        ("n=99999999999999999999", None, "max_value"),
        ("n=" + "9" * 5000, None, "invalid"),
    ],
)
def test_integers_are_bounded(string: str, value: int | None, fault: str | None) -> None:
    asked = query(string)
    assert asked.integer("n", maximum=10) == value
    assert refusals(asked) == ([("n", fault)] if fault else [])


@pytest.mark.parametrize(
    ("string", "value"),
    [("b=true", True), ("b=1", True), ("b=YES", True), ("b=off", False), ("b=0", False), ("", None)],
)
def test_booleans_are_words(string: str, value: bool | None) -> None:
    assert query(string).boolean("b") == value


@pytest.mark.parametrize("string", ["b=", "b=2", "b=maybe"])
def test_other_words_are_no_booleans(string: str) -> None:
    asked = query(string)
    assert (asked.boolean("b", True), refusals(asked)) == (True, [("b", "invalid")])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-03-29T08:00:00Z", datetime(2026, 3, 29, 8, tzinfo=UTC)),
        ("2026-03-29T08:00:00%2B02:00", datetime(2026, 3, 29, 6, tzinfo=UTC)),
        ("2026-03-29T08:00:00+02:00", datetime(2026, 3, 29, 6, tzinfo=UTC)),
        ("2026-03-29T08:00:00.5-01:30", datetime(2026, 3, 29, 9, 30, 0, 500_000, tzinfo=UTC)),
        ("2026-01-29T08:00", datetime(2026, 1, 29, 7, tzinfo=UTC)),
        ("2026-01-29 08:00", datetime(2026, 1, 29, 7, tzinfo=UTC)),
        ("2026-07-29", datetime(2026, 7, 28, 22, tzinfo=UTC)),
        # in the gap of that night: forward by the gap; in the hour that comes twice: the first
        ("2026-03-29T02:30:00", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        ("2026-10-25T02:30:00", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_instants_are_read_in_the_users_zone(value: str, expected: datetime) -> None:
    asked = query(f"at={value}", "Europe/Berlin")
    assert (asked.instant("at"), refusals(asked)) == (expected, [])


@pytest.mark.parametrize(
    "value",
    ["", "soon", "2026-13-01", "2026-02-30T00:00:00Z", "0001-01-01T00:00:00%2B01:00", "9999-12-31", "12:00"],
)
def test_what_is_no_instant_is_a_fault(value: str) -> None:
    asked = query(f"at={value}")
    assert (asked.instant("at"), refusals(asked)) == (None, [("at", "invalid")])


def test_texts_are_trimmed_and_bounded() -> None:
    asked = query("a=+x+&b=&c=%00&d=xx&e=xxx")
    assert (asked.text("a"), asked.text("b"), asked.text("missing")) == ("x", None, None)
    assert (asked.text("c"), asked.text("d", min_length=3), asked.text("e", max_length=2)) == (None,) * 3
    assert refusals(asked) == [
        ("c", "null_characters_not_allowed"),
        ("d", "min_length"),
        ("e", "max_length"),
    ]


def test_choices_and_lists() -> None:
    asked = query("c=red&x=green&l=a,b&l=c,,&m=a,z,%00")
    assert (asked.choice("c", Colour), asked.choice("x", Colour), asked.choice("y", Colour)) == (
        Colour.RED,
        None,
        None,
    )
    assert (asked.words("l"), asked.words("none")) == (["a", "b", "c"], [])
    asked.words("m", ["a", "b"])
    assert refusals(asked) == [
        ("x", "invalid_choice"),
        ("m", "invalid_choice"),
        ("m", "null_characters_not_allowed"),
    ]


def test_no_word_is_no_choice() -> None:
    asked = query("l=&m=,")
    assert (asked.words("l"), asked.words("l", ["a"]), asked.words("m", ["a"])) == ([], [], [])
    assert refusals(asked) == [("l", "invalid_choice"), ("m", "invalid_choice")]


def test_leaving_the_block_raises_every_fault() -> None:
    def read() -> None:
        with query("a=x&b=y") as asked:
            asked.integer("a")
            asked.boolean("b")
            asked.fault("c", "excluded", "Not with a.")

    with pytest.raises(Invalid) as refusal:
        read()
    assert [fault.field for fault in refusal.value.faults] == ["a", "b", "c"]


def test_another_error_in_the_block_is_not_hidden() -> None:
    def read() -> None:
        with query("a=x") as asked:
            asked.integer("a")
            raise KeyError

    with pytest.raises(KeyError):
        read()


@given(st.text(max_size=30))
def test_no_query_string_is_a_fault_of_ours(text: str) -> None:
    asked = Query(RequestFactory().get("/", {"x": text.encode(errors="surrogatepass")}), timezone="UTC")
    values: list[Any] = [asked.integer("x"), asked.boolean("x"), asked.instant("x"), asked.text("x")]
    asked.words("x", ["a"])
    asked.choice("x", Colour)
    assert len(values) == 4
