"""What a calendar's fields may hold."""

from core.errors import Fault, Invalid
from events.changes import UNSET, CalendarChanges
from events.enums import Color
from events.rules.wall_time import zone

NAME_MAX = 100


def checked_calendar(changes: CalendarChanges) -> dict[str, str]:
    """The fields that are set, trimmed and valid; raises `Invalid` with every fault."""
    faults: list[Fault] = []
    values: dict[str, str] = {}
    if changes.name is not UNSET:
        values["name"] = changes.name.strip()
        if not 0 < len(values["name"]) <= NAME_MAX:
            message = f"A calendar's name has 1 to {NAME_MAX} characters."
            faults.append(Fault("name", "invalid_length", message))
    if changes.color is not UNSET:
        values["color"] = str(changes.color)
        if values["color"] not in set(Color):
            faults.append(Fault("color", "invalid_choice", f"color is one of {', '.join(Color)}."))
    if changes.timezone is not UNSET:
        values["timezone"] = changes.timezone
        try:
            zone(changes.timezone)
        except Invalid as error:
            faults.extend(error.faults)
    if faults:
        raise Invalid(faults[0].message, faults=faults)
    return values
