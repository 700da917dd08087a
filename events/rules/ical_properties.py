"""What an event keeps of a file that it has no field for: content lines of RFC 5545, by recurrence id."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from core.errors import Fault
from events.rules.limits import ICAL_PROPERTIES_MAX

# A line break inside a line would let a file write lines of its own into what others export.
_LINE: Final = re.compile(r"[A-Za-z0-9-]+[;:][^\x00-\x08\x0a-\x1f\x7f]*")


def checked_ical_properties(value: Mapping[str, Sequence[str]], faults: list[Fault]) -> dict[str, list[str]]:
    """The lines as they are stored; what is wrong goes to `faults`.

    An instance that has no lines of its own is kept: one that is not named has those of the event.
    """
    kept = {recurrence_id: list(lines) for recurrence_id, lines in value.items() if recurrence_id or lines}
    if sum(len(line) for lines in kept.values() for line in lines) > ICAL_PROPERTIES_MAX:
        message = f"The properties without a field have at most {ICAL_PROPERTIES_MAX:,} characters."
        faults.append(Fault("ical_properties", "max_length", message))
    if not all(_LINE.fullmatch(line) for lines in kept.values() for line in lines):
        faults.append(Fault("ical_properties", "invalid", "A property is one line: a name and a value."))
    return kept
