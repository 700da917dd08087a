"""How an entry is sealed to the one before it: the digest of its payload and the hash of the link."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple


class Link(NamedTuple):
    """What the hash of an entry covers besides the hash of the entry before it; `at` is an aware instant.

    The payload counts by its digest only, so that it can be blanked without breaking the chain.
    """

    calendar_id: int
    chain_sequence: int
    at: datetime
    actor_id: int | None
    source: str
    verb: str
    subject_kind: str
    subject_id: int | None
    subject_version: int | None
    summary: str
    digest: str


def digest_of(payload: Mapping[str, Any]) -> str:
    """SHA-256 in hex of the payload's canonical JSON: the same before and after a trip through any database.

    Raises TypeError for what is no JSON value and ValueError for infinities and NaN.
    """
    return _sha256(_plain(payload))


def seal(previous: str, link: Link) -> str:
    """SHA-256 in hex over `previous`, the hash of the entry before (empty for the first), and `link`."""
    at = link.at.astimezone(UTC).isoformat(timespec="microseconds")
    return _sha256([previous, *link._replace(at=at)])  # type: ignore[arg-type]  # the instant as text


def _sha256(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """The value as JSON gives it back; jsonb keeps numbers, not spellings: whole floats are integers here."""
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("The keys of a payload are strings.")
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
