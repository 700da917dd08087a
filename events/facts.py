"""What is: the content of an event at one version, and what an action did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class EventContent:
    """The content fields of an event. Instants are aware UTC; of an all-day event they are midnights UTC.

    `rrule` is canonical, "" for none; text that is not set is "". `ical_properties`, no field of the API, are
    lines of an imported file that EventHub has no field for: by recurrence id, "" for the event itself.
    """

    title: str
    description: str = ""
    location: str = ""
    start_at: datetime
    end_at: datetime
    timezone: str = "UTC"
    is_all_day: bool = False
    rrule: str = ""
    recurrence_overrides: Mapping[str, Mapping[str, Any]]
    tags: tuple[str, ...] = ()
    status: str = "confirmed"
    transparency: str = "opaque"
    calendar_id: int
    ical_properties: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OccurrenceFact:
    """One occurrence of an event: the local original start ("" where it does not recur), and UTC instants."""

    recurrence_id: str
    start_at: datetime
    end_at: datetime
    is_busy: bool


@dataclass(frozen=True, slots=True)
class Clash:
    """An occurrence of another event of the same owner that overlaps the one being written."""

    event_id: int
    title: str
    start_at: datetime
    end_at: datetime
    is_all_day: bool
