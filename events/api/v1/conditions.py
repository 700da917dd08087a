"""What a request says about the write it asks for: If-Match, on_conflict, and the key of a repetition."""

from collections.abc import Sequence
from typing import cast, get_args

from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request

from core.api.answers import answer
from core.api.conditions import etag, if_match
from core.api.idempotency import idempotency_key
from core.api.input import BARE_OFFSET, Query
from core.api.undo import undo_header
from events.access.undo import undo_token_of
from events.actions.series_write import SeriesWrite
from events.api.v1.render import event_json
from events.changes import IfMatch, OnConflict, Scope, ScopeKind
from events.models import Event
from journal.actions.claim_key import Claim


def match_of(request: Request, event_id: int) -> IfMatch | None:
    """The versions that the request's `If-Match` accepts; None without one."""
    tags = if_match(request._request)
    return None if tags is None else IfMatch(tags.versions(event_id))


def on_conflict_of(request: Request | HttpRequest) -> OnConflict:
    """`?on_conflict=allow` saves anyway; anything but `allow` and `refuse` is an `Invalid`."""
    with Query(request) as query:
        words = query.words("on_conflict", ["allow", "refuse"])
    return "allow" if "allow" in words else "refuse"


def scope_of(request: Request | HttpRequest) -> Scope:
    """`?scope=this|following|all&recurrence_id=`: which instances of a series the write is about."""
    with Query(request) as query:
        kind = (query.words("scope", get_args(ScopeKind)) or ["all"])[-1]
        recurrence_id = query.text("recurrence_id", max_length=40)
        if kind != "all" and recurrence_id is None and not query.faults:
            message = "This scope is about one instance: name its original start."
            query.fault("recurrence_id", "required", message)
    # a plus that was not escaped arrives as a space
    text = None if recurrence_id is None else BARE_OFFSET.sub(r"\1+\2", recurrence_id)
    return Scope(cast(ScopeKind, kind), text)


def claim_of(request: Request) -> Claim | None:
    """The claim of a request that bears an Idempotency-Key."""
    key = idempotency_key(request._request)
    if key is None:
        return None
    assert request.user.pk is not None  # the door lets nobody else in
    return Claim(actor_id=request.user.pk, route=key.route, key=key.key, body_digest=key.body_digest)


def event_answer(event: Event, status: int = 200, headers: dict[str, str] | None = None) -> HttpResponse:
    """One event with its entity tag, and with what takes it back where it was just written."""
    tag = {"ETag": etag(event.pk, event.version)} if event.pk else {}
    return answer(event_json(event), status, {**tag, **undo_of([event]), **(headers or {})})


def series_answer(written: SeriesWrite) -> HttpResponse:
    """The event after an edit of a series, the exceptions that it could not keep, and one undo for all."""
    event, dropped = written.event, written.dropped_overrides
    data = event_json(event) if dropped is None else {**event_json(event), "dropped_overrides": list(dropped)}
    return answer(data, 200, {"ETag": etag(event.pk, event.version), **undo_of(written.events)})


def undo_of(events: Sequence[Event]) -> dict[str, str]:
    """`X-Undo-Token` for the versions that an action has just written, one token for all; {} for none."""
    return undo_header(undo_token_of(events))
