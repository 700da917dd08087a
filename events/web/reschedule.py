"""`/events/<id>/reschedule/`: moves an event, or one date of a series, to a free time."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from core.errors import Conflict
from core.web.page import PageView
from core.web.refusals import whole_sentence
from core.web.toasts import toast
from events.access.undo import undo_token_of
from events.actions.edit_series import edit_series
from events.changes import Scope
from events.web.form_page import asked_reschedule, open_event
from events.web.words import when_in_words


class Reschedule(PageView):
    """The buttons with free times on the page of an event that overlaps another one."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """Moves it there, unless the time was taken meanwhile."""
        recurrence_id = request.POST.get("recurrence_id") or None
        version = request.POST.get("version", "")
        known = version.isascii() and version.isdigit() and len(version) < 10
        opened = open_event(self.actor, event_id, recurrence_id, int(version) if known else None)
        changes, start_at, end_at, is_all_day = asked_reschedule(opened, request.POST.get("slot", ""))
        address = reverse("event", args=[event_id])
        if recurrence_id:
            address += "?" + urlencode({"recurrence_id": recurrence_id})
        try:
            written = edit_series(
                actor=self.actor,
                event_id=event_id,
                changes=changes,
                scope=Scope("this", recurrence_id) if recurrence_id else Scope(),
            )
        except Conflict as refusal:
            toast(request, whole_sentence(refusal.detail), failed=True)
            return redirect(address)
        values = {"when": when_in_words(start_at, end_at, is_all_day)}
        toast(request, _("Moved to %(when)s.") % values, undo_token_of(written.events))
        return redirect(address)
