"""The operations of a batch: read one by one, done at once, answered by index."""

from collections.abc import Sequence, Set
from typing import Any

from django.http import HttpResponse

from accounts.models import User
from core.api.answers import answer
from core.api.input import Judge, parsed
from core.api.problems import problem_document
from core.errors import Invalid
from events.actions.change_events import change_events
from events.actions.plan_events import Mode, Outcome
from events.api.v1.conditions import undo_of
from events.api.v1.render import event_json
from events.api.v1.serializers import OPERATIONS, event_changes, judge_edit, judge_new
from events.changes import OnConflict, Operation
from events.rules.durations import read_duration
from events.selectors.versions import events_as_answered
from journal.actions.claim_key import Claim, Replay, once

STATUS = {"create": 201, "update": 200, "move": 200, "delete": 204}


def answer_operations(
    actor: User,
    items: Sequence[dict[str, Any]],
    *,
    mode: Mode,
    dry_run: bool,
    on_conflict: OnConflict,
    claim: Claim | None,
) -> HttpResponse:
    """Does the operations and answers `[{index, op, status, event?, error?}]`; one undo token for all."""
    operations = [_operation(actor, item) for item in items]
    names = [str(item.get("op")) for item in items]

    def act() -> list[Outcome]:
        return change_events(
            actor=actor, operations=operations, mode=mode, dry_run=dry_run, on_conflict=on_conflict
        )

    def remember(outcomes: list[Outcome]) -> tuple[int, dict[str, Any]]:
        return status, {"outcomes": [_remembered(*each) for each in zip(names, outcomes, strict=True)]}

    status = 200 if mode == "atomic" else 207
    done = once(None if dry_run else claim, act, remember)
    if isinstance(done, Replay):
        rows = _replayed(actor, names, done.result["outcomes"])
        return answer(rows, done.status, {"Idempotent-Replayed": "true"})
    rendered = [
        _rendered(index, op, outcome, dry_run)
        for index, (op, outcome) in enumerate(zip(names, done, strict=True))
    ]
    return answer(rendered, status, undo_of([one.event for one in done if one.event is not None]))


def _operation(actor: User, item: dict[str, Any]) -> Operation | Invalid:
    op = item.get("op")
    try:
        if not isinstance(op, str) or op not in OPERATIONS:
            raise Invalid.of("op", "invalid_choice", f"op is one of {', '.join(OPERATIONS)}.")
        judges: dict[str, Judge] = {"create": judge_new(actor), "update": judge_edit(actor)}
        values = parsed(OPERATIONS[op], item, judge=_of_fields(judges[op]) if op in judges else None)
        del values["op"]
        by, event_id = values.pop("by", None), values.pop("id", 0)
        if op == "move" and by is None and "calendar_id" not in values:
            raise Invalid.of("by", "required", "Say by how much, or to which calendar_id.")
        return Operation(
            op=op,  # type: ignore[arg-type]  # it is one of the keys
            event_id=event_id,
            changes=event_changes(values),
            by=None if by is None else read_duration("by", by),
        )
    except Invalid as refusal:
        return refusal


def _of_fields(judge: Judge) -> Judge:
    """The judge of an event's fields, for an operation, which has others besides."""

    def judge_fields(values: dict[str, Any], unread: Set[str]) -> None:
        judge({name: value for name, value in values.items() if name not in ("op", "id")}, unread)

    return judge_fields


def _rendered(index: int, op: str, outcome: Outcome, dry_run: bool) -> dict[str, Any]:
    if outcome.error is not None:
        return _refused(index, op, outcome.error.status, problem_document(outcome.error))
    assert outcome.event is not None
    status = 200 if dry_run and op == "create" else STATUS[op]
    shown = {} if op == "delete" else {"event": event_json(outcome.event)}
    return {"index": index, "op": op, "status": status, **shown}


def _refused(index: int, op: str, status: int, error: dict[str, Any]) -> dict[str, Any]:
    known = {"op": op} if op in OPERATIONS else {}
    return {"index": index, **known, "status": status, "error": error}


def _remembered(op: str, outcome: Outcome) -> dict[str, Any]:
    if outcome.error is not None:
        return {"status": outcome.error.status, "error": problem_document(outcome.error)}
    assert outcome.event is not None
    return {} if op == "delete" else {"event": [outcome.event.pk, outcome.event.version]}


def _replayed(actor: User, names: Sequence[str], stored: list[dict[str, Any]]) -> list[dict[str, Any]]:
    pairs = [(pk, version) for item in stored if "event" in item for pk, version in [item["event"]]]
    events = iter(events_as_answered(actor, pairs))
    rows: list[dict[str, Any]] = []
    for index, (op, item) in enumerate(zip(names, stored, strict=True)):
        if "error" in item:
            rows.append(_refused(index, op, item["status"], item["error"]))
        else:
            shown = {"event": event_json(next(events))} if "event" in item else {}
            rows.append({"index": index, "op": op, "status": STATUS[op], **shown})
    return rows
