"""The doors of /api/v1/events: parse, call one action or selector, render."""

from collections.abc import Set
from dataclasses import fields
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from core.api.answers import answer
from core.api.conditions import etag, not_modified
from core.api.input import Judge, Query, read_body
from core.api.paging import next_link, read_page
from core.api.views import Door
from core.errors import Invalid
from events.access import get_event
from events.actions.create_events import create_event
from events.actions.edit_series import delete_from_series, edit_series
from events.api.v1 import schema
from events.api.v1.conditions import (
    claim_of,
    event_answer,
    match_of,
    on_conflict_of,
    scope_of,
    series_answer,
    undo_of,
)
from events.api.v1.filters import read_filters
from events.api.v1.render import event_json
from events.api.v1.serializers import EventEdit, NewEvent, changes_to_judge, event_changes, judge_new
from events.changes import EventFilters, Scope
from events.enums import Permission
from events.models import Event, content_of
from events.rules.instances import edited_instance
from events.rules.series_edit import edited_series
from events.selectors.as_of import event_as_of, events_as_of
from events.selectors.events import ORDERINGS, count_events, get_event_row, list_events, sort_key
from events.selectors.versions import events_as_answered
from journal.actions.claim_key import Replay, once

ORDERS = [sign + name for name in ORDERINGS for sign in ("", "-")]
FILTERS = frozenset(f.name.rstrip("_") for f in fields(EventFilters)) - {"limit", "skip", "after"} | {"count"}
REPLAYED = {"Idempotent-Replayed": "true"}


class EventList(Door):
    """Events that the caller may see, and new ones."""

    undoable = frozenset({"POST"})

    @extend_schema(**schema.LIST_EVENTS)
    def get(self, request: Request) -> HttpResponse:
        """Own and shared events, ordered by start, then id."""
        filters, wants_count = _filters(request, self.actor.timezone)
        if "at" in request.GET:
            return self._as_of(request, filters)
        rows = list_events(self.actor, filters)
        headers = {}
        if wants_count:
            headers["X-Total-Count"] = str(count_events(self.actor, filters))
        if len(rows) > filters.limit:
            rows = rows[: filters.limit]
            headers["Link"] = next_link(request, sort_key(rows[-1], filters.ordering))
        return answer([event_json(row) for row in rows], headers=headers)

    def _as_of(self, request: Request, filters: EventFilters) -> HttpResponse:
        at = _instant_asked(request, self.actor.timezone)
        after, limit = filters.after, filters.limit
        rows = events_as_of(self.actor, at, limit=limit, skip=filters.skip, after=after)
        headers = (
            {"Link": next_link(request, sort_key(rows[limit - 1], "start_time"))} if rows[limit:] else {}
        )
        return answer([event_json(row) for row in rows[:limit]], headers=headers)

    @extend_schema(**schema.CREATE_EVENT)
    def post(self, request: Request) -> HttpResponse:
        """Makes an event in the caller's default calendar, or in the one named."""
        changes = event_changes(read_body(NewEvent, request, judge=judge_new(self.actor)))
        on_conflict = on_conflict_of(request)

        def act() -> Event:
            return create_event(actor=self.actor, changes=changes, on_conflict=on_conflict)

        done = once(claim_of(request), act, _created)
        if isinstance(done, Replay):
            pairs = [(pk, version) for pk, version in done.result["events"]]
            (event,), headers = events_as_answered(self.actor, pairs), REPLAYED
        else:
            event, headers = done, {}
        location = request.build_absolute_uri(f"/api/v1/events/{event.pk}")
        return event_answer(event, 201, {"Location": location, **headers})


class EventDetail(Door):
    """One event."""

    undoable = frozenset({"PUT", "PATCH", "DELETE"})

    @extend_schema(**schema.GET_EVENT)
    def get(self, request: Request, event_id: int) -> HttpResponse:
        """The event; 304 where `If-None-Match` names its present version."""
        if "at" in request.GET:
            at = _instant_asked(request, self.actor.timezone)
            return answer(event_json(event_as_of(self.actor, event_id, at)))
        row = get_event_row(self.actor, event_id)
        tag = {"ETag": etag(row.id, row.version)}
        if not_modified(request._request, tag["ETag"]):
            return answer(None, 304, tag)
        return answer(event_json(row), headers=tag)

    @extend_schema(**schema.UPDATE_EVENT)
    def put(self, request: Request, event_id: int) -> HttpResponse:
        """Changes any subset of the fields, as PATCH does."""
        return self._updated(request, event_id)

    @extend_schema(**schema.PATCH_EVENT)
    def patch(self, request: Request, event_id: int) -> HttpResponse:
        """Changes any subset of the fields, of the event or of some instances of a series."""
        return self._updated(request, event_id)

    @extend_schema(**schema.DELETE_EVENT)
    def delete(self, request: Request, event_id: int) -> HttpResponse:
        """Moves the event to the trash, or takes instances out of a series."""
        try:
            scope = scope_of(request)
        except Invalid:
            get_event(self.actor, event_id, Permission.CHANGE)
            raise
        if_match = match_of(request, event_id)
        event = delete_from_series(actor=self.actor, event_id=event_id, scope=scope, if_match=if_match)
        return answer(None, 204, undo_of([event]))

    def _updated(self, request: Request, event_id: int) -> HttpResponse:
        try:
            scope = scope_of(request)
            changes = event_changes(read_body(EventEdit, request, judge=self._judge(event_id, scope)))
            on_conflict = on_conflict_of(request)
        except Invalid:
            # Who may not change the event hears that first, and nothing about the body.
            get_event(self.actor, event_id, Permission.CHANGE)
            raise
        written = edit_series(
            actor=self.actor,
            event_id=event_id,
            changes=changes,
            scope=scope,
            if_match=match_of(request, event_id),
            on_conflict=on_conflict,
        )
        return series_answer(written)

    def _judge(self, event_id: int, scope: Scope) -> Judge:
        def judge(values: dict[str, Any], unread: Set[str]) -> None:
            content = content_of(get_event(self.actor, event_id, Permission.CHANGE))
            changes = changes_to_judge(values, unread)
            if scope.kind == "this" and scope.recurrence_id:
                edited_instance(content, scope.recurrence_id, changes)
            else:
                edited_series(content, changes, scope.recurrence_id)

        return judge


def _created(event: Event) -> tuple[int, dict[str, Any]]:
    """What is kept of a keyed request: status, ids and versions."""
    return 201, {"events": [[event.pk, event.version]]}


def _instant_asked(request: Request, timezone: str) -> datetime:
    """The instant of `at`; what is filtered by else belongs to the present."""
    with Query(request, timezone=timezone) as query:
        at = query.instant("at")
        for name in FILTERS.intersection(request.GET):
            query.fault(name, "invalid", "What was at an instant is shown without filters.")
    if at is None:
        raise Invalid.of("at", "invalid", "at is an instant of RFC 3339.")
    return at


def _filters(request: Request, timezone: str) -> tuple[EventFilters, bool]:
    """What the query string asks for, and whether the total is wanted."""
    with Query(request, timezone=timezone) as query:
        page = read_page(request, query)
        ordering = (query.words("ordering", ORDERS) or ["start_time"])[0]
        filters = read_filters(query)
        wants_count = query.boolean("count", False)
    after = page.after
    if after is not None and len(after) != 2:
        raise Invalid.of("cursor", "invalid", "This is no cursor that a list of events has given.")
    return (
        EventFilters(
            **filters,
            ordering=ordering,
            limit=page.limit,
            skip=page.skip,
            after=None if after is None else (after[0], after[1]),
        ),
        wants_count,
    )
