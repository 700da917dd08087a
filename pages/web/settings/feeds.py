"""`/settings/feeds/`: addresses that other calendars subscribe to."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.errors import DomainError
from core.web.kept_form import show_kept_form
from core.web.page import PageView
from core.web.toasts import toast
from events.selectors.calendars import list_calendars
from feeds.actions.create_feed import LONGEST_NAME, create_feed
from feeds.actions.revoke_feed import revoke_feed
from feeds.changes import NewFeed
from feeds.selectors.feeds import list_feeds
from journal.access.undo import noting
from pages.web.settings.base import SettingsPage


class FeedForm(forms.Form):
    """A new address."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=LONGEST_NAME,
        help_text=gettext_lazy("So that you know later what it is for, such as “Phone”."),
    )
    calendar_id = forms.TypedChoiceField(
        label=gettext_lazy("Calendar"), coerce=int, required=False, empty_value=None
    )
    busy_only = forms.BooleanField(
        label=gettext_lazy("Only when I am busy"),
        required=False,
        help_text=gettext_lazy("Without titles, places and anything else."),
    )

    def __init__(self, actor: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {calendar.pk: calendar.name for calendar, _events in list_calendars(actor)}
        choices = [("", _("All that I can see")), *self.names.items()]
        self.fields["calendar_id"].choices = choices  # type: ignore[attr-defined]


class Feeds(SettingsPage):
    """The addresses, and a form for another one."""

    name = "settings-feeds"
    template = "pages/settings/feeds.html"
    keeps_form = True

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        return self._shown(FeedForm(self.actor, show_kept_form(request)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Makes an address and shows it. Nobody can tell it again, so there is no page to lead to."""
        form = FeedForm(self.actor, request.POST)
        if not form.is_valid():
            return self._shown(form, 422)
        try:
            created = create_feed(actor=self.actor, changes=NewFeed(**form.cleaned_data))
        except DomainError as error:
            return self.refused(form, error, feeds=self._rows(form))
        url = request.build_absolute_uri(f"/feeds/{created.token}.ics")
        response = self._shown(FeedForm(self.actor), created=created.feed, url=url)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def _shown(self, form: FeedForm, status: int = 200, **context: Any) -> HttpResponse:
        return self.shown(status, form=form, feeds=self._rows(form), **context)

    def _rows(self, form: FeedForm) -> list[dict[str, Any]]:
        """The feeds, with the names of their calendars."""
        return [
            {"feed": feed, "calendar": form.names.get(feed.calendar_id) if feed.calendar_id else None}
            for feed in list_feeds(self.actor)
        ]


class RevokeFeed(PageView):
    """Ends an address."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, feed_id: int) -> HttpResponse:
        """Ends it."""
        with noting() as noted:
            revoke_feed(actor=self.actor, feed_id=feed_id)
        toast(request, _("That address works no more."), noted.undo_token)
        return redirect("settings-feeds")
