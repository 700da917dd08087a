"""The bytes of a calendar file as properties, whatever they are: work and memory grow with the size alone."""

import re
from collections.abc import Iterator
from typing import Final

from feeds.errors import FileTooLarge, NullCharacters
from feeds.facts import Property

MOST_BYTES: Final = 10 * 2**20
LONGEST_LINE: Final = 1_000_000
MOST_FOLDS: Final = 10_000
SHOWN_OF_CUT: Final = 200
ENCODING: Final = "windows-1252"
"""What calendars that are not in UTF-8 are written in, mostly."""

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
# Possessive, so that a line folded a million times leaves nothing to go back to.
_LOGICAL: Final = re.compile(rb"[^\n]++(?:\n++[ \t][^\n]*+)*+")
_FOLD: Final = re.compile(rb"\n+[ \t]")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_NAME: Final = re.compile(r"[A-Za-z0-9-]+")
_PARAM: Final = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*+"|[^";:,]++|,)*+)')
_ESCAPE: Final = re.compile(r"\\([nN,;\\])")
_ITEM: Final = re.compile(r"(?:[^\\,]|\\.)*+", re.DOTALL)
_TIMES: Final = frozenset({"DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE"})
_NO_PARAMS: Final[dict[str, str]] = {}


def properties(data: bytes) -> Iterator[Property]:
    """The properties of a file in their order, with the number of the line that each begins on.

    Lines are unfolded before they are decoded, because writers fold in the middle of a character (RFC 5545,
    section 3.1). They may end in CRLF, LF or CR; what is not UTF-8 (or UTF-16 by its mark) is taken for
    Windows-1252; control characters are left out. A line that is no property has the name "". Raises
    FileTooLarge and NullCharacters.
    """
    if len(data) > MOST_BYTES:
        raise FileTooLarge(f"One import takes {MOST_BYTES // 2**20} MB. Split the file.")
    number = 1
    data = _normal(data)
    at = 0
    for match in _LOGICAL.finditer(data):
        number += data.count(b"\n", at, match.start())
        at = match.start()
        raw = match.group()
        folds = raw.count(b"\n")
        is_cut = folds > MOST_FOLDS or len(raw) > LONGEST_LINE
        if is_cut:
            raw = raw[:SHOWN_OF_CUT]
        if folds:
            raw = _FOLD.sub(b"", raw)
        if text := _decoded(raw).lstrip():
            yield read_property(text, number, is_cut=is_cut)


def read_property(text: str, line: int = 0, *, is_cut: bool = False) -> Property:
    """The property that an unfolded content line is; its name is "" where it is none."""
    head, colon, value = text.partition(":")
    if colon and head.isalnum() and head.isascii():
        return Property(line, head.upper(), _NO_PARAMS, value, text, is_cut)
    name = _NAME.match(text)
    if name is None:
        return Property(line, "", _NO_PARAMS, "", text, is_cut)
    params: dict[str, str] = {}
    at = name.end()
    while param := _PARAM.match(text, at):
        params[param[1].upper()] = param[2].replace('"', "")
        at = param.end()
    if text[at : at + 1] != ":":
        return Property(line, "", _NO_PARAMS, "", text, is_cut)
    value = text[at + 1 :]
    upper = name[0].upper()
    if upper in _TIMES and ":" in value and "TZID" in params:
        # Some write the names of zones, such as "(UTC-05:00) Eastern Time", without the quotes they need.
        rest, _, value = value.rpartition(":")
        params["TZID"] += f":{rest}"
    return Property(line, upper, params, value, text, is_cut)


def read_text(value: str) -> str:
    """A TEXT value without its escapes (RFC 5545, section 3.3.11); a backslash before anything else stays."""
    if "\\" not in value:
        return value
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


def read_texts(value: str) -> list[str]:
    """The items of a list of TEXT values."""
    if "\\" not in value:
        return value.split(",")
    items, at = [], 0
    while at <= len(value):
        match = _ITEM.match(value, at)
        assert match is not None  # the pattern matches the empty text
        # a backslash at the very end escapes nothing
        end = match.end() if value[match.end() : match.end() + 1] in ("", ",") else len(value)
        items.append(read_text(value[at:end]))
        at = end + 1
    return items


def _normal(data: bytes) -> bytes:
    """UTF-8 without a mark, as far as it is text at all, with LF at the ends of lines."""
    if data.startswith(_UTF_16):
        data = data.decode("utf-16", "replace").encode(errors="replace")
    data = data.removeprefix(_BYTE_ORDER_MARK)
    if b"\0" in data:
        raise NullCharacters("The file holds NUL characters, so it is no text.")
    if b"\r" in data:
        data = data.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return data


def _decoded(raw: bytes) -> str:
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = raw.decode(ENCODING, "replace")
    return _CONTROLS.sub("", text)
