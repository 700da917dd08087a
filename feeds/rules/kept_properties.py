"""The lines of a component that EventHub has no field for: what is kept of them, and what comes out again."""

from collections.abc import Iterator, Sequence, Set
from typing import Final

from events.facts import EventContent
from events.rules.limits import ICAL_PROPERTIES_MAX
from feeds.facts import Component, Note

LONGEST: Final = 20_000
"""Characters of one property: an attachment inside of a file is not kept, the address of one is."""

# These are written anew: they say when and how often the event was changed here.
_OWN: Final = frozenset({"DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE"})


def kept_lines(component: Component, read: Set[str], notes: list[Note]) -> list[str]:
    """The content lines that come out again: those of unknown properties, and whole components inside.

    Lines that are too long are left out, with a note.
    """
    lines: list[str] = []
    dropped = 0
    for each in component.properties:
        if each.name in read or each.name in _OWN:
            continue
        if each.name == "EXRULE":
            message = "An EXRULE is kept and not applied: the dates that it leaves out take place."
            notes.append(Note("exrule_not_applied", message))
        if each.is_cut or len(each.text) > LONGEST:
            dropped += 1
        else:
            lines.append(each.text)
    for child in component.children:
        inside = list(_whole(child))
        if any(len(line) > LONGEST for line in inside):
            dropped += 1
        else:
            lines += inside
    if dropped:
        many = "1 property was" if dropped == 1 else f"{dropped} properties were"
        notes.append(Note("property_too_long", f"{many} too long to be kept."))
    return lines


def fitting(kept: dict[str, list[str]], notes: list[Note]) -> dict[str, list[str]]:
    """What an event has room for: first the event's own lines, then those of instances, each all or none.

    An instance without lines of its own has those of the event.
    """
    room = ICAL_PROPERTIES_MAX
    found: dict[str, list[str]] = {}
    for recurrence_id, lines in sorted(kept.items()):
        if recurrence_id and lines == kept.get("", []):
            continue
        size = sum(map(len, lines))
        if size > room:
            note = Note("properties_too_many", "There are more unknown properties than an event can keep.")
            if note not in notes:
                notes.append(note)
        else:
            room -= size
            found[recurrence_id] = lines
    return found


def lines_of(content: EventContent, recurrence_id: str = "") -> Sequence[str]:
    """The kept lines to be written for the event, or for one instance of it.

    Microsoft's copies of what a field says are left out where they contradict it: Outlook believes them.
    """
    kept = content.ical_properties
    lines = kept.get(recurrence_id, kept.get("", ()))
    return [line for line in lines if not _contradicts(line, content)]


def _contradicts(line: str, content: EventContent) -> bool:
    name, _, value = line.partition(":")
    match name.upper():
        case "X-MICROSOFT-CDO-BUSYSTATUS" | "X-MICROSOFT-CDO-INTENDEDSTATUS":
            return (value.strip().upper() in ("FREE", "WORKINGELSEWHERE")) != (
                content.transparency == "transparent"
            )
        case "X-MICROSOFT-CDO-ALLDAYEVENT":
            return (value.strip().upper() == "TRUE") != content.is_all_day
    return False


def _whole(component: Component) -> Iterator[str]:
    yield f"BEGIN:{component.name}"
    for each in component.properties:
        yield each.text
    for child in component.children:
        yield from _whole(child)
    yield f"END:{component.name}"
