"""A stale edit on its page: what two people changed, side by side, and what is decided about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from events.access import get_event
from events.enums import Permission
from events.errors import StaleVersion
from events.rules.form_fields import EventFields, FieldChoice, merge_fields
from events.web.event_form import GROUPS, EventForm, sent_values
from events.web.form_page import Opened, present_fields
from events.web.words import FIELD_LABELS, shown_field

SIDES = ("mine", "theirs", "merged")

Hidden = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Side:
    """One way to decide about a field: the words that one reads, and the values that the form then has."""

    key: str
    words: str
    hidden: Hidden
    is_preferred: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """A field to be decided."""

    name: str
    label: str
    before: str
    sides: Sequence[Side]


@dataclass(frozen=True, slots=True)
class Chooser:
    """What the page shows; `hidden` is the form with all that needs no decision, merged already."""

    title: str
    base_version: int
    version: int
    decisions: Sequence[Decision]
    merged: Sequence[str]
    hidden: Hidden


def chooser_of(
    actor: User, opened: Opened, form: EventForm, mine: EventFields, stale: StaleVersion
) -> Chooser:
    """The page for an edit that was refused because others changed the same."""
    assert opened.event is not None
    assert opened.before is not None
    event = get_event(actor, opened.event.pk, Permission.CHANGE)
    theirs = present_fields(opened, event)
    also = frozenset(GROUP_OF.get(fault.field, fault.field) for fault in stale.faults)
    merged, choices = merge_fields(opened.before, mine, theirs, also)
    decided_later = {choice.name for choice in choices}
    values = {
        name: sent
        for name, sent in sent_values(merged).items()
        if not any(name in GROUPS[group] for group in decided_later)
    }
    rest = {name: [form.cleaned_data[name] or ""] for name in ("scope", "recurrence_id", "change_reason")}
    hidden = [(name, str(value)) for name, sent in {**values, **rest}.items() for value in sent]
    return Chooser(
        title=theirs.title,
        base_version=stale.data["base_version"],
        version=event.version,
        decisions=[_decision(choice, merged, opened) for choice in choices],
        merged=_merged_labels(opened.before, mine, theirs, decided_later),
        hidden=[("version", str(event.version)), *hidden],
    )


def decided(posted: QueryDict) -> tuple[QueryDict, list[str]]:
    """The form as it was decided, and the fields of which nobody said anything: these are as one's own."""
    data, undecided = posted.copy(), []
    for group in posted.getlist("decide"):
        if group not in GROUPS:
            continue
        side = posted.get(f"choice.{group}", "")
        if side not in SIDES:
            undecided.append(group)
            side = "mine"
        for name in GROUPS[group]:
            data.setlist(name, posted.getlist(f"{side}.{name}"))
    return data, undecided


GROUP_OF = {
    "start_time": "when",
    "end_time": "when",
    "is_all_day": "when",
    "timezone": "when",
    "rrule": "rule",
}


def _decision(choice: FieldChoice, merged: EventFields, opened: Opened) -> Decision:
    values = {"mine": choice.mine, "theirs": choice.theirs}
    if choice.merged is not None and choice.merged not in (choice.mine, choice.theirs):
        values["merged"] = choice.merged
    sides = [
        Side(
            key=key,
            words=shown_field(choice.name, value, merged, opened.calendars) or _("(empty)"),
            hidden=_hidden(choice.name, key, value, merged),
            is_preferred=key == "merged" and choice.is_clean,
        )
        for key, value in values.items()
    ]
    before = shown_field(choice.name, choice.base, merged, opened.calendars)
    return Decision(choice.name, str(FIELD_LABELS[choice.name]), before, sides)


def _hidden(group: str, side: str, value: Any, merged: EventFields) -> Hidden:
    sent = sent_values(merged.with_field(group, value))
    return [(f"{side}.{name}", text) for name in GROUPS[group] for text in sent.get(name, [])]


def _merged_labels(
    before: EventFields, mine: EventFields, theirs: EventFields, decided_later: set[str]
) -> list[str]:
    """What was changed by one side or the other, and needs no decision."""
    return [
        str(FIELD_LABELS[name])
        for name in GROUPS
        if name not in decided_later
        and not getattr(before, name) == getattr(mine, name) == getattr(theirs, name)
    ]
