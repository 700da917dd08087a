"""`/events/<id>/edit/`: changes an event, or some instances of a series."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import Forbidden, NotFound
from core.web.error_page import error_page, is_part
from core.web.kept_form import find_kept_form, keep_form
from core.web.toasts import toast
from events.access.undo import undo_token_of
from events.actions.edit_series import edit_series
from events.changes import OnConflict
from events.errors import StaleVersion
from events.rules.form_fields import EventFields
from events.web.event_form import EventForm
from events.web.form_page import Opened, asked_changes, asked_scope, open_event
from events.web.form_view import EventFormView
from events.web.stale_edit import chooser_of


class EditEvent(EventFormView):
    """The form of an event. `?recurrence_id=` opens one instance of a series."""

    def get(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """The form with the event as it is."""
        sent = find_kept_form(request)
        if sent is None:
            opened = open_event(self.actor, event_id, request.GET.get("recurrence_id"))
        else:
            opened = self._opened(event_id, sent)
        assert opened.before is not None
        return self.show(opened, opened.before)

    def post(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """Saves the edit, merged with what others have changed since the form was opened."""
        try:
            opened = self._opened(event_id, request.POST)
        except (Forbidden, NotFound) as refusal:
            # deleted or taken away meanwhile: what was typed can still become an event of one's own
            if is_part(request) or "title" not in request.POST:
                raise
            kept = keep_form(request, reverse("event-new"))
            return error_page(request, refusal, (kept, _("Keep what you typed as a new event")))
        assert opened.before is not None
        return self.answer(opened, opened.before)

    def _opened(self, event_id: int, sent: QueryDict) -> Opened:
        """The event at the version that the form names, the newest where it names none."""
        version = sent.get("version", "")
        return open_event(
            self.actor,
            event_id,
            sent.get("recurrence_id") or None,
            int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None,
        )

    def save(
        self, opened: Opened, form: EventForm, fields: EventFields, on_conflict: OnConflict
    ) -> HttpResponse:
        """Writes the edit in its scope."""
        assert opened.event is not None
        scope = asked_scope(opened, form)
        written = edit_series(
            actor=self.actor,
            event_id=opened.event.pk,
            changes=asked_changes(opened, form, fields),
            scope=scope,
            on_conflict=on_conflict,
        )
        text = _said(written.event.written_by, written.dropped_overrides)
        toast(self.request, text, undo_token_of(written.events))
        address = reverse("event", args=[written.event.pk])
        if scope.kind == "this" and scope.recurrence_id:
            address += "?" + urlencode({"recurrence_id": scope.recurrence_id})
        return redirect(address)

    def choose(
        self, opened: Opened, form: EventForm, fields: EventFields, stale: StaleVersion
    ) -> HttpResponse:
        """Mine, theirs and both in one, field by field; what is not in conflict is merged already."""
        chooser = chooser_of(self.actor, opened, form, fields, stale)
        context = {"chooser": chooser, "opened": opened}
        return render(self.request, "events/stale_edit.html", context, status=409)


def _said(written_by: int | None, dropped: Sequence[str] | None) -> str:
    if written_by is None:
        return _("Nothing was changed.")
    if not dropped:
        return _("Saved.")
    return ngettext(
        "Saved. One date that had been changed by itself no longer takes place.",
        "Saved. %(count)s dates that had been changed by themselves no longer take place.",
        len(dropped),
    ) % {"count": len(dropped)}
