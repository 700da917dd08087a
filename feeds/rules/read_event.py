"""One VEVENT as the values that it gives: read as widely as calendars write, with a note for each guess."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Final

from core.errors import Invalid
from events.enums import Status, Transparency
from events.rules.limits import DESCRIPTION_MAX, EARLIEST, LATEST, LOCATION_MAX, TAG_MAX, TAGS_MAX, TITLE_MAX
from events.rules.overrides import MOST_OVERRIDES
from feeds.facts import Component, Note, Property
from feeds.rules.content_lines import read_text, read_texts
from feeds.rules.kept_properties import kept_lines
from feeds.rules.values import Duration, read_duration, read_moment
from feeds.rules.zones import Zone, Zones

UID_MAX: Final = 255
NO_TITLE: Final = "(No title)"
LEAST: Final = timedelta(minutes=1)
"""How long an event lasts that a file gives no length, because an event ends after it starts."""

_DAY: Final = timedelta(days=1)
_READ: Final = frozenset(
    {
        "UID", "SUMMARY", "DESCRIPTION", "LOCATION", "DTSTART", "DTEND", "DURATION", "RECURRENCE-ID",
        "RRULE", "RDATE", "EXDATE", "STATUS", "TRANSP", "CATEGORIES",
    }
)  # fmt: skip
_ONCE: Final = _READ - {"RDATE", "EXDATE", "CATEGORIES", "RRULE"}
_BUSY: Final = "X-MICROSOFT-CDO-BUSYSTATUS"
_ALL_DAY: Final = "X-MICROSOFT-CDO-ALLDAYEVENT"


@dataclass(frozen=True, slots=True)
class Time:
    """A time of a file: a date (`wall` is its midnight), or a wall time of a zone; floating without one."""

    wall: datetime
    is_date: bool
    zone: Zone | None

    def instant(self, floating: Zone) -> datetime:
        """The instant in UTC; of a date its midnight in UTC. Floating times are read in the zone given."""
        if self.is_date:
            return self.wall.replace(tzinfo=UTC)
        return (self.zone or floating).to_utc(self.wall)


@dataclass(slots=True, kw_only=True)
class Reading:
    """What a VEVENT says. `end_at` is an instant in UTC, as is `start.instant(zone)`."""

    component: Component
    uid: str
    title: str
    description: str
    location: str
    status: str
    transparency: str
    tags: list[str]
    start: Time
    zone: Zone
    end_at: datetime
    rules: Sequence[str]
    added: Sequence[tuple[Time, timedelta | None]]
    excluded: Sequence[Time]
    recurrence_id: Time | None
    kept: list[str]
    order: tuple[int, str]
    notes: list[Note] = field(default_factory=list)

    @property
    def start_at(self) -> datetime:
        return self.start.instant(self.zone)


class EventReader:
    """Reads the VEVENTs of one calendar. `is_cancelled` says that its METHOD takes them back."""

    def __init__(self, zones: Zones, *, is_cancelled: bool = False) -> None:
        self._zones = zones
        self._is_cancelled = is_cancelled

    def read(self, component: Component) -> Reading:
        """What the component says. Raises `Invalid` with one fault, whose message names the line."""
        if component.broken:
            raise Invalid.of("component", component.broken.code, component.broken.message)
        notes = list(component.notes)
        named = _named(component)
        range_ = named["RECURRENCE-ID"].params.get("RANGE", "") if "RECURRENCE-ID" in named else ""
        if range_.upper() == "THISANDFUTURE":
            message = "A change of this and all later instances (RANGE=THISANDFUTURE) cannot be imported."
            raise Invalid.of("recurrence_id", "range_not_supported", message)
        start = self._start(named, notes)
        zone = start.zone or self._zones.default
        if start.zone is not None and start.zone.note:
            notes.append(start.zone.note)
        if start.zone is None and not start.is_date:
            notes.append(Note("floating_time", f"Times without a zone were read in {zone.key}."))
        transparency = _transparency(named, start.is_date)
        return Reading(
            component=component,
            uid=_uid(named, component, notes),
            title=_cut("SUMMARY", named, TITLE_MAX, notes).strip() or _untitled(notes),
            description=_cut("DESCRIPTION", named, DESCRIPTION_MAX, notes),
            location=_cut("LOCATION", named, LOCATION_MAX, notes).strip(),
            status=_status(named, self._is_cancelled),
            transparency=transparency,
            tags=_tags(component, notes),
            start=start,
            zone=zone,
            end_at=self._end(named, start, zone, notes),
            rules=[each.value for each in component.properties if each.name == "RRULE"],
            added=self._dates(component, "RDATE"),
            excluded=[time for time, _ in self._dates(component, "EXDATE")],
            recurrence_id=self._time(named["RECURRENCE-ID"]) if "RECURRENCE-ID" in named else None,
            kept=kept_lines(component, _READ, notes),
            order=_order(named),
            notes=notes,
        )

    def _start(self, named: Mapping[str, Property], notes: list[Note]) -> Time:
        if "DTSTART" not in named:
            raise Invalid.of("start_time", "dtstart_missing", "There is no DTSTART.")
        start = self._time(named["DTSTART"])
        if not EARLIEST.year <= start.wall.year < LATEST.year:
            message = f"Line {named['DTSTART'].line}: dates lie between the years 1900 and 2200."
            raise Invalid.of("start_time", "out_of_range", message)
        if not start.is_date and _is_true(named, _ALL_DAY) and start.wall.time() == datetime.min.time():
            # Outlook writes the midnights of its zone.
            return Time(start.wall, True, None)
        return start

    def _end(self, named: Mapping[str, Property], start: Time, zone: Zone, notes: list[Note]) -> datetime:
        start_at = start.instant(zone)
        given = named.get("DTEND")
        if given is not None:
            end = self._time(given)
            if start.is_date and not end.is_date:
                end = Time(datetime.combine(end.wall, datetime.min.time()), True, None)
            if end.is_date != start.is_date:
                message = f"Line {given.line}: DTSTART and DTEND must both be dates, or both times."
                raise Invalid.of("end_time", "kinds_differ", message)
            end_at = end.instant(zone)
        elif "DURATION" in named:
            given = named["DURATION"]
            end_at = _after(start, zone, _duration(given))
        else:
            end_at = start_at + (timedelta(days=1) if start.is_date else timedelta())
        if given is not None and end_at < start_at:
            message = f"Line {given.line}: the end lies before the start."
            raise Invalid.of("end_time", "end_before_start", message)
        if end_at > start_at:
            return end_at
        if start.is_date:
            return start_at + timedelta(days=1)
        notes.append(Note("no_length", "The event has no length in the file: it lasts one minute."))
        return start_at + LEAST

    def _time(self, each: Property) -> Time:
        return self._read(each, each.value)

    def _read(self, each: Property, value: str) -> Time:
        try:
            moment: date | datetime = read_moment(value)
            if not 1 < moment.year < 9999:
                raise ValueError(f"{value[:40]!r} is too far from now.")
        except (ValueError, OverflowError) as error:
            message = f"Line {each.line}, {each.name}: {error}"
            raise Invalid.of(each.name.lower(), "time_invalid", message) from None
        if not isinstance(moment, datetime):
            return Time(datetime(moment.year, moment.month, moment.day), True, None)
        if moment.tzinfo is not None:
            return Time(moment.replace(tzinfo=None), False, Zone("UTC"))
        if each.params.get("VALUE", "").upper() == "DATE":
            return Time(datetime.combine(moment, datetime.min.time()), True, None)
        name = each.params.get("TZID")
        return Time(moment, False, self._zones.find(name, moment) if name else None)

    def _dates(self, component: Component, name: str) -> list[tuple[Time, timedelta | None]]:
        """The times of all lists of that name, each with its length where it is a PERIOD."""
        found: list[tuple[Time, timedelta | None]] = []
        for each in component.properties:
            values = each.value.split(",") if each.name == name else ()
            if len(found) + len(values) > MOST_OVERRIDES:
                message = f"Line {each.line}: a series has at most {MOST_OVERRIDES:,} exceptions."
                raise Invalid.of(name.lower(), "too_many_overrides", message)
            found += [self._period(each, value) for value in values if value.strip()]
        return found

    def _period(self, each: Property, value: str) -> tuple[Time, timedelta | None]:
        first, slash, last = value.partition("/")
        time = self._read(each, first)
        if not slash:
            return time, None
        if last.strip().upper().startswith(("P", "+P")):
            return time, sum(_duration(each._replace(value=last)), timedelta())
        floating = self._zones.default
        return time, self._read(each, last).instant(floating) - time.instant(floating)


def _named(component: Component) -> dict[str, Property]:
    """The first of each of the properties that may stand once; one that is too long to be read is refused."""
    named: dict[str, Property] = {}
    for each in component.properties:
        if each.is_cut and each.name in _READ:
            message = f"Line {each.line}: {each.name} is too long to be read."
            raise Invalid.of(each.name.lower(), "line_too_long", message)
        if each.name in _ONCE or each.name not in _READ:
            named.setdefault(each.name, each)
    return named


def _uid(named: Mapping[str, Property], component: Component, notes: list[Note]) -> str:
    uid = read_text(named["UID"].value).strip() if "UID" in named else ""
    if 0 < len(uid) <= UID_MAX:
        return uid
    if uid:
        message = f"Line {named['UID'].line}: a UID has at most {UID_MAX} characters."
        raise Invalid.of("uid", "uid_too_long", message)
    # The same component gets the same one again, so that importing it twice doubles nothing.
    changing = ("DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE")
    text = "\n".join(sorted(each.text for each in component.properties if each.name not in changing))
    notes.append(Note("uid_missing", "There is no UID: one was made from what the component says."))
    return f"sha256-{sha256(text.encode()).hexdigest()}"


def _cut(name: str, named: Mapping[str, Property], most: int, notes: list[Note]) -> str:
    """A text as far as it fits."""
    text = read_text(named[name].value) if name in named else ""
    if len(text.strip()) <= most and len(text) <= most:
        return text
    notes.append(Note("text_cut", f"{name} has more than {most:,} characters and was cut."))
    return text.strip()[:most]


def _untitled(notes: list[Note]) -> str:
    notes.append(Note("title_missing", f"There is no SUMMARY: the title is {NO_TITLE}."))
    return NO_TITLE


def _status(named: Mapping[str, Property], is_cancelled: bool) -> str:
    given = named["STATUS"].value.strip().lower() if "STATUS" in named else ""
    if is_cancelled:
        return Status.CANCELLED
    if given in set(Status):
        return given
    return Status.TENTATIVE if _value(named, _BUSY) == "TENTATIVE" else Status.CONFIRMED


def _transparency(named: Mapping[str, Property], is_all_day: bool) -> str:
    """TRANSP, else what Outlook says, else what is so for an event about which nothing is said."""
    match _value(named, "TRANSP") or _value(named, _BUSY):
        case "OPAQUE" | "BUSY" | "TENTATIVE" | "OOF":
            return Transparency.OPAQUE
        case "TRANSPARENT" | "FREE" | "WORKINGELSEWHERE":
            return Transparency.TRANSPARENT
    return Transparency.TRANSPARENT if is_all_day else Transparency.OPAQUE


def _tags(component: Component, notes: list[Note]) -> list[str]:
    words = [
        word.strip()
        for each in component.properties
        if each.name == "CATEGORIES"
        for word in read_texts(each.value)
    ]
    tags = list(dict.fromkeys(word[:TAG_MAX].strip() for word in words if word))
    if len(tags) > TAGS_MAX or any(len(word) > TAG_MAX for word in words):
        message = f"An event has at most {TAGS_MAX} categories of {TAG_MAX} characters: the others were cut."
        notes.append(Note("text_cut", message))
    return tags[:TAGS_MAX]


def _value(named: Mapping[str, Property], name: str) -> str:
    return named[name].value.strip().upper() if name in named else ""


def _is_true(named: Mapping[str, Property], name: str) -> bool:
    return _value(named, name) == "TRUE"


def _order(named: Mapping[str, Property]) -> tuple[int, str]:
    """Which of two components with the same ids is the newer one (RFC 5545, sections 3.8.7.2 and 3.8.7.4)."""
    sequence = _value(named, "SEQUENCE")
    number = int(sequence) if sequence.isascii() and sequence.isdigit() and len(sequence) < 10 else 0
    return number, _value(named, "LAST-MODIFIED") or _value(named, "DTSTAMP")


def _duration(each: Property) -> Duration:
    try:
        return read_duration(each.value)
    except ValueError as error:
        raise Invalid.of("duration", "duration_invalid", f"Line {each.line}: {error}") from None


def _after(start: Time, zone: Zone, duration: Duration) -> datetime:
    """Days go by the calendar, hours by the clock (RFC 5545, section 3.3.6)."""
    try:
        day = Time(start.wall + duration.days, start.is_date, start.zone)
        # an event of whole days takes the day in which its time ends
        time = -(-duration.time // _DAY) * _DAY if start.is_date else duration.time
        return day.instant(zone) + time
    except OverflowError:
        raise Invalid.of("duration", "out_of_range", "The event ends after the year 2199.") from None
