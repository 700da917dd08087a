"""Reads of the journal."""

from journal.selectors.chains import ChainFault, count_chained, verify_chains
from journal.selectors.claims import count_claims
from journal.selectors.entries import Activity, entries_about, entries_after, in_pages

__all__ = [
    "Activity",
    "ChainFault",
    "count_chained",
    "count_claims",
    "entries_about",
    "entries_after",
    "in_pages",
    "verify_chains",
]
