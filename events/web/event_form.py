"""The form of an event: it reads what a person typed, and the actions judge it."""

import csv
from collections.abc import Mapping, Sequence
from datetime import time
from io import StringIO
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS as WEEKDAY_NAMES
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.errors import DomainError
from core.web.form_errors import add_errors
from events.rules.form_fields import EventFields, When
from events.rules.limits import LOCATION_MAX, TITLE_MAX
from events.rules.rrule_text import LONGEST_TEXT, MOST_COUNT, MOST_INTERVAL
from events.rules.rrule_text import WEEKDAYS as WEEKDAY_KEYS
from events.rules.rule_choice import ORDINALS, RuleChoice
from events.web.words import STATUS_LABELS, TRANSPARENCY_LABELS
from events.web.zones import zone_choices

REPEATS = [
    ("none", _("Does not repeat")),
    ("daily", pgettext_lazy("recurrence", "Daily")),
    ("weekly", pgettext_lazy("recurrence", "Weekly")),
    ("monthly", pgettext_lazy("recurrence", "Monthly")),
    ("yearly", pgettext_lazy("recurrence", "Yearly")),
    ("custom", pgettext_lazy("recurrence", "By a rule of your own")),
]
WEEKDAYS = [(key, WEEKDAY_NAMES[number]) for number, key in enumerate(WEEKDAY_KEYS)]
ORDINAL_WORDS = {
    1: pgettext_lazy("weekday of a month", "first"),
    2: pgettext_lazy("weekday of a month", "second"),
    3: pgettext_lazy("weekday of a month", "third"),
    4: pgettext_lazy("weekday of a month", "fourth"),
    5: pgettext_lazy("weekday of a month", "fifth"),
    -1: pgettext_lazy("weekday of a month", "last"),
}
MONTH_DAYS = [*((number, str(number)) for number in range(1, 32)), (-1, _("last day"))]
SCOPES = [
    ("this", _("Only this one")),
    ("following", _("This one and all that follow")),
    ("all", _("The whole series")),
]
ENDS = [
    ("never", pgettext_lazy("end of a recurrence", "Never")),
    ("until", pgettext_lazy("end of a recurrence", "On a day")),
    ("count", pgettext_lazy("end of a recurrence", "After a number of times")),
]


def _day_input() -> forms.DateInput:
    return forms.DateInput(
        format="%Y-%m-%d", attrs={"type": "date", "min": "1900-01-01", "max": "2199-12-31"}
    )


