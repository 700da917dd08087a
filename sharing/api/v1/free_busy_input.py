"""What the calls on free and busy time take."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.core.validators import RegexValidator
from rest_framework import serializers
from rest_framework.request import Request

from accounts.models import User
from core.api.fields import Moment, Text, Whole
from core.api.input import read_body
from core.errors import Fault, Invalid
from events.rules.durations import read_duration
from events.rules.wall_time import to_utc
from sharing.selectors.free_busy import LONGEST_WINDOW

DAY_START, DAY_END = time(7), time(22)
SHORTEST_SLOT = timedelta(minutes=1)


def _time_of_day(help_text: str) -> Text:
    pattern = RegexValidator(r"\A(?:[01]\d|2[0-3]):[0-5]\d\Z", "Must be a time of day, such as 09:00.")
    return Text(validators=[pattern], help_text=help_text, allow_blank=False)


class Window(serializers.Serializer[Any]):
    """People, and from when to when."""

    users = serializers.ListField(child=Whole(), min_length=1, max_length=50)
    to = Moment(help_text="Up to 62 days after from. Without an offset: wall time in the caller's zone.")

    def get_fields(self) -> dict[str, Any]:
        """`from` is no name that Python takes."""
        moment = Moment(help_text="Without an offset: wall time in the caller's zone.")
        return {**super().get_fields(), "from": moment}


class Within(serializers.Serializer[Any]):
    """Between which times of day."""

    start = _time_of_day("HH:MM in the caller's zone.")
    end = _time_of_day("HH:MM in the caller's zone, after the start.")


class SuggestionsInput(Window):
    """People, a length, and where to look for it."""

    duration = Text(help_text="Such as PT45M (RFC 5545, 3.3.6).")
    within = Within(required=False)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A slot that is looked for."""

    users: list[int]
    after: datetime
    before: datetime
    length: timedelta
    day_start: time
    day_end: time


def read_window(request: Request, actor: User) -> tuple[list[int], datetime, datetime]:
    """The people and the window of a body; raises `Invalid` with every fault."""
    values = read_body(Window, request)
    return values["users"], *_window(values, actor, [])


def read_wanted(request: Request, actor: User) -> Wanted:
    """The slot that a body asks for; raises `Invalid` with every fault."""
    values = read_body(SuggestionsInput, request)
    faults: list[Fault] = []
    within = values.get("within")
    start = time.fromisoformat(within["start"]) if within else DAY_START
    end = time.fromisoformat(within["end"]) if within else DAY_END
    if end <= start:
        faults.append(Fault("within.end", "end_before_start", "The end must be after the start."))
    length = timedelta(0)
    try:
        length = read_duration("duration", values["duration"]).length
    except Invalid as refusal:
        faults.extend(refusal.faults)
    else:
        day = datetime.combine(date.min, end) - datetime.combine(date.min, start)
        if not SHORTEST_SLOT <= length <= LONGEST_WINDOW:
            faults.append(Fault("duration", "out_of_range", "A slot lasts from a minute to 62 days."))
        elif within and end > start and length > day:
            faults.append(Fault("duration", "too_long", "It does not fit between start and end of a day."))
    after, before = _window(values, actor, faults)
    return Wanted(values["users"], after, before, length, start, end)


def _window(values: dict[str, Any], actor: User, faults: list[Fault]) -> tuple[datetime, datetime]:
    after, before = (_instant(values[name], actor.timezone) for name in ("from", "to"))
    if before <= after:
        faults.append(Fault("to", "range_empty", "The end of the range must be after its start."))
    elif before - after > LONGEST_WINDOW:
        faults.append(Fault("to", "range_too_long", "The range has at most 62 days."))
    if faults:
        raise Invalid(faults[0].message, faults=faults)
    return after, before


def _instant(moment: datetime | date, tz: str) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    return to_utc(moment, tz) if moment.tzinfo is None else moment.astimezone(UTC)
