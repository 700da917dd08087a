"""`/undo/<token>/`: takes back what was just done."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.web.page import PageView
from core.web.refusals import whole_sentence
from core.web.toasts import toast
from events.access.undo import undo_token_of
from events.access.undo_examples import read_examples_token
from journal.access.undo import noting
from pages.actions.undo import undo
from pages.web.next_page import next_page


class Undo(PageView):
    """The button of a toast."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Takes the write back and leads to where one was, or home where that page is gone by now.

        The write that does this can be taken back itself: that does again what was done.
        """
        wanted = next_page(request)
        try:
            with noting() as noted:
                events = undo(actor=self.actor, token=token)
        except DomainError as error:
            toast(request, whole_sentence(error.detail), failed=True)
            return redirect(wanted)
        is_redo = bool(request.POST.get("redo"))
        token_back = undo_token_of(events) if events else noted.undo_token
        # examples come back as events, but not into the calendar that was made for them
        if read_examples_token(token) is not None:
            token_back = None
        toast(request, _("Redone.") if is_redo else _("Undone."), token_back, is_undo=not is_redo)
        gone = any(event.deleted_at and wanted.startswith(f"/events/{event.pk}/") for event in events)
        return redirect("/" if gone else wanted)
