"""What is asked for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFeed:
    """A subscription address; of one calendar, or of all that its user may see."""

    name: str
    calendar_id: int | None = None
    busy_only: bool = False
