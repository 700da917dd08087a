"""Recurrence rules as other calendars write them, as EventHub's rules take them."""

from datetime import datetime


def cleaned_rule(text: str, start: datetime) -> str:
    """The RRULE without what says nothing: spaces, empty parts, and minutes and seconds that are the start's.

    Whether it is a rule at all, `events.rules.recurrence` says.
    """
    parts = [part.strip() for part in text.upper().split(";")]
    implied = {f"BYMINUTE={start.minute}", f"BYSECOND={start.second}"}
    implied |= {f"BYMINUTE={start.minute:02}", f"BYSECOND={start.second:02}"}
    return ";".join(part for part in parts if part and part not in implied)
