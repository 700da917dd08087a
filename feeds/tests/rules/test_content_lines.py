"""Bytes become properties, whatever is in them."""

import pytest

from feeds.errors import FileTooLarge, NullCharacters
from feeds.rules.content_lines import MOST_BYTES, properties, read_property, read_text, read_texts


def found(data: bytes) -> list[tuple[int, str, str]]:
    return [(each.line, each.name, each.value) for each in properties(data)]


@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r", b"\r\r\n"])
def test_lines_end_as_they_like_and_are_counted(end: bytes) -> None:
    data = end.join([b"BEGIN:VCALENDAR", b"SUMMARY:one", b"  two", b"\tthree", b"", b"END:VCALENDAR"])
    assert found(data) == [
        (1, "BEGIN", "VCALENDAR"),
        (2, "SUMMARY", "one twothree"),
        (6, "END", "VCALENDAR"),
    ]


def test_a_character_may_be_folded_in_its_middle() -> None:
    first, second = "é".encode()[:1], "é".encode()[1:]
    assert found(b"SUMMARY:caf" + first + b"\r\n " + second + b"!\r\n") == [(1, "SUMMARY", "café!")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_encodings(encoding: str) -> None:
    assert found("SUMMARY:Café für 5 €".encode(encoding)) == [(1, "SUMMARY", "Café für 5 €")]


def test_control_characters_are_left_out_and_spaces_are_not() -> None:
    assert found(b"SUMMARY: a\x01b\x7f\tc \n") == [(1, "SUMMARY", " ab\tc ")]


def test_nul_is_refused() -> None:
    with pytest.raises(NullCharacters) as refusal:
        list(properties(b"SUMMARY:a\0b"))
    assert (refusal.value.code, refusal.value.status) == ("null_characters_not_allowed", 422)
    assert [(fault.field, fault.code) for fault in refusal.value.faults] == [
        ("file", "null_characters_not_allowed")
    ]


def test_ten_megabytes_are_enough() -> None:
    with pytest.raises(FileTooLarge):
        list(properties(b"A:" + b"x" * MOST_BYTES))


def test_a_line_that_nobody_can_mean_is_cut() -> None:
    long, folded = b"A:" + b"x" * 1_000_001, b"B:" + b"\n y" * 10_001
    cut = {each.name: (each.is_cut, len(each.text)) for each in properties(long + b"\n" + folded + b"\nC:z")}
    assert cut == {"A": (True, 200), "B": (True, 68), "C": (False, 3)}


@pytest.mark.parametrize(
    ("text", "name", "params", "value"),
    [
        ("summary:a:b", "SUMMARY", {}, "a:b"),
        ("X-A;b=c;D=e,f:g", "X-A", {"B": "c", "D": "e,f"}, "g"),
        ("ATTENDEE;CN=\"Holm; Ben: 'x'\":mailto:a@b", "ATTENDEE", {"CN": "Holm; Ben: 'x'"}, "mailto:a@b"),
        (
            "DTSTART;TZID=(UTC-05:00) Eastern Time (US & Canada):20310310T090000",
            "DTSTART",
            {"TZID": "(UTC-05:00) Eastern Time (US & Canada)"},
            "20310310T090000",
        ),
        ("DTSTART;TZID=:20310310T090000", "DTSTART", {"TZID": ""}, "20310310T090000"),
        ("no property", "", {}, ""),
        ("A;B:c", "", {}, ""),
        (":x", "", {}, ""),
        ("A", "", {}, ""),
    ],
)
def test_parts_of_a_property(text: str, name: str, params: dict[str, str], value: str) -> None:
    read = read_property(text, 7)
    assert (read.line, read.name, read.params, read.value, read.text) == (7, name, params, value, text)


@pytest.mark.parametrize(
    ("value", "text"),
    [("a\\nb\\Nc", "a\nb\nc"), ("\\,\\;\\\\", ",;\\"), ("\\\\n", "\\n"), ("\\x\\", "\\x\\"), ("", "")],
)
def test_escapes(value: str, text: str) -> None:
    assert read_text(value) == text


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        ("a,b", ["a", "b"]),
        ("a\\,b,c\\n", ["a,b", "c\n"]),
        ("a\\\\,b", ["a\\", "b"]),
        (",a", ["", "a"]),
        ("a\\", ["a\\"]),
        ("a,b\\", ["a", "b\\"]),
        ("", [""]),
    ],
)
def test_lists(value: str, texts: list[str]) -> None:
    assert read_texts(value) == texts
