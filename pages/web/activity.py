"""`/activity/`: what one changed lately, with the way to each difference and back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.selectors.people import people_by_id
from core.web.page import PageView
from history.selectors.deeds import own_deeds
from pages.actions.undo import UNDO_OF
from pages.web.deed_words import fields_in_words, verb_in_words

PAGE = 50


class Activity(PageView):
    """One's own deeds, newest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        before = request.GET.get("before", "")
        before_id = int(before) if before.isdecimal() and len(before) <= 18 else None
        found = own_deeds(self.actor, limit=PAGE, before_id=before_id, undoable=UNDO_OF)
        people = people_by_id([deed.person_id for deed in found.deeds])
        rows = [
            {
                "deed": deed,
                "verb": verb_in_words(deed, self.actor, people),
                "fields": fields_in_words(deed.fields),
            }
            for deed in found.deeds
        ]
        return render(request, "pages/activity.html", {"rows": rows, "next_before": found.next_before})
