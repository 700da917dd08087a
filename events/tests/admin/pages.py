"""The admin's pages about events, and what tests read from them."""

import re
from typing import Any

from django.urls import reverse

from accounts.models import User
from events.actions.update_event import update_event
from events.changes import EventChanges
from events.models import Event, HistoricalEvent, Occurrence
from journal.models import Entry

LIST = reverse("admin:events_event_changelist")


def address(page: str, *args: Any) -> str:
    """Of a page about events."""
    return reverse(f"admin:events_event_{page}", args=args)


def edit(event: Event, by: User, reason: str | None = None, **changes: Any) -> None:
    """An edit by somebody."""
    update_event(actor=by, event_id=event.pk, changes=EventChanges(**changes, change_reason=reason))


def stored() -> list[Any]:
    """All rows that a write would touch."""
    return [list(model._default_manager.values()) for model in (Event, HistoricalEvent, Occurrence, Entry)]


def cells(page: bytes) -> list[list[str]]:
    """The rows of the page's table, as text."""
    content = page.decode().partition('id="content-main"')[2]
    rows = re.findall(r"<tr>(.*?)</tr>", content, re.DOTALL)
    found = [re.findall(r"<t[dh].*?>(.*?)</t[dh]>", row, re.DOTALL) for row in rows[1:]]
    return [[re.sub(r"<.*?>", "", cell).strip() for cell in row] for row in found]
