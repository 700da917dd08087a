"""What one person changed lately, as the journal tells it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import now

from accounts.actors import Actor
from events.access import user_id_of, visible_calendars, visible_to, visible_trash
from events.access.undo import FINAL, undo_token
from journal.access.undo import LIFETIME, deed_token
from journal.selectors import Deed, entries_by

KINDS = frozenset({"event", "calendar"})
Subject = tuple[str, int]
_HIDING = frozenset({"calendar.deleted", "calendar.revoked", "event.revoked"})
"""Deeds after which one may no longer see what they were done to."""
_FINAL = frozenset(f"event.{verb}" for verb in FINAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDeed:
    """One thing that the reader did. `title` is what the event or calendar is called now.

    It is None where he cannot open it any more; `undo_token` takes the write back, None where nothing does.
    Of a role, `person_id` is whose it is, and `previous_role` and `role` what it was and is; None for none.
    """

    id: int
    at: datetime
    source: str
    verb: str
    kind: str
    subject_id: int | None
    version: int | None
    title: str | None
    is_trashed: bool
    fields: Sequence[str]
    restored_from: int | None
    person_id: int | None
    previous_role: str | None
    role: str | None
    undo_token: str | None


@dataclass(frozen=True, slots=True)
class DeedPage:
    """Deeds, newest first; the next page goes on before the entry `next_before`, None at the end."""

    deeds: Sequence[OwnDeed]
    next_before: int | None


def own_deeds(
    actor: Actor, *, limit: int, before_id: int | None = None, undoable: Collection[str] = ()
) -> DeedPage:
    """What the actor did to events and calendars, newest first; at most four queries.

    A write of an event can be taken back for `LIFETIME`, as long as the event can be opened; so can deeds
    whose verbs are `undoable`, also where it is by them that the thing is out of sight.
    """
    user_id = user_id_of(actor)
    entries = entries_by(user_id, KINDS, before_id=before_id, limit=limit + 1)
    page = entries[:limit]
    titles, trashed = _titles(user_id, page)
    deeds = [_deed(user_id, entry, titles, trashed, undoable) for entry in page]
    return DeedPage(deeds, page[-1].id if len(entries) > limit else None)


def _titles(user_id: int, page: Sequence[Deed]) -> tuple[dict[Subject, str], set[Subject]]:
    """What the things are called that the actor can open, and which of them lie in the trash."""
    ids: dict[str, set[int]] = {kind: set() for kind in KINDS}
    for entry in page:
        if entry.subject_id is not None:
            ids[entry.subject_kind].add(entry.subject_id)
    found: dict[Subject, str] = {}
    trashed: set[Subject] = set()
    for pk, title in visible_to(user_id).filter(pk__in=ids["event"]).order_by().values_list("pk", "title"):
        found["event", pk] = title
    for pk, title in visible_trash(user_id).filter(pk__in=ids["event"]).order_by().values_list("pk", "title"):
        found["event", pk] = title
        trashed.add(("event", pk))
    calendars = visible_calendars(user_id).filter(pk__in=ids["calendar"]).order_by()
    for pk, name in calendars.values_list("pk", "name"):
        found["calendar", pk] = name
    return found, trashed


def _deed(
    user_id: int,
    entry: Deed,
    titles: dict[Subject, str],
    trashed: set[Subject],
    undoable: Collection[str],
) -> OwnDeed:
    subject = entry.subject_kind, entry.subject_id or 0
    data = entry.data or {}
    return OwnDeed(
        id=entry.id,
        at=entry.at,
        source=entry.source,
        verb=entry.verb,
        kind=entry.subject_kind,
        subject_id=entry.subject_id,
        version=entry.version,
        title=titles.get(subject),
        is_trashed=subject in trashed,
        fields=data.get("fields", []),
        restored_from=data.get("restored_from"),
        person_id=data.get("user_id"),
        previous_role=data.get("previous"),
        role=data.get("role"),
        undo_token=_token(user_id, entry, undoable, is_open=subject in titles),
    )


def _token(user_id: int, entry: Deed, undoable: Collection[str], *, is_open: bool) -> str | None:
    if entry.at <= now() - LIFETIME or entry.subject_id is None:
        return None
    data = entry.data or {}
    if entry.verb in undoable and (is_open or entry.verb in _HIDING) and "group_id" not in data:
        return None if data.get("is_default") else deed_token(user_id, entry.verb, [entry.id])
    if not is_open or entry.version is None or entry.verb in _FINAL:
        return None
    return undo_token(user_id, [(entry.subject_id, entry.version)])
