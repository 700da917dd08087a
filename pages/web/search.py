"""`/search/` and `/quick-add/`: the command box, as a part for the dialog and as a page of its own."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from core.errors import NotFound
from core.web.error_page import is_part
from core.web.page import PageView
from core.web.toasts import toast
from events.access.undo import undo_token_of
from events.errors import ScheduleConflict
from events.web.words import when_in_words
from pages.actions.add_quickly import add_quickly
from pages.facts import Proposal
from pages.selectors.answers import answers_to
from pages.selectors.proposal import proposal_of
from pages.web.command_words import Result, proposal_words, result_of, time_search_words
from pages.web.next_page import next_page

LONGEST = 300


class Search(PageView):
    """Events, a day to go to, and an event to make, of what was typed."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The answers: a part for htmx, else a page."""
        text = request.GET.get("q", "").strip()[:LONGEST]
        return self.shown(request, text, timezone.now())

    def shown(self, request: HttpRequest, text: str, now: datetime, status: int = 200) -> HttpResponse:
        """The answers to the text at that instant."""
        answers = answers_to(self.actor, text, now)
        results: list[Result] = [result_of(row) for row in answers.events]
        context: dict[str, Any] = {
            "q": text,
            "asked_at": now.isoformat(),
            "proposal": answers.proposal and proposal_words(self.actor, answers.proposal),
            "time_search": None
            if answers.time_with is None
            else time_search_words(self.actor, answers.time_with),
            "words": answers.words,
            "results": results,
            "day": answers.day,
            "is_part": is_part(request),
            "next": _here(request) if is_part(request) else "",
        }
        template = "pages/_answers.html" if is_part(request) else "pages/search.html"
        return render(request, template, context, status=status)


class QuickAdd(Search):
    """Makes the event that the box has proposed."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Makes it as it was shown; where the time has been taken since, shows it again with that."""
        text = request.POST.get("q", "").strip()[:LONGEST]
        proposal = proposal_of(self.actor, text, _asked_at(request))
        if proposal is None:
            raise NotFound(_("This sentence names no event."))
        allow = request.POST.get("on_conflict") == "allow"
        invite = {int(pk) for pk in request.POST.getlist("invite") if pk.isascii() and pk.isdigit()}
        try:
            event = add_quickly(
                actor=self.actor,
                proposal=proposal,
                invite=invite,
                on_conflict="allow" if allow else "refuse",
            )
        except ScheduleConflict:
            return self.shown(request, text, _asked_at(request), status=409)
        toast(request, _said(proposal, invite), undo_token_of([event]))
        query = urlencode({"view": "week", "date": proposal.read.starts.date().isoformat()})
        return redirect(next_page(request, f"{reverse('calendar')}?{query}"))


def _said(proposal: Proposal, invite: set[int]) -> str:
    names = [person.full_name or person.username for person in proposal.invited if person.id in invite]
    values = {
        "title": proposal.read.title,
        "when": when_in_words(proposal.start_at, proposal.end_at, proposal.read.is_all_day),
        "people": ", ".join(names),
    }
    if names:
        return _("“%(title)s” is in the calendar, %(when)s, and shared with %(people)s.") % values
    return _("“%(title)s” is in the calendar, %(when)s.") % values


def _asked_at(request: HttpRequest) -> datetime:
    """The instant at which the sentence was read before, so that it means the same again."""
    try:
        at = parse_datetime(request.POST.get("asked_at", ""))
    except ValueError:
        at = None
    return at if at is not None and at.tzinfo and abs(at - timezone.now()).days < 1 else timezone.now()


def _here(request: HttpRequest) -> str:
    """The page that the dialog stands on, to which one comes back."""
    address = urlsplit(request.headers.get("HX-Current-URL", ""))
    if not address.path or address.path == reverse("search"):
        return ""
    return f"{address.path}?{address.query}" if address.query else address.path
