"""The refusals of the history."""

from core.errors import Conflict


class UndoConflict(Conflict):
    """A write cannot be taken back, because the same was changed since (409)."""

    code = "undo_conflict"
    title = "Undo conflict"
