"""`/events/<id>/restore/<version>/`: goes back to a version, in all or in some of its fields."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.selectors.people import people_by_id
from core.errors import Invalid
from core.web.kept_form import show_kept_form
from core.web.page import PageView
from core.web.refusals import whole_sentence
from core.web.toasts import toast
from events.access import get_event
from events.access.undo import undo_token_of
from events.changes import IfMatch
from events.enums import Permission
from events.errors import ScheduleConflict, StaleMatch
from events.facts import EventContent
from events.models import Event, content_of
from events.rules.wire import to_wire
from events.selectors.calendars import calendar_names
from events.web.conflict_panel import ConflictPanel, conflict_panel
from history.actions.rollback_event import rollback_event
from history.rules.diff import field_changes
from history.rules.diff_rows import FIELDS_OF, ROWS
from history.selectors.versions import version_of
from history.web.diff_view import calendars_named, diff_rows


class RestorePage(PageView):
    """What restoring a version would change, and then does."""

    keeps_form: ClassVar[bool] = True

    def get(self, request: HttpRequest, event_id: int, version: int) -> HttpResponse:
        """The preview: each field's outcome, and what stays as it is."""
        event, kept = get_event(self.actor, event_id, Permission.CHANGE), show_kept_form(request)
        if kept is None:
            return self._preview(event, version)
        chosen, reason = _known(kept.getlist("row")), kept.get("change_reason", "")[:500]
        return self._preview(event, version, chosen=chosen, reason=reason)

    def post(self, request: HttpRequest, event_id: int, version: int) -> HttpResponse:
        """Makes the chosen fields of the version the newest one."""
        event = get_event(self.actor, event_id, Permission.CHANGE)
        offered, chosen = request.POST.getlist("offered"), _known(request.POST.getlist("row"))
        reason = request.POST.get("change_reason", "")[:500]
        if not chosen:
            refusal = _("Choose at least one thing to restore.")
            return self._preview(event, version, refusal=refusal, reason=reason, status=422)
        # all that was offered is the whole version: then what has no row goes back with it
        fields = None if set(offered) <= set(chosen) else _fields(chosen)
        seen = request.POST.get("version", "")
        known = seen.isascii() and seen.isdigit() and len(seen) < 10
        allow = request.POST.get("on_conflict") == "allow"
        kept: dict[str, Any] = {"chosen": chosen, "reason": reason}
        try:
            restored = rollback_event(
                actor=self.actor,
                event_id=event_id,
                version=version,
                fields=fields,
                reason=reason or None,
                if_match=IfMatch(frozenset({int(seen)})) if known else None,
                on_conflict="allow" if allow else "refuse",
            )
        except ScheduleConflict as conflict:
            return self._preview(event, version, conflict=conflict, status=409, **kept)
        except StaleMatch:
            refusal = _("Somebody has changed the event since. Look again at what restoring would do now.")
            return self._preview(event, version, refusal=refusal, status=412, **kept)
        except Invalid as error:
            return self._preview(event, version, refusal=whole_sentence(error.detail), status=422, **kept)
        said = _("Restored version %(number)s.") % {"number": version}
        toast(request, said, undo_token_of([restored]))
        return redirect("event", event_id)

    def _preview(
        self,
        event: Event,
        version: int,
        *,
        chosen: Sequence[str] | None = None,
        reason: str = "",
        refusal: str = "",
        conflict: ScheduleConflict | None = None,
        status: int = 200,
    ) -> HttpResponse:
        then = version_of(self.actor, event.pk, version)
        before = to_wire(content_of(event))
        restored, found = self._dry_run(event.pk, version)
        content = content_of(restored)
        after = to_wire(content)
        changes = field_changes(before, after)
        names = calendar_names(self.actor, calendars_named(changes))
        clash = conflict or (None if refusal else found)
        context = {
            "event": event,
            "then": then,
            "person": people_by_id([then.changed_by]).get(then.changed_by or 0),
            "rows": diff_rows(before, after, changes, names),
            "chosen": chosen,
            "reason": reason,
            "refusal": refusal,
            "panel": None if clash is None else _panel(clash, content),
            "next_version": event.version + 1,
            "stays_in_calendar": then.data["calendar_id"] != after["calendar_id"],
        }
        return render(self.request, "history/restore.html", context, status=status)

    def _dry_run(self, event_id: int, version: int) -> tuple[Event, ScheduleConflict | None]:
        """The event as all of the version would leave it, and the clash that it would meet."""
        options: dict[str, Any] = {"actor": self.actor, "event_id": event_id, "version": version}
        try:
            return rollback_event(**options, dry_run=True), None
        except ScheduleConflict as conflict:
            return rollback_event(**options, dry_run=True, on_conflict="allow"), conflict


def _panel(conflict: ScheduleConflict, content: EventContent) -> ConflictPanel:
    span = content.start_at, content.end_at
    return conflict_panel(conflict, *span, is_all_day=content.is_all_day, with_slots=False)


def _known(rows: Sequence[str]) -> list[str]:
    """Those of the rows that there are."""
    return [row for row in ROWS if row in rows]


def _fields(rows: Sequence[str]) -> list[str]:
    """The wire names of the chosen rows; the rule by its one spelling."""
    return [field for row in rows for field in (("rrule",) if row == "rule" else FIELDS_OF[row])]
