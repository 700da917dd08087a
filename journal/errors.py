"""Why a keyed request is refused."""

from core.errors import Invalid

HEADER = "Idempotency-Key"


class KeyMalformed(Invalid):
    """The key is not 1 to 200 printable ASCII characters (422)."""

    code = "idempotency_key_malformed"


class KeyReused(Invalid):
    """The key has answered another body within the last 24 hours (422)."""

    code = "idempotency_key_reused"
