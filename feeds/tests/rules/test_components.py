"""Components within components, and what is made of those that are broken."""

import pytest

from feeds.errors import FileRefused, NestedTooDeeply, NotACalendar, TooManyComponents, TooManyProperties
from feeds.facts import Component
from feeds.rules import components
from feeds.rules.components import read_calendars
from feeds.tests.calendars import calendar


def shape(component: Component) -> object:
    inside = [shape(child) for child in component.children]
    broken = component.broken.code if component.broken else None
    return (component.name, component.line, [each.name for each in component.properties], inside, broken)


def test_what_stands_in_what() -> None:
    data = calendar(
        "begin:vevent", "UID:1", "BEGIN:VALARM", "TRIGGER:x", "END:VALARM", "SUMMARY:a", "END:VEVENT"
    )
    alarm: object = ("VALARM", 5, ["TRIGGER"], [], None)
    event = ("VEVENT", 3, ["UID", "SUMMARY"], [alarm], None)
    assert [shape(each) for each in read_calendars(data)] == [("VCALENDAR", 1, ["VERSION"], [event], None)]


def test_several_calendars_and_one_that_is_cut_short() -> None:
    data = calendar() + calendar("BEGIN:VEVENT", "UID:1", "END:VEVENT").replace(b"END:VCALENDAR", b"")
    first, second = read_calendars(data)
    assert (first.broken, second.broken) == (None, None)
    assert [shape(each) for each in second.children] == [("VEVENT", 6, ["UID"], [], None)]


@pytest.mark.parametrize(
    ("lines", "broken"),
    [
        (["BEGIN:VEVENT", "UID:1", "BEGIN:VEVENT", "UID:2", "END:VEVENT"], [True, False]),
        (
            ["BEGIN:VEVENT", "UID:1", "BEGIN:VALARM", "END:VEVENT", "BEGIN:VEVENT", "END:VEVENT"],
            [True, False],
        ),
        (["BEGIN:VEVENT", "UID:1"], [True]),
        (["BEGIN:VEVENT", "END:VALARM", "UID:1", "END:VEVENT"], [False]),
        (["BEGIN:VEVENT", "UID:1", "BEGIN:X"], [True]),
    ],
)
def test_one_that_has_no_end_spoils_no_other(lines: list[str], broken: list[bool]) -> None:
    [only] = read_calendars(calendar(*lines))
    assert [child.broken is not None for child in only.children] == broken


def test_what_is_no_property_is_left_out_with_one_note() -> None:
    [only] = read_calendars(calendar("BEGIN:VEVENT", "???", "UID:1", "!!!", "END:VEVENT"))
    [event] = only.children
    assert [each.name for each in event.properties] == ["UID"]
    assert [(note.code, note.message) for note in event.notes] == [
        ("malformed_line", "Line 4 is no property and was left out.")
    ]


@pytest.mark.parametrize(
    "data", [b"", b"\n\n", b"%PDF-1.4 \xff\xfe", b"BEGIN:VCARD\nEND:VCARD", b"A:b\n", b"BEGIN:VEVENT"]
)
def test_what_is_no_calendar_is_refused(data: bytes) -> None:
    with pytest.raises(NotACalendar):
        read_calendars(data)


def refusal(data: bytes) -> type[FileRefused]:
    with pytest.raises(FileRefused) as error:
        read_calendars(data)
    return error.type


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    deep = [f"BEGIN:X{n}" for n in range(5)]
    assert refusal(calendar(*deep)) is NestedTooDeeply
    monkeypatch.setattr(components, "MOST_COMPONENTS", 2)
    monkeypatch.setattr(components, "MOST_INSIDE", 3)
    monkeypatch.setattr(components, "MOST_PROPERTIES", 4)
    event = ["BEGIN:VEVENT", "END:VEVENT"]
    assert len(read_calendars(calendar(*event * 2))[0].children) == 2
    assert refusal(calendar(*event * 3)) is TooManyComponents
    assert refusal(calendar("BEGIN:VEVENT", *["BEGIN:VALARM", "END:VALARM"] * 3)) is TooManyComponents
    assert refusal(calendar("BEGIN:VEVENT", *["A:b"] * 4)) is TooManyProperties


def test_one_component_has_not_ten_thousand_properties() -> None:
    [only] = read_calendars(calendar("BEGIN:VEVENT", *["A:b"] * 10_001, "END:VEVENT"))
    [event] = only.children
    assert event.broken is not None
    assert (event.broken.code, len(event.properties)) == ("too_many_properties", 10_000)
