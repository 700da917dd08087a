"""`/trash/several/`: events of the trash that were chosen, brought back or ended together."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.web.page import PageView
from core.web.toasts import toast
from events.access import visible_trash
from events.access.undo import undo_token_of
from events.actions.plan_events import Outcome
from events.actions.purge_event import purge_events
from events.actions.restore_events import restore_events
from events.changes import MOST_OPERATIONS
from events.enums import RANK_NEEDED, Permission
from events.errors import ScheduleConflict


class RestoreSeveral(PageView):
    """The way back."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Restores those that can be, and says how many stay and why."""
        outcomes = restore_events(actor=self.actor, event_ids=_chosen(request.POST))
        events = [outcome.event for outcome in outcomes if outcome.event is not None]
        toast(request, _said(outcomes), undo_token_of(events), failed=not events)
        return redirect("trash")


class PurgeSeveral(PageView):
    """The end."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Asks once more."""
        return self._asked(request.GET)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Asks once more about a selection that a form sends; with `sure` it ends them for good."""
        if "sure" not in request.POST:
            return self._asked(request.POST)
        count = purge_events(actor=self.actor, event_ids=_chosen(request.POST))
        words = ngettext(
            "%(count)s event is deleted for good.", "%(count)s events are deleted for good.", count
        )
        toast(request, words % {"count": count})
        return redirect("trash")

    def _asked(self, values: QueryDict) -> HttpResponse:
        trash = visible_trash(self.actor.pk).filter(pk__in=_chosen(values)).order_by("title", "pk")
        events = [event for event in trash if event.rank >= RANK_NEEDED[Permission.DELETE]]
        if not events:
            return redirect("trash")
        return render(self.request, "pages/trash_delete_several.html", {"events": events})


def _said(outcomes: Sequence[Outcome]) -> str:
    done = sum(outcome.event is not None for outcome in outcomes)
    if not outcomes:
        return _("Nothing is selected")
    text = ngettext("%(count)s event has been restored.", "%(count)s events have been restored.", done)
    said = [text % {"count": done}]
    taken = sum(isinstance(outcome.error, ScheduleConflict) for outcome in outcomes)
    if taken:
        words = ngettext(
            "%(count)s stays in the trash because its time is taken.",
            "%(count)s stay in the trash because their times are taken.",
            taken,
        )
        said.append(words % {"count": taken})
    left = len(outcomes) - done - taken
    if left:
        words = ngettext("%(count)s could not be restored.", "%(count)s could not be restored.", left)
        said.append(words % {"count": left})
    return " ".join(said)


def _chosen(values: QueryDict) -> list[int]:
    """The events that a form names, each once, and no more than one batch takes."""
    numbers = [int(value) for value in values.getlist("event") if value.isdecimal() and len(value) <= 18]
    return list(dict.fromkeys(numbers))[:MOST_OPERATIONS]
