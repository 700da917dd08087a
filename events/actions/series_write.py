"""What an edit of a series, or of a part of it, has written."""

from collections.abc import Sequence
from dataclasses import dataclass

from events.models import Event


@dataclass(frozen=True, slots=True)
class SeriesWrite:
    """The event that the edit was of, or that it made of a part of the series.

    `dropped_overrides` are the recurrence ids of exceptions that mean nothing any more, None where there was
    none to lose. `also` are the other events that were written: the earlier part of a series that was split.
    """

    event: Event
    dropped_overrides: Sequence[str] | None = None
    also: tuple[Event, ...] = ()

    @property
    def events(self) -> tuple[Event, ...]:
        """All that were written, for one undo of them together."""
        return (self.event, *self.also)
