"""`/events/several/`: one change to many events, foreseen event by event and then made as one write."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import Invalid
from core.web.kept_form import show_kept_form
from core.web.page import PageView
from core.web.toasts import toast
from events.access.undo import undo_token_of
from events.actions.change_events import change_events
from events.actions.plan_events import Mode, Outcome
from events.changes import MOST_OPERATIONS, OnConflict, Operation
from events.errors import BatchFailed
from events.models import content_of
from events.rules.many_events import Chosen, Tagged, operations_for
from events.selectors.calendars import calendar_names, calendars_to_write
from events.selectors.chosen_events import chosen_events
from events.web.several_form import SeveralForm, read_chosen, write_chosen
from events.web.several_rows import foreseen_rows, rows_of


class SeveralEvents(PageView):
    """What was chosen, what is to be done with it, what would come of it, and doing it."""

    keeps_form: ClassVar[bool] = True

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page; `event` names the events, and the fields of the form what is wished."""
        return self._page(show_kept_form(request) or request.GET)

    def post(self, request: HttpRequest) -> HttpResponse:
        """The same of a selection that a form sends; with `do` it is done."""
        if "do" not in request.POST:
            return self._page(request.POST)
        try:
            return self._done(request.POST)
        except (BatchFailed, Invalid):
            refusal = _("Nothing was changed, because not all of it can be done. This is how it stands now.")
            return self._page(request.POST, status=409, refusal=refusal)

    def _page(self, values: QueryDict, *, status: int = 200, refusal: str = "") -> HttpResponse:
        chosen = read_chosen(values.getlist("event"))
        form = self._form(values)
        context: dict[str, Any] = {"form": form, "next": _next(values), "refusal": refusal}
        if len(chosen) > MOST_OPERATIONS:
            words = ngettext(
                "%(count)s event is chosen; at most %(most)s can be changed at once. Choose fewer of them.",
                "%(count)s events are chosen; at most %(most)s can be changed at once. Choose fewer of them.",
                len(chosen),
            )
            context["refusal"] = words % {"count": len(chosen), "most": MOST_OPERATIONS}
            return render(self.request, "events/several.html", context, status=422)
        events = chosen_events(self.actor, [each.event_id for each in chosen])
        contents = {pk: content_of(event) for pk, event in events.items()}
        homes = {content.calendar_id for content in contents.values()}
        is_wished = form.is_bound and form.is_valid()
        calendars = calendar_names(self.actor, homes | ({form.wish.calendar_id} if is_wished else set()))
        versions = {pk: event.version for pk, event in events.items()}
        context |= {"chosen": [write_chosen(each, versions) for each in chosen]}
        if not is_wished or not chosen:
            rows = rows_of(chosen, contents, calendars)
            status = 422 if form.is_bound and form.errors else status
        else:
            present = {pk: Tagged(event.version, event.tags) for pk, event in events.items()}
            wish = form.wish
            outcomes = self._foreseen(operations_for(wish, chosen, present))
            rows = foreseen_rows(chosen, events, contents, calendars, wish, outcomes)
            context |= {"numbers": Counter(row.state for row in rows), "kept": form.kept(), "wish": wish}
        context |= {"rows": rows, "has_series": any(row.rule for row in rows)}
        return render(self.request, "events/several.html", context, status=status)

    def _form(self, values: QueryDict) -> SeveralForm:
        calendars = [(calendar.pk, calendar.name) for calendar in calendars_to_write(self.actor)]
        return SeveralForm(values if "action" in values else None, calendars=calendars)

    def _foreseen(self, operations: Sequence[Operation]) -> list[Outcome]:
        return change_events(actor=self.actor, operations=operations, mode="each", dry_run=True)

    def _done(self, values: QueryDict) -> HttpResponse:
        """Does it; raises `BatchFailed` and `Invalid` where all is wanted and not all can be done."""
        chosen, form = read_chosen(values.getlist("event")), self._form(values)
        if not chosen or len(chosen) > MOST_OPERATIONS or not form.is_bound or not form.is_valid():
            return self._page(values)
        mode: Mode = "each" if values.get("mode") == "each" else "atomic"
        allow: OnConflict = "allow" if values.get("on_conflict") == "allow" else "refuse"
        outcomes = change_events(
            actor=self.actor,
            operations=operations_for(form.wish, chosen, self._present(chosen)),
            mode=mode,
            on_conflict=allow,
        )
        events = [outcome.event for outcome in outcomes if outcome.event is not None]
        text = _said(form.wish.action == "delete", outcomes)
        toast(self.request, text, undo_token_of(events), failed=not events)
        return redirect(_next(values))

    def _present(self, chosen: Sequence[Chosen]) -> dict[int, Tagged]:
        events = chosen_events(self.actor, [each.event_id for each in chosen])
        return {pk: Tagged(event.version, event.tags) for pk, event in events.items()}


def _said(is_deletion: bool, outcomes: Sequence[Outcome]) -> str:
    """How many were changed, and how many were not for whatever reason."""
    done = sum(outcome.event is not None and outcome.event.written_by is not None for outcome in outcomes)
    left = len(outcomes) - done
    if is_deletion:
        words = ngettext("%(count)s event moved to the trash.", "%(count)s events moved to the trash.", done)
    else:
        words = ngettext("%(count)s event changed.", "%(count)s events changed.", done)
    text = words % {"count": done}
    if not left:
        return text
    rest = ngettext("%(count)s stays as it was.", "%(count)s stay as they were.", left) % {"count": left}
    return f"{text} {rest}"


def _next(values: QueryDict) -> str:
    """Back to the agenda that one came from."""
    wanted = values.get("next", "")
    return wanted if wanted.startswith("/calendar/") else f"{reverse('calendar')}?view=agenda"
