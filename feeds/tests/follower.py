"""A client that follows the changes as any client would."""

from accounts.models import User
from events.access import visible_to
from feeds.access.change_token import change_token, read_change_token
from feeds.selectors.changes import ChangedEvent, changes_after
from journal.actions.number_entries import number_entries


class Follower:
    """Keeps what it was told of: the version of each event, and the rank of the reader's role on it."""

    def __init__(self, user: User, limit: int = 100) -> None:
        self.user, self.limit = user, limit
        self.token: str | None = None
        self.has: dict[int, tuple[int, int]] = {}

    def follow(self) -> list[tuple[int, bool]]:
        """Follows to the end; each event told of, and whether it was there. Proves that nothing is amiss."""
        told: list[tuple[int, bool]] = []
        more = True
        while more:
            page, more = self.read()
            told += page
        assert self.has == self.sees()
        return told

    def read(self) -> tuple[list[tuple[int, bool]], bool]:
        """One page, and whether there is more."""
        reading = read_change_token(self.user.pk, self.token) if self.token else None
        number_entries()
        changes, reading, more = changes_after(self.user, reading, limit=self.limit)
        assert len(changes) <= self.limit
        self.token = change_token(self.user.pk, reading)
        return [self._take(change) for change in changes], more

    def sees(self) -> dict[int, tuple[int, int]]:
        """What the reader may see in truth."""
        return {event.pk: (event.version, event.rank) for event in visible_to(self.user.pk)}

    def _take(self, change: ChangedEvent) -> tuple[int, bool]:
        if change.event is None:
            self.has.pop(change.event_id, None)
        else:
            self.has[change.event_id] = (change.version, change.event.rank)
        return change.event_id, change.event is not None
