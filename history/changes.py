"""What is asked of the history."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangelogFilters:
    """Which versions a changelog tells of; what is None does not filter.

    `actor` is a user's id, or a username in any case; `field` is the wire name of a field that changed;
    `since` is an aware instant; `before_version` is where the page before has ended.
    """

    actor: int | str | None = None
    field: str | None = None
    since: datetime | None = None
    limit: int = 50
    before_version: int | None = None
