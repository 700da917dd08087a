"""Prove that the journal holds what was written: nothing altered, removed or cut off."""

from dataclasses import asdict
from typing import Any

from core.commands import OperatorCommand
from journal.enums import Problem
from journal.selectors import ChainFault, count_chained, verify_chains

SENTENCES = {
    Problem.ALTERED: "entry {id} (number {number}) was altered.",
    Problem.REMOVED: "the entry with number {number} was removed.",
    Problem.CUT_OFF: "the end was cut off: the entry with number {number} and all after it are gone.",
    Problem.UNCHAINED: "entry {id} (number {number}) stands beyond the end of the chain.",
}


class Command(OperatorCommand):
    help = (
        "Recompute the hash chains of the journal and name the first bad entry of each chain. "
        "Exits with 1 if there is one."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        faults: list[ChainFault] = []
        total = count_chained()
        with self.progress(total, "Verifying entries") as advance:
            for fault in verify_chains(advance):
                faults.append(fault)
                self.detail(describe(fault))
        entries = "1 entry" if total == 1 else f"{total} entries"
        broken = "1 chain is broken" if len(faults) == 1 else f"{len(faults)} chains are broken"
        self.summary(
            {"ok": not faults, "entries": total, "faults": [asdict(fault) for fault in faults]},
            f"{broken}, of {entries} in all." if faults else f"The journal is whole: {entries}.",
            trouble=bool(faults),
        )


def describe(fault: ChainFault) -> str:
    """One line for a person."""
    chain = f"Chain of calendar {fault.calendar_id}" if fault.calendar_id else "Chain 0"
    return f"{chain}: {SENTENCES[fault.problem].format(id=fault.entry_id, number=fault.chain_sequence)}"
