"""The form that moves an event: its new start and end by the reader's clocks, and which instances."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.web.refusals import in_readers_words
from events.changes import EventChanges, Moment
from events.facts import EventContent
from events.rules.calendar_days import DAY
from events.rules.skipped_time import end_fault
from events.rules.wall_time import to_utc, to_wall

SCOPES = [
    ("this", gettext_lazy("Only this date")),
    ("following", gettext_lazy("This and all that follow")),
    ("all", gettext_lazy("All dates of the series")),
]
WIRE_NAMES = {"start_time": "start", "end_time": "end"}


@dataclass(frozen=True, slots=True)
class Times:
    """When an event takes place: instants, or an all-day event's first day and the one after its last."""

    start: Moment
    end: Moment


class MoveForm(forms.Form):
    """Start and end as wall times of the zone, or first and last day."""

    start = forms.CharField(label=gettext_lazy("Start"))
    end = forms.CharField(label=gettext_lazy("End"))
    scope = forms.ChoiceField(
        label=gettext_lazy("Which dates?"), choices=SCOPES, widget=forms.RadioSelect, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    def __init__(
        self, data: QueryDict | None = None, *, initial: dict[str, Any], is_all_day: bool, tz: str
    ) -> None:
        super().__init__(data, initial=initial)
        self.is_all_day, self.tz = is_all_day, tz
        for name in ("start", "end"):
            self.fields[name].widget = (
                forms.DateInput(attrs={"type": "date"})
                if is_all_day
                else forms.DateTimeInput(attrs={"type": "datetime-local"})
            )
        if is_all_day:
            self.fields["start"].label = _("First day")
            self.fields["end"].label = _("Last day")

    def clean_start(self) -> Moment:
        """The start as the core takes it."""
        return self._moment("start")

    def clean_end(self) -> Moment:
        """The end; the core takes the day after the last."""
        moment = self._moment("end")
        return moment if isinstance(moment, datetime) else moment + DAY

    def clean(self) -> dict[str, Any]:
        """Says where the clocks skip the start, which is the reader's wall time and no instant yet."""
        values = super().clean() or {}
        if not self.is_all_day and {"start", "end"} <= set(values) and values["end"] <= values["start"]:
            start, end = (datetime.fromisoformat(self.data[name]) for name in ("start", "end"))
            fault = end_fault(start, end, self.tz)
            self.add_error(WIRE_NAMES[fault.field], in_readers_words(fault.message))
        return values

    @property
    def times(self) -> Times:
        """When the form puts the event, if it is valid."""
        return Times(self.cleaned_data["start"], self.cleaned_data["end"])

    def changes(self, times: Times) -> EventChanges:
        """The edit that puts the event there."""
        version = self.cleaned_data["version"]
        return EventChanges(start_time=times.start, end_time=times.end, version=version)

    def _moment(self, name: str) -> Moment:
        text = self.cleaned_data[name]
        try:
            if self.is_all_day:
                return date.fromisoformat(text)
            wall = datetime.fromisoformat(text)
        except ValueError:
            wall = None
        if wall is None or wall.tzinfo is not None:
            raise forms.ValidationError(_("This is no time that the calendar knows."), "invalid")
        return to_utc(wall, self.tz)


def times_of(content: EventContent) -> Times:
    """When an event takes place."""
    if content.is_all_day:
        return Times(content.start_at.date(), content.end_at.date())
    return Times(content.start_at, content.end_at)


def values_of(times: Times, tz: str) -> dict[str, str]:
    """The same as the form has it."""
    if isinstance(times.start, datetime) and isinstance(times.end, datetime):
        walls = (to_wall(times.start, tz), to_wall(times.end, tz))
        start, end = (wall.isoformat(timespec="seconds" if wall.second else "minutes") for wall in walls)
        return {"start": start, "end": end}
    return {"start": times.start.isoformat(), "end": (times.end - DAY).isoformat()}


def instants_of(times: Times) -> tuple[datetime, datetime]:
    """Start and end; days begin at midnight UTC, as all-day events do."""
    start, end = (
        moment if isinstance(moment, datetime) else datetime.combine(moment, time(), UTC)
        for moment in (times.start, times.end)
    )
    return start, end


def moved_times(times: Times, start: datetime) -> Times:
    """As long as it was, from another start; an all-day event from the day that the instant has in UTC."""
    begins, ends = instants_of(times)
    first: Moment = start if isinstance(times.start, datetime) else start.date()
    return Times(first, first + (ends - begins))
