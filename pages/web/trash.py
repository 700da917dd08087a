"""`/trash/`: deleted events, the way back, and the end."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.errors import DomainError, NotFound
from core.web.page import PageView
from core.web.refusals import whole_sentence
from core.web.toasts import toast
from events.access import get_trashed_event
from events.access.undo import undo_token
from events.actions.purge_event import purge_event
from events.actions.restore_event import restore_event
from events.enums import RANK_NEEDED, Permission
from events.errors import ScheduleConflict
from events.models import Event
from events.selectors.trash import list_trash, purged_at
from pages.web.place_in_list import read_place, write_place

PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A deleted event; `may_restore` says that the reader may put it back or end it."""

    event: Event
    purged_at: datetime
    may_restore: bool


class Trash(PageView):
    """What was deleted, and by whom."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        return self.shown()

    def shown(self, status: int = 200, **more: Any) -> HttpResponse:
        """The list, with what else there is to say."""
        found = list_trash(self.actor, limit=PAGE, after=read_place(self.request.GET.get("after", "")))
        events = found[:PAGE]
        rows = [
            Row(event, purged_at(event), event.rank >= RANK_NEEDED[Permission.DELETE]) for event in events
        ]
        context = {"rows": rows, "next_after": _place(events[-1]) if len(found) > PAGE else None, **more}
        context["is_selecting"] = "select" in self.request.GET
        return render(self.request, "pages/trash.html", context, status=status)


class RestoreTrashed(Trash):
    """The way back."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """Restores the event; where its time is taken by now, shows with what it overlaps."""
        is_allowed = request.POST.get("on_conflict") == "allow"
        try:
            event = restore_event(
                actor=self.actor, event_id=event_id, on_conflict="allow" if is_allowed else "refuse"
            )
        except ScheduleConflict as error:
            return self.shown(error.status, conflict_of=event_id, conflicts=error.data["conflicts"])
        except NotFound:
            return self.shown(404, refusal=_("This event is not in the trash any more."))
        except DomainError as error:
            return self.shown(error.status, refusal=whole_sentence(error.detail))
        words = _("“%(title)s” has been restored.") % {"title": event.title}
        toast(request, words, undo_token(self.actor.pk, [(event.pk, event.version)]))
        return redirect("trash")


class PurgeTrashed(PageView):
    """The end."""

    def get(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """Asks once more."""
        event = get_trashed_event(self.actor, event_id, Permission.DELETE)
        return render(request, "pages/trash_delete.html", {"event": event})

    def post(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """Ends the event for good."""
        purge_event(actor=self.actor, event_id=event_id)
        toast(request, _("The event is deleted for good."))
        return redirect("trash")


def _place(event: Event) -> str:
    assert event.deleted_at is not None  # it lies in the trash
    return write_place(event.deleted_at, event.pk)
