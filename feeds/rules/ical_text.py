"""Content lines of RFC 5545, written: folded, escaped, and in the forms of its values."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

LONGEST: Final = 75
"""Octets of a line without its break (RFC 5545, section 3.1)."""

_SPECIAL: Final = re.compile(r"[\\;,]")
_BREAK: Final = re.compile(r"\r\n?|\n")
# No calendar reads these, and some stop at them.
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def folded(line: str) -> bytes:
    """The content line with its break, folded at 75 octets and never inside a character."""
    data = line.encode(errors="replace")
    if len(data) <= LONGEST:
        return data + b"\r\n"
    parts, at, room = [], 0, LONGEST
    while len(data) - at > room:
        end = at + room
        while data[end] & 0xC0 == 0x80:  # a byte in the middle of a character
            end -= 1
        parts.append(data[at:end])
        at, room = end, LONGEST - 1  # the space that a folded line begins with counts
    parts.append(data[at:])
    return b"\r\n ".join(parts) + b"\r\n"


def text_value(text: str) -> str:
    """A TEXT value (RFC 5545, section 3.3.11)."""
    return _BREAK.sub(r"\\n", _SPECIAL.sub(r"\\\g<0>", _CONTROLS.sub("", text)))


def text_values(texts: Iterable[str]) -> str:
    """A list of TEXT values."""
    return ",".join(text_value(text) for text in texts)


def utc_value(at: datetime) -> str:
    """A DATE-TIME in UTC."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def wall_value(wall: datetime) -> str:
    """A DATE-TIME without a zone, for a TZID to go with it."""
    return f"{wall:%Y%m%dT%H%M%S}"


def date_value(wall: datetime) -> str:
    """A DATE."""
    return f"{wall:%Y%m%d}"


def duration_value(length: timedelta) -> str:
    """A DURATION of exact time, which is positive: hours, and no days, whose length the clocks decide."""
    seconds = int(length.total_seconds())
    parts = ((seconds // 3600, "H"), (seconds // 60 % 60, "M"), (seconds % 60, "S"))
    return "PT" + ("".join(f"{number}{unit}" for number, unit in parts if number) or "0S")


def offset_value(offset: timedelta) -> str:
    """A UTC-OFFSET (RFC 5545, section 3.3.14)."""
    sign, seconds = "-" if offset < timedelta() else "+", abs(int(offset.total_seconds()))
    text = f"{sign}{seconds // 3600:02}{seconds // 60 % 60:02}"
    return text + (f"{seconds % 60:02}" if seconds % 60 else "")
