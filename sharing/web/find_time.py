"""`/find-a-time/`: when people are busy, and when all of them are free; the address says who and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import now

from accounts.models import User
from core.web.page import PageView
from events.access import get_event
from events.enums import Permission
from events.facts import EventContent
from events.models import content_of
from events.rules.instances import get_instance, shown_instance
from events.rules.overlap import Span
from events.rules.wall_time import to_wall
from events.web.calendar_entries import Reader
from events.web.calendar_words import zone_title
from events.web.words import when_in_words
from sharing.changes import MOST_PEOPLE
from sharing.enums import Kind
from sharing.facts import CommonTime
from sharing.selectors.access_list import access_list
from sharing.selectors.common_time import find_common_time
from sharing.web.find_time_form import LONGEST, FindTimeForm
from sharing.web.names import names_in
from sharing.web.time_table import time_table

# what a link may carry over to the form of the new event
KEPT = {"title": 200, "location": 500}


@dataclass(frozen=True, slots=True)
class Subject:
    """The event that a time is looked for, or one date of a series."""

    event_id: int
    recurrence_id: str | None
    content: EventContent

    @classmethod
    def asked(cls, actor: User, request: HttpRequest) -> "Subject | None":
        """What the address names; raises as `get_event` and `get_instance`, None where it names nothing."""
        number, recurrence_id = request.GET.get("event", ""), request.GET.get("recurrence_id") or None
        if not (number.isascii() and number.isdigit() and len(number) < 19):
            return None
        event = get_event(actor, int(number), Permission.CHANGE)
        content = content_of(event)
        if recurrence_id is not None:
            content = shown_instance(content, get_instance(content, recurrence_id))
        return cls(event.pk, recurrence_id, content)

    @property
    def minutes(self) -> int | None:
        """How long it is, where that is a length that the form offers."""
        length = (self.content.end_at - self.content.start_at) // timedelta(minutes=1)
        return length if 1 <= length <= LONGEST else None


@dataclass(frozen=True, slots=True)
class Slot:
    """A time in which all are free, and the form that takes it."""

    words: str
    href: str


class FindTime(PageView):
    """Finding a time with others."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page; without people, with the reader's own time."""
        moment = now()
        subject = Subject.asked(self.actor, request)
        reader = Reader.of(self.actor, moment)
        form = FindTimeForm(
            request.GET, reader=reader, now=moment, length=subject.minutes if subject else None
        )
        names = self._names(subject)
        is_valid = form.is_valid()
        context: dict[str, Any] = {
            "form": form,
            "subject": subject,
            "names": names[:MOST_PEOPLE],
            "kept": [
                (name, request.GET[name][:most]) for name, most in KEPT.items() if request.GET.get(name)
            ],
            "next_week": self._address(when="next-week"),
            "zone": zone_title(reader.timezone, reader.today),
        }
        if len(names) > MOST_PEOPLE:
            form.refuse_number()
        if is_valid and form.wanted is not None and form.days is not None:
            found = find_common_time(self.actor, names, form.wanted)
            form.name_unknown(found.unknown)
            context |= {
                "found": found,
                "hidden": [person for person in found.people if person.busy is None],
                "slots": self._slots(found, subject),
                "table": time_table(
                    found.people,
                    form.wanted,
                    form.days,
                    first_weekday=reader.first_weekday,
                    twelve_hours=reader.twelve_hours,
                ),
            }
        return render(request, "sharing/find_time.html", context)

    def _names(self, subject: Subject | None) -> list[str]:
        """Whom the address names; at first those who have to do with the event, or the reader alone."""
        if "person" in self.request.GET:
            return names_in(self.request.GET, "person")
        if subject is None:
            return [self.actor.username]
        access = access_list(self.actor, Kind.EVENT, subject.event_id)
        return [person.username for person in (*access.people, *access.others)]

    def _address(self, **changes: str) -> str:
        query = self.request.GET.copy()
        for name, value in changes.items():
            query[name] = value
        return f"{self.request.path}?{query.urlencode()}"

    def _slots(self, found: CommonTime, subject: Subject | None) -> list[Slot]:
        if all(person.busy is None for person in found.people):
            return []
        with_whom = [person.username for person in found.people if not person.is_actor]
        return [
            Slot(
                when_in_words(slot.start_at, slot.end_at, is_all_day=False),
                self._new(slot, with_whom) if subject is None else self._move(slot, subject),
            )
            for slot in found.slots
        ]

    def _new(self, slot: Span, with_whom: Sequence[str]) -> str:
        """The form of a new event, which knows whom to ask afterwards whether to share it with."""
        values: list[tuple[str, str]] = [("start", _wire(slot.start_at)), ("end", _wire(slot.end_at))]
        values += [("with", name) for name in with_whom]
        values += [
            (name, self.request.GET[name][:most]) for name, most in KEPT.items() if self.request.GET.get(name)
        ]
        return f"{reverse('event-new')}?{urlencode(values)}"

    def _move(self, slot: Span, subject: Subject) -> str:
        """The form that moves the event there."""
        walls = [to_wall(at, self.actor.timezone) for at in (slot.start_at, slot.end_at)]
        start, end = (
            wall.date().isoformat() if subject.content.is_all_day else wall.isoformat(timespec="minutes")
            for wall in walls
        )
        values = {"start": start, "end": end}
        if subject.recurrence_id is not None:
            values["recurrence_id"] = subject.recurrence_id
        return f"{reverse('event-move', args=[subject.event_id])}?{urlencode(values)}"


def _wire(instant: datetime) -> str:
    return instant.isoformat().replace("+00:00", "Z")
