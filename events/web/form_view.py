"""What happens to the form of an event, whether it is a new one or not: looked at, refused, saved."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.errors import DomainError, NotFound
from core.web.error_page import is_part
from core.web.kept_form import show_kept_form
from core.web.page import PageView
from events.changes import OnConflict
from events.errors import ScheduleConflict, StaleVersion
from events.rules.form_fields import EventFields
from events.web.conflict_panel import ConflictPanel
from events.web.event_form import EventForm, fields_of_form, sent_values
from events.web.form_page import Opened, asked_scope, form_for, panel_of, preview_of, with_slot
from events.web.stale_edit import decided


class EventFormView(PageView):
    """The pages with the form. Subclasses say what is opened and how it is saved."""

    keeps_form: ClassVar[bool] = True

    @property
    def with_whom(self) -> Sequence[str]:
        """The people whom the event is planned with, by name or address."""
        return ()

    def save(
        self, opened: Opened, form: EventForm, fields: EventFields, on_conflict: OnConflict
    ) -> HttpResponse:
        """Writes what the form asks for and leads to it; raises what the actions raise."""
        raise NotImplementedError

    def choose(
        self, opened: Opened, form: EventForm, fields: EventFields, stale: StaleVersion
    ) -> HttpResponse:
        """The page that lets one decide what two people changed."""
        raise stale

    def show(self, opened: Opened, shown: EventFields) -> HttpResponse:
        """The form as it was opened, or as it was sent when it could not be taken."""
        kept = show_kept_form(self.request)
        if kept is None:
            return self.page(opened, form_for(opened, shown))
        return self.page(opened, form_for(opened, shown, decided(kept)[0]))

    def answer(self, opened: Opened, shown: EventFields) -> HttpResponse:
        """The answer to a form that was sent; `shown` is what it was opened with."""
        data, undecided = decided(self.request.POST)
        if is_part(self.request) and not data.get("title", "").strip():
            # what is foreseen while one types does not wait for the title
            data["title"] = "–"
        form = form_for(opened, shown, data)
        if not form.is_valid():
            return self.page(opened, form, status=422)
        try:
            fields = fields_of_form(form)
            slot = data.get("slot") or data.get("save_at")
            if slot:
                fields = with_slot(fields, slot)
                for name, values in sent_values(fields).items():
                    data.setlist(name, values)
                form = form_for(opened, shown, data)
                form.is_valid()
            form.show_undecided(undecided)
            if undecided or {"preview", "slot", "edit"} & data.keys():
                return self.page(opened, form)
            allow = data.get("on_conflict") == "allow"
            return self.save(opened, form, fields, "allow" if allow else "refuse")
        except StaleVersion as stale:
            try:
                return self.choose(opened, form, fields, stale)
            except NotFound as gone:
                # somebody has taken this date out of the series: what was typed for it stays
                form.refuse(gone)
                return self.page(opened, form, status=422)
        except ScheduleConflict as conflict:
            panel = panel_of(opened, fields, asked_scope(opened, form), conflict)
            return self.page(opened, form, status=409, panel=panel)
        except DomainError as refusal:
            # a date that is gone, as above
            if refusal.status == 403 or (refusal.status == 404 and opened.recurrence_id is None):
                raise
            form.refuse(refusal)
            return self.page(opened, form, status=422)

    def page(
        self, opened: Opened, form: EventForm, *, status: int = 200, panel: ConflictPanel | None = None
    ) -> HttpResponse:
        """The form, or for htmx what it would come to, alone."""
        request: HttpRequest = self.request
        # what was refused is said by the panel or by the errors, and need not be foreseen
        preview = preview_of(self.actor, opened, form) if form.is_bound and status == 200 else None
        context: dict[str, Any] = {
            "form": form,
            "opened": opened,
            "panel": panel,
            "preview": preview,
            "with_whom": self.with_whom,
        }
        if is_part(request):
            return render(request, "events/_preview.html", context)
        return render(request, "events/event_form.html", context, status=status)
