"""`/events/<id>/`: an event with its people, its versions and what happened to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.selectors.people import people_by_id
from core.errors import Invalid
from core.web.page import PageView
from events.access import get_event, get_known_event
from events.enums import RANK_NEEDED, Permission, Role
from events.facts import EventContent
from events.models import Event, content_of
from events.rules.first_starts import first_starts
from events.rules.instances import get_instance, shown_instance
from events.rules.recurrence import Instance
from events.selectors.as_of import event_as_of
from events.selectors.calendars import calendar_names, find_calendar_of
from events.selectors.foresight import find_present_conflict
from events.web.conflict_panel import ConflictPanel, conflict_panel
from events.web.words import (
    STATUS_LABELS,
    TRANSPARENCY_LABELS,
    rule_in_words,
    when_elsewhere,
    when_in_words,
    zone_in_words,
)
from history.selectors.activity import activity_of
from history.selectors.versions import versions_of
from history.web.diff_view import calendars_named, diff_rows
from history.web.rail import bursts_shown
from history.web.words import version_in_words
from pages.web.deed_words import VERBS, fields_in_words
from sharing.enums import Kind
from sharing.selectors.access_list import access_list
from sharing.web.roles import NAMES

VERSIONS = 12
HAPPENINGS = 6
UPCOMING = 5
KEPT = "kept_times"
MOST_KEPT = 50
_OF_VERSIONS = {"event.updated", "event.merged", "event.rolled_back", "event.undone"}


@dataclass(frozen=True, slots=True)
class PanelShown:
    """The double booking on the page, and the date of a series that it is about."""

    panel: ConflictPanel
    recurrence_id: str
    when: str
    is_kept: bool


class EventPage(PageView):
    """An event, or with `?recurrence_id=` one date of a series, or with `?at=` how it was at an instant."""

    def get(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """The page."""
        at = _instant(request.GET.get("at"))
        event = get_known_event(self.actor, event_id) if at is None else event_as_of(self.actor, event_id, at)
        recurrence_id = request.GET.get("recurrence_id")
        series = content_of(event)
        content = series
        if recurrence_id is not None:
            content = shown_instance(series, get_instance(series, recurrence_id))
        coming = first_starts(series, UPCOMING, after=now()) if at is None else []
        if coming and recurrence_id is None:
            # of a whole series one wants to know when it is next
            content = replace(series, start_at=coming[0].start_at, end_at=coming[0].end_at)
        is_live = at is None and event.deleted_at is None
        may_change = is_live and event.rank >= RANK_NEEDED[Permission.CHANGE]
        context = {
            "event": event,
            "content": content,
            "recurrence_id": recurrence_id,
            "at": at,
            "is_live": is_live,
            "may_change": may_change,
            "may_own": is_live and event.rank >= RANK_NEEDED[Permission.DELETE],
            "access": access_list(self.actor, Kind.EVENT, event_id) if is_live else None,
            "conflict": self._conflict(event, recurrence_id) if may_change else None,
            "calendar": find_calendar_of(self.actor, event),
            "happenings": self._happenings(event_id) if at is None else [],
            "is_next": bool(coming) and recurrence_id is None,
            **_facts(series, content, coming),
            **self._versions(event),
        }
        return render(request, "pages/event.html", context)

    def _versions(self, event: Event) -> Mapping[str, Any]:
        """The newest versions, and what the last of them changed."""
        page = versions_of(self.actor, event.pk, limit=VERSIONS)
        newest = page.versions[0]
        before = page.versions[1].data if len(page.versions) > 1 else {}
        rows = []
        if newest.number > 1:
            names = calendar_names(self.actor, calendars_named(newest.changes))
            rows = diff_rows(before, newest.data, newest.changes, names)
        shown = bursts_shown(page.versions)
        return {
            "bursts": shown,
            "more_versions": page.next_before is not None,
            "newest": newest,
            "newest_words": version_in_words(newest),
            "newest_person": shown[0].person,
            "rows": rows,
            "is_split": self.request.GET.get("view") == "split",
        }

    def _conflict(self, event: Event, recurrence_id: str | None) -> PanelShown | None:
        found = find_present_conflict(self.actor, event, recurrence_id)
        if found is None:
            return None
        one = found.instance
        panel = conflict_panel(found.conflict, one.start_at, one.end_at, is_all_day=one.is_all_day)
        when = when_in_words(one.start_at, one.end_at, one.is_all_day)
        kept = [event.pk, event.version] in self.request.session.get(KEPT, [])
        return PanelShown(panel, found.recurrence_id, when, kept)

    def _happenings(self, event_id: int) -> Sequence[Mapping[str, Any]]:
        """What happened, versions aside that stand in their own list."""
        rows = activity_of(self.actor, event_id, limit=4 * HAPPENINGS)
        shown = [row for row in rows if row.verb not in _OF_VERSIONS][:HAPPENINGS]
        about = [(row.data or {}).get("user_id") for row in shown]
        people = people_by_id([*(row.actor_id for row in shown), *about])
        return [
            {
                "happening": row,
                "person": people.get(row.actor_id or 0),
                "words": VERBS.get(row.verb, row.summary),
                "fields": fields_in_words((row.data or {}).get("fields", [])),
                "about": people.get(pk or 0),
                "role": _role((row.data or {}).get("role")),
            }
            for row, pk in zip(shown, about, strict=True)
        ]


class KeepTime(PageView):
    """The button that says that a double booking is known: the page shows it in one line from now on."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """Remembers it for this event as it is now, in the browser's session."""
        event = get_event(self.actor, event_id)
        kept = [pair for pair in request.session.get(KEPT, []) if pair[0] != event.pk]
        request.session[KEPT] = [*kept[-MOST_KEPT:], [event.pk, event.version]]
        return redirect("event", event_id)


def _facts(series: EventContent, content: EventContent, coming: Sequence[Instance]) -> Mapping[str, Any]:
    """What the head of the page says."""
    first_day = (content.start_at if content.is_all_day else timezone.localtime(content.start_at)).date()
    is_one_day = not content.is_all_day and first_day == timezone.localtime(content.end_at).date()
    return {
        "when": when_in_words(content.start_at, content.end_at, content.is_all_day),
        "is_one_day": is_one_day,
        "first_day": first_day,
        "elsewhere": when_elsewhere(content),
        "event_zone": zone_in_words(content.timezone),
        "reader_zone": zone_in_words(timezone.get_current_timezone_name()),
        "rule": rule_in_words(series),
        "status": STATUS_LABELS.get(content.status, content.status),
        "availability": TRANSPARENCY_LABELS.get(content.transparency, content.transparency),
        "upcoming": [
            {
                "recurrence_id": one.recurrence_id,
                "words": when_in_words(one.start_at, one.end_at, series.is_all_day),
                "is_special": bool(one.patch),
            }
            for one in coming
        ],
    }


def _role(name: Any) -> str:
    """What a role is called; empty for none."""
    return str(NAMES[Role(name)]) if name in set(Role) else ""


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        # a plus that was not escaped arrives as a space
        at = parse_datetime(text.replace(" ", "+") if "T" in text else text)
    except ValueError:
        at = None
    if at is None:
        raise Invalid.of("at", "invalid", _("This is no moment: write it as 2026-11-18T14:00."))
    return at if at.tzinfo else timezone.make_aware(at)