class EventForm(forms.Form):
    """All that people set of an event. What a form is about besides stands in its hidden fields."""

    title = forms.CharField(
        label=_("Title"), widget=forms.TextInput(attrs={"maxlength": TITLE_MAX, "autocomplete": "off"})
    )
    is_all_day = forms.BooleanField(label=_("All day"), required=False)
    start_date = forms.DateField(label=_("Start day"), widget=_day_input())
    start_time = forms.TimeField(label=_("Start time"), required=False)
    end_date = forms.DateField(label=_("End day"), widget=_day_input())
    end_time = forms.TimeField(label=_("End time"), required=False)
    timezone = forms.ChoiceField(label=_("Time zone"))
    repeats = forms.ChoiceField(label=_("Repeats"), choices=REPEATS, required=False)
    interval = forms.IntegerField(label=_("Every"), required=False, min_value=1, max_value=MOST_INTERVAL)
    weekdays = forms.MultipleChoiceField(
        label=_("On"), choices=WEEKDAYS, required=False, widget=forms.CheckboxSelectMultiple
    )
    month_by = forms.ChoiceField(
        label=_("In the month"),
        required=False,
        widget=forms.RadioSelect,
        choices=[("day", _("On a day")), ("weekday", _("On a weekday"))],
    )
    month_day = forms.TypedChoiceField(
        label=_("Day of the month"), choices=MONTH_DAYS, coerce=int, required=False, empty_value=None
    )
    ordinal = forms.TypedChoiceField(
        label=_("Which one"),
        choices=[(number, ORDINAL_WORDS[number]) for number in ORDINALS],
        coerce=int,
        required=False,
        empty_value=None,
    )
    weekday = forms.ChoiceField(label=_("Weekday"), choices=WEEKDAYS, required=False)
    ends = forms.ChoiceField(label=_("Ends"), choices=ENDS, required=False, widget=forms.RadioSelect)
    until = forms.DateField(label=_("Last day"), required=False, widget=_day_input())
    count = forms.IntegerField(label=_("Times"), required=False, min_value=1, max_value=MOST_COUNT)
    rrule = forms.CharField(
        label=_("Rule"),
        required=False,
        help_text=_("As RFC 5545 writes it, such as FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1."),
        widget=forms.TextInput(
            attrs={"maxlength": LONGEST_TEXT, "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    location = forms.CharField(
        label=_("Where"),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": LOCATION_MAX, "autocomplete": "off"}),
    )
    calendar_id = forms.TypedChoiceField(label=_("Calendar"), coerce=int)
    status = forms.ChoiceField(label=_("Status"), choices=list(STATUS_LABELS.items()))
    transparency = forms.ChoiceField(label=_("Shown as"), choices=list(TRANSPARENCY_LABELS.items()))
    tags = forms.CharField(
        label=_("Tags"),
        required=False,
        help_text=_("Separated by commas."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    description = forms.CharField(
        label=_("Description"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    change_reason = forms.CharField(
        label=_("Reason of the change"),
        required=False,
        max_length=500,
        help_text=_("Shown in the history."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scope = forms.ChoiceField(
        label=_("What is changed"), choices=SCOPES, required=False, widget=forms.RadioSelect
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    recurrence_id = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        calendars: Sequence[tuple[int, str]],
        zone: str,
        seconds: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["calendar_id"].choices = calendars  # type: ignore[attr-defined]
        self.fields["timezone"].choices = zone_choices(zone)  # type: ignore[attr-defined]
        for name in ("start_time", "end_time"):
            form = "%H:%M:%S" if seconds else "%H:%M"
            step = {"step": "1"} if seconds else {}
            self.fields[name].widget = forms.TimeInput(format=form, attrs={"type": "time", **step})

    def clean(self) -> dict[str, Any]:
        """Asks for the clock times of what is not all day."""
        values = super().clean() or {}
        if not values.get("is_all_day"):
            for name in ("start_time", "end_time"):
                if values.get(name) is None and name not in self.errors:
                    self.add_error(name, forms.ValidationError(_("Say at what time."), "required"))
        return values

    def clean_description(self) -> str:
        """Browsers send line breaks of two characters."""
        return str(self.cleaned_data["description"]).replace("\r\n", "\n")

    def show_undecided(self, groups: Sequence[str]) -> None:
        """Says at fields that two people changed and nobody decided about that they are one's own now."""
        for group in groups:
            message = _("Somebody else has changed this too. Save again to keep what stands here.")
            name = "start_date" if group == "when" else GROUPS[group][0]
            self.add_error(name, forms.ValidationError(message, "undecided"))

    def refuse(self, error: DomainError) -> None:
        """Shows a refusal at the fields that it is about."""
        timed = not self.cleaned_data.get("is_all_day")
        custom = self.cleaned_data.get("repeats") == "custom"
        names = {
            "text": "rrule",
            "rrule": "rrule" if custom else "repeats",
            "start_time": "start_time" if timed else "start_date",
            "end_time": "end_time" if timed else "end_date",
        }
        add_errors(self, error, names)


def fields_of_form(form: EventForm) -> EventFields:
    """What a valid form says."""
    values = form.cleaned_data
    all_day = values["is_all_day"]
    return EventFields(
        title=values["title"],
        when=When(
            is_all_day=all_day,
            start_day=values["start_date"],
            start_clock=None if all_day else values["start_time"],
            end_day=values["end_date"],
            end_clock=None if all_day else values["end_time"],
            timezone=values["timezone"],
        ),
        location=values["location"],
        description=values["description"],
        rule=_rule_of(values),
        tags=read_tags(values["tags"]),
        status=values["status"],
        transparency=values["transparency"],
        calendar_id=values["calendar_id"],
    )


def form_values(fields: EventFields) -> dict[str, Any]:
    """What a form shows of the fields."""
    when, rule = fields.when, fields.rule
    return {
        "title": fields.title,
        "location": fields.location,
        "description": fields.description,
        "is_all_day": when.is_all_day,
        "start_date": when.start_day,
        "start_time": when.start_clock,
        "end_date": when.end_day,
        "end_time": when.end_clock,
        "timezone": when.timezone,
        "repeats": rule.repeats,
        "interval": rule.interval,
        "weekdays": list(rule.weekdays),
        "month_by": rule.month_by,
        "month_day": rule.month_day,
        "ordinal": rule.ordinal,
        "weekday": rule.weekday,
        "ends": rule.ends,
        "until": rule.until,
        "count": rule.count,
        "rrule": rule.text,
        "calendar_id": fields.calendar_id,
        "status": fields.status,
        "transparency": fields.transparency,
        "tags": write_tags(fields.tags),
    }


GROUPS: dict[str, tuple[str, ...]] = {
    "title": ("title",),
    "when": ("is_all_day", "start_date", "start_time", "end_date", "end_time", "timezone"),
    "location": ("location",),
    "description": ("description",),
    "rule": (
        "repeats",
        "interval",
        "weekdays",
        "month_by",
        "month_day",
        "ordinal",
        "weekday",
        "ends",
        "until",
        "count",
        "rrule",
    ),
    "tags": ("tags",),
    "status": ("status",),
    "transparency": ("transparency",),
    "calendar_id": ("calendar_id",),
}
"""The fields of the form that are one thing to people, by the name that `EventFields` has for it."""


def sent_values(fields: EventFields) -> dict[str, list[str]]:
    """What a browser sends of a form that shows the fields."""
    sent: dict[str, list[str]] = {}
    for name, value in form_values(fields).items():
        if isinstance(value, bool):
            sent[name] = ["on"] if value else []
        elif isinstance(value, list):
            sent[name] = value
        elif isinstance(value, time):
            sent[name] = [value.isoformat("seconds" if value.second else "minutes")]
        else:
            sent[name] = ["" if value is None else str(value)]
    return sent


def read_tags(text: str) -> tuple[str, ...]:
    """The tags of a line: separated by commas; one that has a comma itself stands in quotation marks."""
    rows = csv.reader(StringIO(" ".join(text.splitlines())), skipinitialspace=True)
    return tuple(dict.fromkeys(tag.strip() for row in rows for tag in row if tag.strip()))


def write_tags(tags: Sequence[str]) -> str:
    """The line of which `read_tags` makes these tags."""
    return ", ".join(
        f'"{tag.replace(chr(34), chr(34) * 2)}"' if set(tag) & set(',"') else tag for tag in tags
    )


def has_seconds(when: When) -> bool:
    """Whether a clock time is not on a full minute."""
    return any(clock is not None and clock.second for clock in (when.start_clock, when.end_clock))


def _rule_of(values: Mapping[str, Any]) -> RuleChoice:
    return RuleChoice(
        repeats=values["repeats"] or "none",
        interval=values["interval"],
        weekdays=tuple(values["weekdays"]),
        month_by=values["month_by"] or "day",
        month_day=values["month_day"],
        ordinal=values["ordinal"],
        weekday=values["weekday"] or None,
        ends=values["ends"] or "never",
        until=values["until"],
        count=values["count"],
        text=values["rrule"],
    )
