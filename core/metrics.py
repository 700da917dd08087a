"""Counters of what the domain does: actions count in them, `/metrics` shows them summed over all workers."""

from prometheus_client import Counter

events_written_total = Counter(
    "eventhub_events_written_total", "Events written, by what was done to them.", ["verb"]
)
conflicts_refused_total = Counter(
    "eventhub_conflicts_refused_total", "Writes refused because they overlap with another event."
)
merges_total = Counter("eventhub_merges_total", "Stale edits merged with what others had changed.")
rollbacks_total = Counter("eventhub_rollbacks_total", "Events set back to an earlier version.")
logins_total = Counter("eventhub_logins_total", "Logins, by their result.", ["result"])
