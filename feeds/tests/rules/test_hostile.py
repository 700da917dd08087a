"""A hostile file is refused quickly and cleanly, and raises nothing but refusals."""

import random
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import DomainError
from events.rules.content import new_content
from events.rules.occurrences import occurrences
from feeds.rules.components import MOST_COMPONENTS
from feeds.rules.read_file import read_file
from feeds.tests.calendars import NOW, calendar, exported, file, vevent

MEGABYTES = 10 * 2**20
SECONDS = 20
"""Of computing, on a slow machine with others at work; what grows with the square takes hours."""


def codes(data: bytes) -> set[str | None]:
    """What a file is refused for, or what its components failed for; all is tried that an import tries."""
    try:
        calendar_file = read_file(data, timezone="Europe/Lisbon", now=NOW)
    except DomainError as refusal:
        return {refusal.code}
    found = {report.code for report in calendar_file.reports if report.result == "failed"}
    for event in calendar_file.events:
        try:
            content = new_content(event.series.changes(None), timezone="UTC", calendar_id=0)
            if not content.rrule or "COUNT" in content.rrule:
                occurrences(content, None, None)
            exported(content)
        except DomainError as refusal:
            found.add(refusal.faults[0].code if refusal.faults else refusal.code)
    return found


def many(*parts: str, times: int) -> bytes:
    return calendar("BEGIN:VEVENT", "UID:1", *parts * times, "END:VEVENT")


ONE_SUMMARY = (
    b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20310310T090000Z\nSUMMARY:%b\nEND:VEVENT\nEND:VCALENDAR\n"
)
HOSTILE = {
    "deep folding": (ONE_SUMMARY % (b"\n a" * 3_000_000), {"line_too_long"}),
    "one line": (ONE_SUMMARY % (b"x" * 10_000_000), {"line_too_long"}),
    "escapes": (ONE_SUMMARY % (b"\\n\\," * 249_000), set()),
    "NUL": (calendar(*vevent("SUMMARY:a\0b")), {"null_characters_not_allowed"}),
    "nothing but breaks": (b"\r\n" * 5_000_000, {"not_a_calendar"}),
    "nothing but spaces": (b" " * MEGABYTES, {"not_a_calendar"}),
    "nesting": (calendar(*["BEGIN:VALARM"] * 700_000), {"nested_too_deeply"}),
    "components": (b"BEGIN:VCALENDAR\n" + b"BEGIN:VTODO\nEND:VTODO\n" * 450_000, {"too_many_components"}),
    "calendars": (b"BEGIN:VCALENDAR\n" * 650_000, {"too_many_components"}),
    "alarms": (many("BEGIN:VALARM", "END:VALARM", times=400_000), {"too_many_components"}),
    "properties": (many("A:", times=2_000_000), {"too_many_properties"}),
    "no properties": (many("?", times=3_000_000), {"too_many_properties"}),
    "parameters": (calendar(*vevent("X-A" + ";B=c" * 200_000 + ":d")), set()),
    "quotes": (calendar(*vevent('X-A;B="' * 100_000)), set()),
    "commas": (calendar(*vevent("EXDATE:" + "," * 900_000)), {"too_many_overrides"}),
    "categories": (calendar(*vevent("CATEGORIES:" + ",a\\," * 200_000)), set()),
    "a million instances": (
        calendar(*vevent("RRULE:FREQ=SECONDLY;COUNT=1000000")),
        {"rrule_frequency_refused"},
    ),
    "many hours": (calendar(*vevent("RRULE:FREQ=HOURLY;UNTIL=21991231T000000Z")), {"rrule_too_many"}),
    "by everything": (
        calendar(
            *vevent(
                "RRULE:FREQ=YEARLY;BYMONTH=" + ",".join(map(str, range(1, 13))) + ";BYHOUR=1,2,3;BYDAY=MO"
            )
        ),
        set(),
    ),
    "a rule that never comes": (calendar(*vevent("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31")), set()),
    "ages": (calendar(*vevent("DTSTART:00010101T000000Z", "DURATION:P99999W")), {"time_invalid"}),
    "zones": (
        calendar(
            *(
                line
                for number in range(2_000)
                for line in vevent(f"DTSTART;TZID=Zone {number}:20310310T090000", uid=str(number))
            )
        ),
        set(),
    ),
    "clocks": (
        calendar(
            *(
                line
                for number in range(300)
                for line in (
                    "BEGIN:VTIMEZONE",
                    f"TZID:Zone {number}",
                    *["BEGIN:STANDARD", "DTSTART:19000101T000000", "TZOFFSETFROM:+0017", "TZOFFSETTO:+0018"],
                    *["RRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR", "END:STANDARD"],
                    "END:VTIMEZONE",
                    *vevent(f"DTSTART;TZID=Zone {number}:20310310T090000", uid=str(number)),
                )
            )
        ),
        set(),
    ),
    "the same again": (calendar(*vevent() * MOST_COMPONENTS), set()),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files(name: str) -> None:
    data, expected = HOSTILE[name]
    started = process_time()
    found = codes(data)
    assert process_time() - started < SECONDS
    assert found == expected


def test_forty_five_bytes_that_ask_for_a_million_instances() -> None:
    assert codes(calendar(*vevent("RRULE:FREQ=MINUTELY;UNTIL=20330101T000000Z"))) == {
        "rrule_frequency_refused"
    }


FILES = [file(name) for name in ("google.ics", "outlook.ics", "apple.ics")]
WORDS = [
    b"BEGIN:VEVENT",
    b"END:VEVENT",
    b"\r\n ",
    b"\r\n",
    b";",
    b":",
    b'"',
    b"99999999",
    b"-1",
    b"RRULE:FREQ=DAILY\r\n",
]
WORDS += [
    b"RECURRENCE-ID:20310310T090000Z\r\n",
    b"EXDATE:20310310\r\n",
    b"\xff\xfe",
    b"\xe2\x98",
    b"\\",
    b",",
    b"DTSTART:",
]


def mutated(seed: int) -> bytes:
    """One of the files with pieces taken out, put in, exchanged and turned."""
    rng = random.Random(seed)
    data = bytearray(rng.choice(FILES))
    for _ in range(rng.randint(1, 12)):
        at = rng.randrange(len(data))
        match rng.randrange(5):
            case 0:
                data[at] = rng.randrange(1, 256)
            case 1:
                del data[at : at + rng.randint(1, 40)]
            case 2:
                data[at:at] = rng.choice(WORDS)
            case 3:
                other = rng.choice(FILES)
                begin = rng.randrange(len(other))
                data[at:at] = other[begin : begin + rng.randint(1, 400)]
            case 4:
                data[at : at + 20] = data[at : at + 20][::-1]
    return bytes(data)


@settings(max_examples=150)
@given(st.integers(0, 2**32))
def test_a_file_that_was_damaged_is_refused_or_read(seed: int) -> None:
    codes(mutated(seed))


@settings(max_examples=100)
@given(st.binary(max_size=300))
def test_bytes_of_any_kind_are_refused_or_read(data: bytes) -> None:
    codes(data)
    codes(calendar("BEGIN:VEVENT").removesuffix(b"END:VCALENDAR\r\n") + data)


@pytest.mark.long
def test_very_many_damaged_files() -> None:
    for seed in range(20_000):
        codes(mutated(seed))
