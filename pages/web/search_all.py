"""`/search/all/`: every event that contains some words, what is over too."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from core.web.page import PageView
from events.changes import EventFilters
from events.selectors.events import count_events, list_events
from pages.web.command_words import result_of
from pages.web.place_in_list import read_place, write_place
from pages.web.search import LONGEST

PAGE = 50


class SearchAll(PageView):
    """A list of events by their starts, the latest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page; without words the one that asks for them."""
        words = request.GET.get("q", "").strip()[:LONGEST]
        if not words:
            return redirect(reverse("search"))
        after = read_place(request.GET.get("after", ""))
        filters = EventFilters(q=words, ordering="-start_time", limit=PAGE, after=after)
        found = list_events(self.actor, filters)
        last = found[PAGE - 1] if len(found) > PAGE else None
        context = {
            "words": words,
            "results": [result_of(row) for row in found[:PAGE]],
            "count": count_events(self.actor, filters),
            "next_after": last and write_place(last.start_at, last.id),
        }
        return render(request, "pages/search_all.html", context)
