"""Do a keyed request once: a repetition within 24 hours gets the first answer (Idempotency-Key)."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from django.utils import timezone

from core.errors import Fault
from core.transactions import write_atomic
from journal.errors import HEADER, KeyMalformed, KeyReused
from journal.models import IdempotencyClaim

LIFETIME = timedelta(hours=24)
LONGEST_KEY = 200
LONGEST_ROUTE = 200

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Claim:
    """A request that bears a key: who sent it, to which route, and a digest of the body."""

    actor_id: int
    route: str
    key: str
    body_digest: str


@dataclass(frozen=True, slots=True)
class Replay:
    """What the first request was answered: the status, and what the door needs to render the same again."""

    status: int
    result: dict[str, Any]


def once(
    claim: Claim | None, act: Callable[[], T], remember: Callable[[T], tuple[int, dict[str, Any]]]
) -> T | Replay:
    """Runs `act` and returns its outcome; for a repetition the Replay of the first answer.

    `remember` turns the outcome into a status and a JSON object, stored in the transaction of the deed, so an
    `act` that raises leaves no claim. Of two requests at once the second waits for the first. Without a claim
    it is just `act`. Raises KeyMalformed, and KeyReused where the key came with another body, both 422.
    """
    if claim is None:
        return act()
    _check(claim.key)
    with write_atomic():
        stored = _take(claim)
        if stored.status and stored.created_at > timezone.now() - LIFETIME:
            if stored.body_digest != claim.body_digest:
                message = "This Idempotency-Key was used with another body within the last 24 hours."
                raise KeyReused(message, faults=[Fault(HEADER, KeyReused.code, message)])
            return Replay(stored.status, stored.result)
        outcome = act()
        stored.status, stored.result = remember(outcome)
        stored.body_digest, stored.created_at = claim.body_digest, timezone.now()
        stored.save(update_fields=["status", "result", "body_digest", "created_at"])
    return outcome


def _check(key: str) -> None:
    if not (1 <= len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        message = f"An Idempotency-Key has 1 to {LONGEST_KEY} printable ASCII characters."
        raise KeyMalformed(message, faults=[Fault(HEADER, KeyMalformed.code, message)])


def _take(claim: Claim) -> IdempotencyClaim:
    """The row of the key, locked. Its status is 0 if it is ours: others' are seen once they are answered.

    On PostgreSQL the INSERT waits until a transaction that has inserted the same key ends (READ COMMITTED).
    """
    named: dict[str, Any] = {
        "actor_id": claim.actor_id,
        "route": _stored_route(claim.route),
        "key": claim.key,
    }
    row = IdempotencyClaim(**named, body_digest=claim.body_digest)
    rows = IdempotencyClaim.objects.select_for_update().filter(**named)
    while True:  # again if an expired claim was purged between the two statements
        IdempotencyClaim.objects.bulk_create([row], ignore_conflicts=True)
        stored = rows.all().first()
        if stored is not None:
            return stored


def _stored_route(route: str) -> str:
    """The route, or its digest where it is longer than any of ours: a number may have any zeros before it."""
    return route if len(route) <= LONGEST_ROUTE else hashlib.sha256(route.encode()).hexdigest()
