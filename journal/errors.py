"""Why a keyed request is refused, and why a deed is not taken back."""

from core.errors import Conflict, Invalid

HEADER = "Idempotency-Key"


class KeyMalformed(Invalid):
    """The key is not 1 to 200 printable ASCII characters (422)."""

    code = "idempotency_key_malformed"


class KeyReused(Invalid):
    """The key has answered another body within the last 24 hours (422)."""

    code = "idempotency_key_reused"


class UndoConflict(Conflict):
    """A deed cannot be taken back, because the same was changed since (409)."""

    code = "undo_conflict"
    title = "Undo conflict"
