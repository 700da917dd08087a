"""Rows of the database as JSON for the person whom they are about."""

from typing import Any

import orjson

RENDERING = orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z


def json_bytes(value: Any) -> bytes:
    """Indented JSON, with a line break at its end; instants are RFC 3339 in UTC."""
    return orjson.dumps(value, option=RENDERING) + b"\n"


def file_name(number: int, title: str) -> str:
    """A name for a file on any system: the number, and of the title what no system forbids."""
    kept = "".join(letter if letter.isalnum() else "-" for letter in title[:60]).strip("-")
    return f"{number}-{kept}" if kept else f"{number}"
