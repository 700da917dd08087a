"""`/undo/<token>/`: takes back what was just done."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.web.page import PageView
from core.web.refusals import in_readers_words
from core.web.toasts import toast
from history.actions.undo_write import undo_write
from pages.actions.undo_examples import undo_examples
from pages.web.next_page import next_page


class Undo(PageView):
    """The button of a toast."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Takes the write back and leads to where one was, or home where that page is gone by now."""
        wanted = next_page(request)
        try:
            events = undo_examples(actor=self.actor, token=token)
            if events is None:
                events = undo_write(actor=self.actor, token=token)
        except DomainError as error:
            toast(request, in_readers_words(error.detail), failed=True)
            return redirect(wanted)
        toast(request, _("Undone."))
        gone = any(event.deleted_at and wanted.startswith(f"/events/{event.pk}/") for event in events)
        return redirect("/" if gone else wanted)
