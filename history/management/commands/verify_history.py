"""Prove that the versions of all events keep what the history promises."""

from typing import Any

from core.commands import OperatorCommand
from history.enums import Flaw
from history.facts import EventFlaw
from history.selectors.flaws import count_histories, find_flaws

MOST_NAMED = 1000
"""How many flaws the JSON names; it counts them all."""

SENTENCES = {
    Flaw.NO_VERSIONS: "has no versions.",
    Flaw.VERSION_MISSING: "lacks version {version}.",
    Flaw.VERSION_TWICE: "has version {version} twice.",
    Flaw.NOTHING_CHANGED: "changed nothing in version {version}.",
    Flaw.NEWEST_DIFFERS: "is not what its newest version, {version}, says.",
    Flaw.REPLAY_DIFFERS: "is not what its changes add up to.",
    Flaw.UNREADABLE: "holds what is no content in version {version}.",
    Flaw.NOT_PURGED: "is gone, but its last version, {version}, is no purge.",
    Flaw.NOT_IN_JOURNAL: "has no journal entry of version {version}.",
    Flaw.OCCURRENCES_DIFFER: "has other occurrences than its rule says.",
}


class Command(OperatorCommand):
    help = (
        "Check the history of every event: numbers without gaps, the newest version equal to the event, "
        "changes that add up to it, no version that changes nothing, none that the journal does not tell of, "
        "occurrences that are those of the rule. "
        "Changes nothing, and exits with 1 if there is a flaw."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        flaws: list[EventFlaw] = []
        found = 0
        total = count_histories()
        with self.progress(total, "Verifying events") as advance:
            for flaw in find_flaws(advance):
                found += 1
                if len(flaws) < MOST_NAMED:
                    flaws.append(flaw)
                self.detail(describe(flaw))
        events = "1 event" if total == 1 else f"{total} events"
        flawed = "1 flaw" if found == 1 else f"{found} flaws"
        self.summary(
            {
                "ok": not found,
                "events": total,
                "flaw_count": found,
                "flaws": [
                    {"event_id": flaw.event_id, "flaw": flaw.flaw, "version": flaw.version} for flaw in flaws
                ],
            },
            f"{flawed} in the history of {events}." if found else f"The history is whole: {events}.",
            trouble=bool(found),
        )


def describe(flaw: EventFlaw) -> str:
    """One line for a person."""
    return f"Event {flaw.event_id} {SENTENCES[flaw.flaw].format(version=flaw.version)}"
