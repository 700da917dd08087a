"""When what was refused could start instead: the next free starts in an owner's schedule."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils.timezone import now

from accounts.models import User
from events.facts import EventContent, OccurrenceFact
from events.rules.content import is_recurring, series_of
from events.rules.free_slots import starts_instead
from events.rules.occurrences import occurrences
from events.rules.overlap import Span, merged, stretches
from events.rules.series_room import SeriesRoom
from events.selectors.schedule import FAR_APART, busy_near

SEARCHED: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was refused, and the busy occurrences that must be free with it: none where it does not recur."""

    content: EventContent
    series: Sequence[OccurrenceFact] = ()

    @classmethod
    def of(cls, content: EventContent, known: Sequence[OccurrenceFact] | None = None) -> "Wanted":
        """Looks as far as the rows of an endless series go; `known` are the occurrences, if one has them."""
        if not is_recurring(content):
            return cls(content)
        until = max(now(), content.start_at) + timedelta(days=settings.OCCURRENCE_HORIZON_DAYS)
        facts = occurrences(content, None, until) if known is None else known
        return cls(content, [fact for fact in facts if fact.is_busy and fact.start_at < until])

    @property
    def length(self) -> timedelta:
        return self.content.end_at - self.content.start_at

    @property
    def first(self) -> datetime:
        """Before this nothing that is searched begins."""
        return min([self.content.start_at, *(fact.start_at for fact in self.series)])

    @property
    def latest(self) -> datetime:
        """What begins after this matters only as far as it ends what is free before."""
        return self.last if self.series else self.content.start_at + SEARCHED

    @property
    def last(self) -> datetime:
        """After this nothing that is searched ends."""
        return max([self.content.end_at, *(fact.end_at for fact in self.series)]) + SEARCHED


class FreeStarts:
    """Free starts for all that was refused to one owner, from one look at the schedule for all that is near
    each other: four queries.
    """

    def __init__(
        self,
        owner_id: int,
        wanted: Iterable[Wanted],
        *,
        exclude: Collection[int],
        taken: Iterable[Span] = (),
    ) -> None:
        """`taken` is what the schedule does not show, `exclude` are events that it shows in vain."""
        all_of_them = list(wanted)
        searched = sorted(Span(one.first, one.latest, place) for place, one in enumerate(all_of_them))
        held: list[Span] = []
        for near in stretches(searched, FAR_APART):
            latest, last = (
                max(span.end_at for span in near),
                max(all_of_them[span.key].last for span in near),
            )
            held += busy_near(owner_id, near[0].start_at, latest, last, exclude=exclude)
        self._busy = merged([*held, *taken])
        self._zone = User.objects.values_list("timezone", flat=True).get(pk=owner_id)
        self._rooms: dict[str, SeriesRoom] = {}

    def of(self, wanted: Wanted) -> list[datetime]:
        """The next three free starts of the same length, from 07:00 to 22:00 of the owner's zone.

        Where a series starts then, it is free as a whole, all of it moved as far in wall time.
        """
        content, length = wanted.content, wanted.length
        if wanted.series:
            room = self._room(series_of(content).tz)
            busy = room.taken(content.start_at, length, wanted.series, SEARCHED)
        else:
            until = content.start_at + SEARCHED + length
            busy = [s for s in self._busy if s.end_at > content.start_at and s.start_at < until]
        return starts_instead(busy, length, content.start_at, self._zone, is_all_day=content.is_all_day)

    def _room(self, tz: str) -> SeriesRoom:
        if tz not in self._rooms:
            self._rooms[tz] = SeriesRoom(self._busy, tz)
        return self._rooms[tz]
