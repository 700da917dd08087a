"""`/events/<id>/transfer/<user>/`: handing an event over to somebody else, after a question."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.errors import DomainError, Invalid
from core.web.page import PageView
from core.web.refusals import whole_sentence
from core.web.toasts import toast
from events.errors import ScheduleConflict
from sharing.actions.transfer_event import transfer_event
from sharing.changes import Grantee
from sharing.enums import Kind
from sharing.selectors.access_list import access_list
from sharing.selectors.permissions import get_own_event


class Transfer(PageView):
    """Making a collaborator the creator."""

    def get(self, request: HttpRequest, event_id: int, user_id: int) -> HttpResponse:
        """Says what will happen, and asks."""
        get_own_event(self.actor, event_id)
        return self._asked(request, event_id, user_id)

    def post(self, request: HttpRequest, event_id: int, user_id: int) -> HttpResponse:
        """Hands the event over; where the heir's time is taken, asks again."""
        is_allowed = request.POST.get("on_conflict") == "allow"
        try:
            event = transfer_event(
                actor=self.actor,
                event_id=event_id,
                to=Grantee(user_id=user_id),
                on_conflict="allow" if is_allowed else "refuse",
            )
        except (ScheduleConflict, Invalid) as error:
            return self._asked(request, event_id, user_id, error)
        toast(request, _("“%(title)s” has a new creator.") % {"title": event.title})
        return redirect("event-share", event_id)

    def _asked(
        self, request: HttpRequest, event_id: int, user_id: int, error: DomainError | None = None
    ) -> HttpResponse:
        access = access_list(self.actor, Kind.EVENT, event_id)
        everybody = {person.user_id: person for person in (*access.people[1:], *access.others)}
        if user_id not in everybody:
            raise Http404
        context = {
            "access": access,
            "person": everybody[user_id],
            "is_conflict": isinstance(error, ScheduleConflict),
            "refusal": whole_sentence(error.detail) if isinstance(error, Invalid) else "",
        }
        return render(request, "sharing/transfer.html", context, status=error.status if error else 200)
