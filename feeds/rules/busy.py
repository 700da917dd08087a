"""Events as blocks of busy time: when, and nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from events.enums import Status, Transparency
from events.facts import EventContent
from events.rules.content import series_of
from feeds.facts import Outgoing, OutgoingEvent
from feeds.rules.instances_of_series import instance_content

BUSY = "Busy"
TIMES = ("start_time", "end_time")


def busy_outgoing(outgoing: Outgoing) -> Outgoing:
    """The same without words: titles are "Busy", uids say nothing, and free time is left out."""
    return replace(outgoing, events=_blocks(outgoing))


def busy_content(content: EventContent) -> EventContent:
    """The content without words; instances of it that are not busy are excluded from it."""
    return replace(
        content,
        title=BUSY,
        description="",
        location="",
        tags=(),
        status=Status.CONFIRMED,
        transparency=Transparency.OPAQUE,
        ical_properties={},
        recurrence_overrides={
            key: _patch(content, patch) for key, patch in content.recurrence_overrides.items()
        },
    )


def _blocks(outgoing: Outgoing) -> Iterator[OutgoingEvent]:
    for event in outgoing.events:
        content, uid = event.content, str(uuid5(NAMESPACE_OID, event.uid))
        if _is_busy(content, {}):
            yield replace(event, uid=uid, content=busy_content(content))
        else:
            for number, block in enumerate(_busy_instances(content)):
                yield replace(event, uid=f"{uid}-{number}", content=block)


def _busy_instances(content: EventContent) -> Iterator[EventContent]:
    """Of a series that takes no time those instances that do: only an override makes one."""
    for key, patch in content.recurrence_overrides.items():
        if _is_busy(content, patch):
            instance = instance_content(content, series_of(content), datetime.fromisoformat(key), patch)
            yield busy_content(instance)


def _patch(content: EventContent, patch: Mapping[str, Any]) -> dict[str, Any]:
    if patch.get("excluded") or not _is_busy(content, patch):
        return {"excluded": True}
    return {name: patch[name] for name in TIMES if name in patch}


def _is_busy(content: EventContent, patch: Mapping[str, Any]) -> bool:
    if patch.get("excluded"):
        return False
    status = patch.get("status", content.status)
    return bool(
        status != Status.CANCELLED and patch.get("transparency", content.transparency) == Transparency.OPAQUE
    )
