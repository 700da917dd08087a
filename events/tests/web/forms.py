"""What a browser would send of a form that a page shows, and the rows that a write leaves."""

import json
import re
from html.parser import HTMLParser
from typing import Any

from django.test import Client

from accounts.models import User
from events.models import Event, HistoricalEvent, Occurrence
from journal.models import Entry

# what differs between two writes of the same: who, when, which row, through which door
_OWN = {
    "id",
    "uid",
    "history_id",
    "history_date",
    "created_at",
    "updated_at",
    "source",
    "owner_id",
    "deleted_by_id",
    "calendar_id",
}


class _Fields(HTMLParser):
    """Reads the fields of the form with the id, or of the first one in `main`."""

    def __init__(self, form_id: str | None) -> None:
        super().__init__()
        self.form_id = form_id
        self.data: dict[str, list[str]] = {}
        self.depth = False
        self.in_main = False
        self.select: str | None = None
        self.text: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = dict(attrs)
        self.in_main = self.in_main or tag == "main"
        if tag == "form" and (at.get("id") == self.form_id if self.form_id else self.in_main):
            self.depth = True
        if not self.depth:
            return
        name = at.get("name") or ""
        if tag == "input" and name:
            if at.get("type") in ("checkbox", "radio") and "checked" not in at:
                return
            self.data.setdefault(name, []).append(
                at.get("value") or ("on" if at.get("type") == "checkbox" else "")
            )
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in at:
            self.data.setdefault(self.select, []).append(at.get("value") or "")
        elif tag == "textarea":
            self.text = name
            self.data[name] = [""]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.depth = False
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.text = None

    def handle_data(self, data: str) -> None:
        if self.text:
            # the line break after the tag belongs to the markup
            self.data[self.text][0] += data.removeprefix("\r\n").removeprefix("\n")


def sent(html: str, form_id: str | None = None, **changes: Any) -> dict[str, Any]:
    """The fields of a form as a browser sends them, some of them changed; None leaves one out."""
    reader = _Fields(form_id)
    reader.feed(html)
    data: dict[str, Any] = {**reader.data, **changes}
    data.pop("csrfmiddlewaretoken", None)
    return {name: value for name, value in data.items() if value is not None}


def left_behind(owner: User) -> dict[str, Any]:
    """What a person's events have left in the tables, without what every write has of its own."""
    events = [_plain(row) for row in Event.objects.filter(owner=owner).order_by("pk")]
    versions = [
        _plain(row) for row in HistoricalEvent.objects.filter(owner_id=owner.pk).order_by("history_id")
    ]
    occurrences = list(
        Occurrence.objects.filter(owner=owner)
        .order_by("event_id", "start_at")
        .values_list("recurrence_id", "start_at", "end_at", "is_busy")
    )
    entries = [
        (
            entry.verb,
            entry.subject_version,
            json.dumps(_without_ids(entry.payload), sort_keys=True, default=str),
        )
        for entry in Entry.objects.filter(actor_id=owner.pk, subject_kind="event").order_by("pk")
    ]
    return {"events": events, "versions": versions, "occurrences": occurrences, "entries": entries}


def texts(html: str) -> str:
    """What stands on a page, without markup and with single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def _plain(row: Any) -> dict[str, Any]:
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in _OWN
        and not field.attname.endswith("_user_id")
        and field.attname != "split_from_id"
    }
    return {**values, "deleted_at": row.deleted_at is not None}


def _without_ids(payload: Any) -> Any:
    return {key: value for key, value in (payload or {}).items() if key not in ("split_from", "calendar_id")}


def event_form(client: Client, address: str, **changes: Any) -> dict[str, Any]:
    """The form of an event at an address, with some of its fields filled in otherwise."""
    return sent(client.get(address).content.decode(), "event-form", **changes)
