"""The properties of a calendar file as components within components; one that is broken spoils no other."""

from collections.abc import Iterator
from typing import Final

from feeds.errors import NestedTooDeeply, NotACalendar, TooManyComponents, TooManyProperties
from feeds.facts import Component, Note, Property
from feeds.rules.content_lines import properties

MOST_COMPONENTS: Final = 10_000
MOST_INSIDE: Final = 50_000
MOST_PROPERTIES: Final = 500_000
MOST_PROPERTIES_OF_ONE: Final = 10_000
DEEPEST: Final = 5
"""VCALENDAR, VEVENT, VALARM, VLOCATION (RFC 9073), and one that nobody has thought of."""

# These stand in a calendar and nowhere else, so that one which begins in another shows that that has no end.
_OUTERMOST: Final = frozenset(
    {"VCALENDAR", "VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE", "VAVAILABILITY"}
)


def read_calendars(data: bytes) -> list[Component]:
    """The VCALENDARs of a file (RFC 5545, section 3.4) with all that stands in them.

    A component without its END is marked as broken; lines that are no property are left out with a note. A
    calendar itself may lack its END, as in a file that was cut short. Raises the kinds of
    FileRefused, each before much work is done.
    """
    tree = _Tree()
    for each in properties(data):
        tree.add(each)
    return tree.finished()


def components_of(calendars: list[Component]) -> Iterator[tuple[Component, Component]]:
    """Each component of each calendar, with its calendar, in the order of the file."""
    for calendar in calendars:
        for component in calendar.children:
            yield calendar, component


class _Tree:
    """The components that are read so far, and those that are open, outermost first."""

    def __init__(self) -> None:
        self.calendars: list[Component] = []
        self.open: list[Component] = []
        self.components = 0
        self.inside = 0
        self.properties = 0

    def add(self, each: Property) -> None:
        if each.name == "BEGIN":
            self._begin(each)
        elif each.name == "END":
            self._end(each)
        elif self.open:
            self._keep(each, self.open[-1])
        elif not self.calendars:
            raise NotACalendar("The file is no calendar: it does not begin with BEGIN:VCALENDAR.")

    def finished(self) -> list[Component]:
        self._close(0)
        if not self.calendars:
            raise NotACalendar("The file holds no calendar: there is no BEGIN:VCALENDAR in it.")
        return self.calendars

    def _begin(self, each: Property) -> None:
        name = each.value.strip().upper()
        if name in _OUTERMOST:
            self._close(0 if name == "VCALENDAR" else 1)
        component = Component(name, each.line)
        if name == "VCALENDAR":
            self.calendars.append(component)
        elif not self.open:
            raise NotACalendar("The file is no calendar: it does not begin with BEGIN:VCALENDAR.")
        else:
            self.open[-1].children.append(component)
        self._count(len(self.open) == 1, each.line)
        self.open.append(component)

    def _count(self, is_in_calendar: bool, line: int) -> None:
        if is_in_calendar:
            self.components += 1
        else:
            self.inside += 1
        if self.components > MOST_COMPONENTS:
            raise TooManyComponents(f"One import takes {MOST_COMPONENTS:,} components. Split the file.")
        if self.inside > MOST_INSIDE:
            raise TooManyComponents(f"One import takes {MOST_INSIDE:,} alarms and the like. Split the file.")
        if len(self.open) >= DEEPEST:
            raise NestedTooDeeply(f"Line {line}: components stand more than {DEEPEST} deep in each other.")

    def _end(self, each: Property) -> None:
        name = each.value.strip().upper()
        names = [component.name for component in self.open]
        if name in names:
            depth = len(names) - 1 - names[::-1].index(name)
            self._close(depth + 1)
            self.open.pop()
        elif self.open:
            note = Note("stray_end", f"Line {each.line}: END:{name[:40]} has no BEGIN and was left out.")
            _note(self.open[-1], note)

    def _close(self, depth: int) -> None:
        """Leaves the components deeper than this, which have no END; a calendar needs none."""
        for component in self.open[max(depth, 1) :]:
            # It may have swallowed what belongs to the one around it, so the outermost of them is broken.
            message = f"There is no END:{component.name[:40]} for the BEGIN on line {component.line}."
            self.open[1].broken = self.open[1].broken or Note("component_unclosed", message)
        del self.open[depth:]

    def _keep(self, each: Property, component: Component) -> None:
        self.properties += 1
        if self.properties > MOST_PROPERTIES:
            raise TooManyProperties(f"One import takes {MOST_PROPERTIES:,} properties. Split the file.")
        if len(component.properties) >= MOST_PROPERTIES_OF_ONE:
            message = f"A component has at most {MOST_PROPERTIES_OF_ONE:,} properties."
            component.broken = component.broken or Note("too_many_properties", message)
        elif not each.name:
            message = f"Line {each.line} is no property and was left out."
            _note(component, Note("malformed_line", message))
        else:
            component.properties.append(each)


def _note(component: Component, note: Note) -> None:
    """One note of a kind is enough, or a file of broken lines would be answered by a longer report."""
    if all(known.code != note.code for known in component.notes):
        component.notes.append(note)
