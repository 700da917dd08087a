"""The header that offers to take a write back."""

UNDO_TOKEN = "X-Undo-Token"


def undo_header(token: str | None) -> dict[str, str]:
    """`X-Undo-Token` with the token; {} for None."""
    return {} if token is None else {UNDO_TOKEN: token}
