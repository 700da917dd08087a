"""`/events/new/`: makes an event."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from core.errors import Invalid
from core.web.toasts import toast
from events.access.undo import undo_token_of
from events.actions.create_events import create_event
from events.changes import OnConflict
from events.rules.form_fields import EventFields, blank_fields, changes_between
from events.rules.limits import EARLIEST, LATEST
from events.rules.recurrence import canonical_rrule
from events.rules.rrule_text import LONGEST_TEXT
from events.rules.rule_choice import RuleChoice, choice_of
from events.web.event_form import EventForm
from events.web.form_page import Opened, open_new
from events.web.form_view import EventFormView

LONGEST_NAME = 254
MOST_NAMES = 50


class NewEvent(EventFormView):
    """The form of an event that is not there yet."""

    @property
    def with_whom(self) -> Sequence[str]:
        """Whom the address names, which the form is sent to as well."""
        names = (name.strip()[:LONGEST_NAME] for name in self.request.GET.getlist("with"))
        return list(dict.fromkeys(name for name in names if name))[:MOST_NAMES]

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form; a link may set `title`, `location`, `start`, `end`, `all_day`, `rrule` and `calendar`.

        It may also name people: `with`, whom the saved event can be shared with in a second step.
        """
        opened = open_new(self.actor)
        return self.show(opened, _wanted(request, opened, self.actor.timezone))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Makes the event, or shows what is wrong or taken, with all that was typed."""
        opened = open_new(self.actor)
        return self.answer(opened, _wanted(request, opened, self.actor.timezone))

    def save(
        self, opened: Opened, form: EventForm, fields: EventFields, on_conflict: OnConflict
    ) -> HttpResponse:
        """Makes the event."""
        changes = changes_between(None, fields, change_reason=form.cleaned_data["change_reason"] or None)
        event = create_event(actor=self.actor, changes=changes, on_conflict=on_conflict)
        text = _("“%(title)s” is in the calendar.") % {"title": event.title}
        toast(self.request, text, undo_token_of([event]))
        if self.with_whom:
            # the event is saved whatever becomes of sharing it
            names = urlencode([("with", name) for name in self.with_whom])
            return redirect(f"{reverse('event-share', args=[event.pk])}?{names}")
        return redirect("event", event.pk)


def _wanted(request: HttpRequest, opened: Opened, zone: str) -> EventFields:
    """What the form begins with: what the link says, else the next full hour."""
    query = request.GET
    start, end = _wall(query.get("start")), _wall(query.get("end"))
    is_all_day = query.get("all_day") in ("1", "true", "on") and start is not None
    if start is None:
        hour = timezone.localtime().replace(tzinfo=None, minute=0, second=0, microsecond=0)
        start, end = hour + timedelta(hours=1), None
    ids = [calendar.pk for calendar in opened.calendars]
    asked = query.get("calendar", "")
    fields = blank_fields(
        start=start,
        end=end if end is not None and (end > start or (is_all_day and end == start)) else None,
        timezone=zone,
        calendar_id=int(asked) if asked.isascii() and asked.isdigit() and int(asked) in ids else ids[0],
        is_all_day=is_all_day,
        title=query.get("title", "")[:200],
        location=query.get("location", "")[:500],
    )
    return fields.with_field("rule", _rule(query.get("rrule", ""), start, zone, is_all_day) or fields.rule)


def _rule(text: str, start: datetime, zone: str, is_all_day: bool) -> RuleChoice | None:
    """The rule that a link asks for; None where it asks for none, or for one that there is not."""
    tz = "UTC" if is_all_day else zone
    try:
        rrule = canonical_rrule(text[:LONGEST_TEXT], start=start, tz=tz, is_all_day=is_all_day)
    except Invalid:
        return None
    return choice_of(rrule, start=start, tz=tz, is_all_day=is_all_day) if rrule else None


def _wall(text: str | None) -> datetime | None:
    """A wall time in the reader's zone, of a wall time, an instant or a day; None for anything else."""
    try:
        at = parse_datetime(text or "")
        if at is None:
            day = parse_date(text or "")
            at = None if day is None else datetime.combine(day, time())
        elif at.tzinfo:
            at = timezone.localtime(at).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
    return at if at is not None and EARLIEST.year <= at.year < LATEST.year else None
