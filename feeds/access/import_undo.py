"""What takes a whole import back."""

from accounts.actors import Actor
from events.access import user_id_of
from events.access.undo import undo_token
from feeds.facts import ImportReport

MOST = 500
"""Events that are taken back at once: as many as one batch writes, and a token that fits into a header."""


def import_undo_token(actor: Actor, report: ImportReport) -> str | None:
    """The token for all that the import wrote; None where that is nothing, or more than one undo takes."""
    if not 0 < len(report.written) <= MOST:
        return None
    return undo_token(user_id_of(actor), report.written)
