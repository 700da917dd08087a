"""The door of /api/v1/events/batch."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from core.api.answers import answer
from core.api.input import Judge, parsed, read_body
from core.api.problems import problem_document
from core.api.views import Door
from core.errors import Invalid
from events.actions.create_events import create_events
from events.actions.plan_events import Outcome
from events.api.v1 import schema
from events.api.v1.conditions import claim_of, on_conflict_of, undo_of
from events.api.v1.operations import answer_operations
from events.api.v1.render import event_json
from events.api.v1.serializers import BatchInput, NewEvent, event_changes, judge_new
from events.changes import EventChanges
from events.selectors.versions import events_as_answered
from journal.actions.claim_key import Replay, once


class Batch(Door):
    """Up to fifty new events at once, or up to five hundred operations."""

    undoable = frozenset({"POST"})

    @extend_schema(**schema.CREATE_BATCH)
    def post(self, request: Request) -> HttpResponse:
        """Makes all of the events or none (`atomic`), or each that can be made (`each`).

        Instead of `events` it takes `operations`, which make, edit, move and delete events; they are done at
        once, and conflicts are judged on what they leave. Their answer is a list of what became of each.
        """
        envelope = read_body(BatchInput, request)
        mode, dry_run = envelope["mode"], envelope["dry_run"]
        on_conflict = on_conflict_of(request)
        if "operations" in envelope:
            return answer_operations(
                self.actor,
                envelope["operations"],
                mode=mode,
                dry_run=dry_run,
                on_conflict=on_conflict,
                claim=claim_of(request),
            )
        items = [_parsed(item, judge_new(self.actor)) for item in envelope["events"]]

        def act() -> list[Outcome]:
            return create_events(
                actor=self.actor, items=items, mode=mode, dry_run=dry_run, on_conflict=on_conflict
            )

        def remember(outcomes: list[Outcome]) -> tuple[int, dict[str, Any]]:
            return 201 if mode == "atomic" else 207, {"outcomes": [_remembered(one) for one in outcomes]}

        done = once(None if dry_run else claim_of(request), act, remember)
        if isinstance(done, Replay):
            rows = self._replayed(done.result["outcomes"], mode)
            return answer(rows, done.status, {"Idempotent-Replayed": "true"})
        undo = undo_of([outcome.event for outcome in done if outcome.event is not None])
        rendered = [_rendered(index, outcome, dry_run) for index, outcome in enumerate(done)]
        if mode == "atomic":
            return answer([item["event"] for item in rendered], 200 if dry_run else 201, undo)
        return answer(rendered, 207, undo)

    def _replayed(self, stored: list[dict[str, Any]], mode: str) -> list[dict[str, Any]]:
        pairs = [tuple(item["event"]) for item in stored if "event" in item]
        events = iter(events_as_answered(self.actor, pairs))
        rendered: list[dict[str, Any]] = []
        for index, item in enumerate(stored):
            if "event" in item:
                rendered.append({"index": index, "status": 201, "event": event_json(next(events))})
            else:
                rendered.append({"index": index, **item})
        return [item["event"] for item in rendered] if mode == "atomic" else rendered


def _parsed(item: dict[str, Any], judge: Judge) -> EventChanges | Invalid:
    try:
        return event_changes(parsed(NewEvent, item, judge=judge))
    except Invalid as refusal:
        return refusal


def _rendered(index: int, outcome: Outcome, dry_run: bool) -> dict[str, Any]:
    if outcome.event is not None:
        return {"index": index, "status": 200 if dry_run else 201, "event": event_json(outcome.event)}
    assert outcome.error is not None
    return {"index": index, "status": outcome.error.status, "error": problem_document(outcome.error)}


def _remembered(outcome: Outcome) -> dict[str, Any]:
    if outcome.event is not None:
        return {"event": [outcome.event.pk, outcome.event.version]}
    assert outcome.error is not None
    return {"status": outcome.error.status, "error": problem_document(outcome.error)}
