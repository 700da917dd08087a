"""Which zone a file means by its names, its rules and its offsets."""

from datetime import UTC, datetime

import pytest

from feeds.facts import Component
from feeds.rules import zones
from feeds.rules.components import read_calendars
from feeds.rules.zones import Zones, known_key
from feeds.tests.calendars import calendar

AROUND = datetime(2031, 3, 10, 9)
NOW = datetime(2031, 1, 1)


def vtimezone(name: str, standard: str, daylight: str | None = None, *lines: str) -> list[Component]:
    """A VTIMEZONE as Outlook writes it, with the clocks of the European Union."""
    summer = [
        "BEGIN:DAYLIGHT",
        "DTSTART:16010101T020000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        f"TZOFFSETFROM:{standard}",
        f"TZOFFSETTO:{daylight}",
        "END:DAYLIGHT",
    ]
    winter = [
        "BEGIN:STANDARD",
        "DTSTART:16010101T030000",
        *(["RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"] if daylight else []),
        f"TZOFFSETFROM:{daylight or standard}",
        f"TZOFFSETTO:{standard}",
        "END:STANDARD",
    ]
    data = calendar(
        "BEGIN:VTIMEZONE", f"TZID:{name}", *lines, *(summer if daylight else []), *winter, "END:VTIMEZONE"
    )
    return read_calendars(data)[0].children


def key_and_note(components: list[Component], name: str, default: str = "UTC") -> tuple[str, str | None]:
    zone = Zones(components, default=default, now=NOW).find(name, AROUND)
    return zone.key, zone.note.code if zone.note else None


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Europe/Lisbon", "Europe/Lisbon"),
        ("europe/LISBON", "Europe/Lisbon"),
        ("/mozilla.org/20070129_1/Europe/Berlin", "Europe/Berlin"),
        ("/freeassociation.sourceforge.net/America/Argentina/Salta", "America/Argentina/Salta"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("W. Europe Standard Time 1", "Europe/Berlin"),
        ("Eastern Time (US & Canada)", "America/New_York"),
        ("Pacific Daylight Time", "America/Los_Angeles"),
        ("tzone://Microsoft/Utc", "UTC"),
        ("EST", "EST"),
        ("Factory", None),
        ("localtime", None),
        ("/etc/passwd", None),
        ("../../etc/passwd", None),
        ("Nowhere Standard Time", None),
        ("", None),
    ],
)
def test_names(name: str, key: str | None) -> None:
    assert known_key(name) == key


@pytest.mark.parametrize(
    ("name", "default", "expected"),
    [
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome", "UTC", "Europe/Berlin"),
        ("Customized Time Zone", "Europe/Paris", "Europe/Paris"),
        ("Customized Time Zone", "America/New_York", "Europe/Budapest"),
    ],
)
def test_rules_are_looked_for_in_the_tz_database(name: str, default: str, expected: str) -> None:
    components = vtimezone(name, "+0100", "+0200")
    assert key_and_note(components, name, default) == (expected, "timezone_guessed")


def test_what_others_write_into_it_counts_before_its_rules() -> None:
    components = vtimezone("X", "+0100", "+0200", "X-LIC-LOCATION:Africa/Ceuta")
    assert key_and_note(components, "X") == ("Africa/Ceuta", None)


@pytest.mark.parametrize(
    ("offset", "default", "expected"),
    [
        ("+0000", "Asia/Tokyo", "UTC"),
        ("+0300", "UTC", "Etc/GMT-3"),
        ("-0500", "UTC", "Etc/GMT+5"),
        ("+0530", "UTC", "Asia/Calcutta"),
        ("+0530", "Asia/Kolkata", "Asia/Kolkata"),
    ],
)
def test_clocks_that_never_change(offset: str, default: str, expected: str) -> None:
    assert key_and_note(vtimezone("X", offset), "X", default) == (expected, "timezone_guessed")


def test_clocks_that_no_zone_has_are_kept_by_their_instants() -> None:
    zone = Zones(vtimezone("X", "+0100", "+0400"), default="UTC", now=NOW).find("X", AROUND)
    assert (zone.key, zone.note and zone.note.code) == ("Etc/GMT-1", "timezone_by_offset")
    assert zone.to_utc(datetime(2031, 3, 10, 9)) == datetime(2031, 3, 10, 8, tzinfo=UTC)
    assert zone.to_utc(datetime(2031, 7, 10, 9)) == datetime(2031, 7, 10, 5, tzinfo=UTC)
    # in the gap as with the offset before it, in the hours that come twice the first time
    assert zone.to_utc(datetime(2031, 3, 30, 3)) == datetime(2031, 3, 30, 2, tzinfo=UTC)
    assert zone.to_utc(datetime(2031, 10, 26, 2)) == datetime(2031, 10, 25, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("(GMT+01:00) Brussels, Copenhagen", ("Europe/Brussels", "timezone_guessed")),
        ("GMT-0500", ("Etc/GMT+5", "timezone_guessed")),
        ("(GMT-05:00) somewhere", ("Etc/GMT+5", "timezone_guessed")),
        ("Somewhere", ("Asia/Tokyo", "timezone_unknown")),
        ("UTC+99", ("Asia/Tokyo", "timezone_unknown")),
    ],
)
def test_names_that_the_file_does_not_explain(name: str, expected: tuple[str, str]) -> None:
    assert key_and_note([], name, "Asia/Tokyo") == expected


@pytest.mark.parametrize(
    "line",
    [
        "TZOFFSETTO:x",
        "DTSTART:x",
        "RRULE:FREQ=SECONDLY",
        "RRULE:FREQ=DAILY",
        "RRULE:FREQ=YEARLY;COUNT=2",
        "RDATE:x",
    ],
)
def test_a_zone_that_cannot_be_read_is_none(line: str) -> None:
    name = line.partition(":")[0]
    lines = ["DTSTART:20000101T000000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0100"]
    lines = [line, *(each for each in lines if not each.startswith(name))]
    data = calendar("BEGIN:VTIMEZONE", "TZID:X", "BEGIN:STANDARD", *lines, "END:STANDARD", "END:VTIMEZONE")
    assert key_and_note(read_calendars(data)[0].children, "X") == ("UTC", "timezone_unknown")


def test_not_every_name_of_a_hostile_file_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zones, "MOST_COMPARED", 1)
    found = Zones([], default="UTC", now=NOW)
    assert found.find("Brussels", AROUND).key == "Europe/Brussels"
    assert found.find("near Copenhagen", AROUND).key == "UTC"
    assert found.find("Brussels", AROUND).key == "Europe/Brussels"
