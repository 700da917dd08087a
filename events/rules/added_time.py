"""Which busy time a write adds to what an event already takes."""

from bisect import bisect_right
from collections.abc import Sequence

from events.facts import OccurrenceFact
from events.rules.overlap import Span, merged


def busy_additions(before: Sequence[OccurrenceFact], after: Sequence[OccurrenceFact]) -> list[OccurrenceFact]:
    """The busy occurrences of `after` that take time which no busy occurrence of `before` already took whole.

    So an event that was once saved over another stays editable and may shrink; only what moves is checked.
    """
    held = merged(Span(o.start_at, o.end_at) for o in before if o.is_busy and o.end_at > o.start_at)
    own = {(o.start_at, o.end_at) for o in before if o.is_busy}
    starts = [span.start_at for span in held]

    def is_held(o: OccurrenceFact) -> bool:
        if (o.start_at, o.end_at) in own:
            return True
        at = bisect_right(starts, o.start_at) - 1
        return at >= 0 and held[at].end_at >= o.end_at

    return [o for o in after if o.is_busy and not is_held(o)]
