"""What pages call the parts of an event, and how they say when it takes place, in the reader's words."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import Invalid
from core.templatetags.page import clock, day
from core.web.reader import language_read
from events.facts import EventContent
from events.models import Calendar
from events.models.event import STATUSES, TRANSPARENCIES
from events.rules.form_fields import EventFields, When, span_of
from events.rules.recurrence import canonical_rrule
from events.rules.rule_choice import RuleChoice, rule_text
from events.rules.rule_words import content_in_words
from events.rules.rule_words import rule_in_words as rule_words

FIELD_LABELS = {
    "title": gettext_lazy("Title"),
    "when": gettext_lazy("When"),
    "location": gettext_lazy("Where"),
    "description": gettext_lazy("Description"),
    "rule": gettext_lazy("Repeats"),
    "recurrence_overrides": gettext_lazy("Single dates"),
    "tags": gettext_lazy("Tags"),
    "status": gettext_lazy("Status"),
    "transparency": gettext_lazy("Shown as"),
    "calendar_id": gettext_lazy("Calendar"),
}
STATUS_LABELS = STATUSES
TRANSPARENCY_LABELS = TRANSPARENCIES


def when_in_words(start_at: datetime, end_at: datetime, is_all_day: bool) -> str:
    """`Wed 18 Nov, 14:00 – 15:30`, in the reader's zone; of an all-day event its days."""
    if is_all_day:
        first, last = start_at.astimezone(UTC).date(), (end_at.astimezone(UTC) - timedelta(days=1)).date()
        if first >= last:
            return _("%(day)s, all day") % {"day": day(first)}
        return _("%(first)s – %(last)s, all day") % {"first": day(first), "last": day(last)}
    begins, ends = timezone.localtime(start_at), timezone.localtime(end_at)
    values = {"day": day(begins), "start": clock(begins), "end_day": day(ends), "end": clock(ends)}
    if begins.date() == ends.date():
        return _("%(day)s, %(start)s – %(end)s") % values
    return _("%(day)s, %(start)s – %(end_day)s, %(end)s") % values


def clocks_in_words(start_at: datetime, end_at: datetime) -> str:
    """`14:00 – 15:30`, in the reader's zone, for times of a day that is said already."""
    return _("%(start)s – %(end)s") % {"start": clock(start_at), "end": clock(end_at)}


def zone_in_words(key: str) -> str:
    """The city of a time zone: `Lisbon` for `Europe/Lisbon`."""
    return key.rpartition("/")[2].replace("_", " ")


def when_elsewhere(content: EventContent) -> str:
    """The same in the event's own zone, where the reader's clocks differ then; else an empty text."""
    own = ZoneInfo(content.timezone)
    reader = timezone.get_current_timezone()
    instants = (content.start_at, content.end_at)
    if content.is_all_day or all(
        at.astimezone(own).utcoffset() == at.astimezone(reader).utcoffset() for at in instants
    ):
        return ""
    with timezone.override(own):
        return when_in_words(*instants, is_all_day=False)


def rule_in_words(content: EventContent) -> str:
    """How an event repeats, at the times of its own zone; empty where it does not."""
    words = content_in_words(
        content.rrule,
        content.start_at,
        content.timezone,
        content.is_all_day,
        content.recurrence_overrides,
        language_read(),
    )
    if not words or not when_elsewhere(content):
        return words or ""
    return _("%(rule)s, %(zone)s time") % {"rule": words, "zone": zone_in_words(content.timezone)}


def shown_field(name: str, value: Any, fields: EventFields, calendars: Sequence[Calendar]) -> str:
    """The value of a field of a form as people read it; `fields` are the others, which may bear on it."""
    match name:
        case "when":
            start_at, end_at = span_of(value)
            words = when_in_words(start_at, end_at, value.is_all_day)
            return words if value.timezone == fields.when.timezone else f"{words} ({value.timezone})"
        case "rule":
            return _rule_of_choice(value, fields.when)
        case "status":
            return str(STATUS_LABELS[value])
        case "transparency":
            return str(TRANSPARENCY_LABELS[value])
        case "tags":
            return ", ".join(value)
        case "calendar_id":
            return next((calendar.name for calendar in calendars if calendar.pk == value), "")
    return str(value)


def _rule_of_choice(choice: RuleChoice, when: When) -> str:
    start = datetime.combine(when.start_day, when.start_clock or time())
    tz = "UTC" if when.is_all_day else when.timezone
    try:
        rrule = canonical_rrule(
            rule_text(choice, when.start_day), start=start, tz=tz, is_all_day=when.is_all_day
        )
    except Invalid:
        # said in full it does not go with the times that stand there now
        return choice.text or choice.repeats
    words = rule_words(rrule, start=start, tz=tz, is_all_day=when.is_all_day, language=language_read())
    return words or _("Does not repeat")
