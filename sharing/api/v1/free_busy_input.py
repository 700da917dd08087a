"""What the calls on free and busy time take."""

from datetime import UTC, date, datetime, time
from typing import Any

from django.core.validators import RegexValidator
from rest_framework import serializers
from rest_framework.request import Request

from accounts.models import User
from core.api.fields import Flag, Moment, Text, Whole
from core.api.input import read_body
from core.errors import Fault, Invalid
from events.rules.durations import read_duration
from events.rules.wall_time import to_utc
from sharing.changes import MOST_PEOPLE, WantedSlot
from sharing.rules.wanted_slots import SHORTEST_SLOT, refuse_faults, slot_faults, window_faults

DAY_START, DAY_END = time(7), time(22)


def _time_of_day(help_text: str) -> Text:
    pattern = RegexValidator(r"\A(?:[01]\d|2[0-3]):[0-5]\d\Z", "Must be a time of day, such as 09:00.")
    return Text(validators=[pattern], help_text=help_text, allow_blank=False)


class Window(serializers.Serializer[Any]):
    """People, and from when to when."""

    users = serializers.ListField(child=Whole(), min_length=1, max_length=MOST_PEOPLE)
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
    weekends = Flag(default=True, help_text="Whether Saturdays and Sundays are looked at too.")


def read_window(request: Request, actor: User) -> tuple[list[int], datetime, datetime]:
    """The people and the window of a body; raises `Invalid` with every fault."""
    values = read_body(Window, request)
    after, before = _window(values, actor)
    refuse_faults(window_faults(after, before))
    return values["users"], after, before


def read_wanted(request: Request, actor: User) -> tuple[list[int], WantedSlot]:
    """The people and the slot that a body asks for; raises `Invalid` with every fault."""
    values = read_body(SuggestionsInput, request)
    faults: list[Fault] = []
    within = values.get("within")
    length = SHORTEST_SLOT
    try:
        length = read_duration("duration", values["duration"]).length
    except Invalid as refusal:
        faults.extend(refusal.faults)
    after, before = _window(values, actor)
    wanted = WantedSlot(
        after=after,
        before=before,
        length=length,
        timezone=actor.timezone,
        day_start=time.fromisoformat(within["start"]) if within else DAY_START,
        day_end=time.fromisoformat(within["end"]) if within else DAY_END,
        weekends=values["weekends"],
    )
    of_slot = slot_faults(wanted, within_a_day=within is not None)
    refuse_faults([*of_slot, *faults, *window_faults(after, before)])
    return values["users"], wanted


def _window(values: dict[str, Any], actor: User) -> tuple[datetime, datetime]:
    after, before = (_instant(values[name], actor.timezone) for name in ("from", "to"))
    return after, before


def _instant(moment: datetime | date, tz: str) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    return to_utc(moment, tz) if moment.tzinfo is None else moment.astimezone(UTC)
