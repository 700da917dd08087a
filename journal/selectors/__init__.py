"""Reads of the journal."""

from journal.selectors.chains import ChainFault, count_chained, verify_chains
from journal.selectors.claims import count_claims
from journal.selectors.entries import Activity, Deed, entries_about, entries_after, entries_by, in_pages
from journal.selectors.undoing import entries_to_undo, later_entries

__all__ = [
    "Activity",
    "ChainFault",
    "Deed",
    "count_chained",
    "count_claims",
    "entries_about",
    "entries_after",
    "entries_by",
    "entries_to_undo",
    "in_pages",
    "later_entries",
    "verify_chains",
]
