"""The doors of an event's history: parse, call one action or selector, render."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from core.api.answers import answer
from core.api.input import Query, read_body
from core.api.paging import Page, next_link, read_page
from core.api.views import Door
from core.errors import Fault, Invalid
from events.access import get_event
from events.api.v1.conditions import claim_of, event_answer, match_of, on_conflict_of
from events.api.v1.render import event_json
from events.enums import Permission
from events.selectors.versions import events_as_answered
from history.actions.rollback_event import rollback_event
from history.api.v1 import schema
from history.api.v1.render import activity_json, changelog_json, diff_json, history_json, version_json
from history.api.v1.serializers import Rollback
from history.changes import ChangelogFilters
from history.enums import DiffFormat
from history.rules.columns import COLUMN_OF
from history.rules.diff_html import html
from history.rules.diff_text import unified
from history.rules.recurrence_words import rules_in_words, with_words
from history.selectors.activity import activity_of
from history.selectors.changelog import changelog_of
from history.selectors.difference import diff_of
from history.selectors.versions import version_of, versions_of
from journal.actions.claim_key import Replay, once

CHANGELOG_LIMIT = 50


class HistoryList(Door):
    """The versions of an event."""

    @extend_schema(**schema.LIST_VERSIONS)
    def get(self, request: Request, event_id: int) -> HttpResponse:
        """The versions, newest first."""
        with Query(request) as query:
            page = read_page(request, query)
        found = versions_of(self.actor, event_id, limit=page.limit, before_version=_key(page))
        return answer(history_json(event_id, found.versions), headers=_next(request, found.next_before))


class VersionDetail(Door):
    """One version."""

    @extend_schema(**schema.GET_VERSION)
    def get(self, request: Request, event_id: int, version: int) -> HttpResponse:
        """The event as it was after one change."""
        return answer(version_json(version_of(self.actor, event_id, version)))


class RollbackVersion(Door):
    """The way back."""

    undoable = frozenset({"POST"})

    @extend_schema(**schema.ROLL_BACK)
    def post(self, request: Request, event_id: int, version: int) -> HttpResponse:
        """Makes the content of a version the newest one."""
        if request._request.body:
            # Who may not change the event does not learn what is wrong with the body.
            get_event(self.actor, event_id, Permission.CHANGE)
        asked = read_body(Rollback, request)
        options: dict[str, Any] = {
            "fields": asked.get("fields"),
            "reason": asked.get("change_reason"),
            "dry_run": asked["dry_run"],
            "if_match": match_of(request, event_id),
            "on_conflict": on_conflict_of(request),
        }
        event = once(
            None if asked["dry_run"] else claim_of(request),
            lambda: rollback_event(actor=self.actor, event_id=event_id, version=version, **options),
            lambda event: (200, {"events": [[event.pk, event.version]]}),
        )
        if isinstance(event, Replay):
            (event,) = events_as_answered(self.actor, [tuple(pair) for pair in event.result["events"]])
            return event_answer(event, headers={"Idempotent-Replayed": "true"})
        # What is not written has no version that a tag could stand for.
        return answer(event_json(event)) if asked["dry_run"] else event_answer(event)


class VersionDiff(Door):
    """What differs between two versions."""

    @extend_schema(**schema.COMPARE_VERSIONS)
    def get(self, request: Request, event_id: int, a: int, b: int) -> HttpResponse:
        """What leads from version a to version b; either may be the older one."""
        with Query(request) as query:
            form = query.choice("format", DiffFormat)
        found = diff_of(self.actor, event_id, a, b)
        said = rules_in_words(found.data_a, found.data_b, found.changes)
        if form is DiffFormat.TEXT:
            words_a, words_b = said.get("rrule", ("", ""))
            states = with_words(found.data_a, words_a), with_words(found.data_b, words_b)
            text = unified(*states, label_a=f"version {a}", label_b=f"version {b}")
            return HttpResponse(text, content_type="text/plain; charset=utf-8")
        if form is DiffFormat.HTML:
            return HttpResponse(html(found.changes, said), content_type="text/html; charset=utf-8")
        return answer(diff_json(found, now(), said))


class Changelog(Door):
    """Who changed what, and when."""

    @extend_schema(**schema.LIST_CHANGES)
    def get(self, request: Request, event_id: int) -> HttpResponse:
        """The versions with what each changed, newest first."""
        filters = _changelog_filters(request, self.actor.timezone)
        found = changelog_of(self.actor, event_id, filters)
        return answer(changelog_json(event_id, found.versions), headers=_next(request, found.next_before))


class Activity(Door):
    """What happened to an event, shares and revocations included."""

    @extend_schema(**schema.LIST_ACTIVITY)
    def get(self, request: Request, event_id: int) -> HttpResponse:
        """What happened, newest first."""
        with Query(request) as query:
            page = read_page(request, query)
        rows = activity_of(self.actor, event_id, limit=page.limit, before_id=_key(page))
        shown = rows[: page.limit]
        return answer(
            activity_json(shown), headers=_next(request, shown[-1].id if len(rows) > page.limit else None)
        )


def _changelog_filters(request: Request, timezone: str) -> ChangelogFilters:
    with Query(request, timezone=timezone) as query:
        page = read_page(request, query, default=CHANGELOG_LIMIT)
        actor = query.text("actor", max_length=150)
        field = request.GET.get("field")
        if field is not None and field not in COLUMN_OF:
            query.fault("field", "invalid_choice", f"A field of an event is one of {', '.join(COLUMN_OF)}.")
        filters = ChangelogFilters(
            actor=_person(actor),
            field=field,
            since=query.instant("since"),
            limit=page.limit,
            before_version=_key(page),
        )
    return filters


def _person(text: str | None) -> int | str | None:
    """A username, or the id that digits are; ids of nobody are kept within what a column can be asked for."""
    if text is None or not (text.isascii() and text.isdigit()):
        return text
    return int(text) if len(text) < 19 else 0


def _key(page: Page) -> int | None:
    """The row before which the page goes on; None for the first page."""
    match page.after:
        case None:
            return None
        case (int() as key,):
            return key
    message = "This is no cursor of this list."
    raise Invalid(message, faults=[Fault("cursor", "invalid", message)])


def _next(request: Request | HttpRequest, key: int | None) -> dict[str, str]:
    return {} if key is None else {"Link": next_link(request, [key])}
