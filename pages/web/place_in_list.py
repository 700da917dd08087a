"""Where a list goes on: the moment and the id of the last row that was shown, as a link names it."""

from datetime import datetime

from django.utils.dateparse import parse_datetime


def write_place(at: datetime, number: int) -> str:
    """The place after the row of this moment and id."""
    return f"{at.isoformat()}/{number}"


def read_place(text: str) -> tuple[datetime, int] | None:
    """The place that a link names; from the start where it names none."""
    moment, _slash, number = text.partition("/")
    try:
        at = parse_datetime(moment)
    except ValueError:
        return None
    if at is None or at.tzinfo is None or not number.isdecimal() or len(number) > 18:
        return None
    return at, int(number)
