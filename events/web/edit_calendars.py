"""`/calendars/new/`, `/calendars/<id>/edit/` and `/calendars/<id>/delete/`: one's own calendars."""

from typing import ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import DomainError, Invalid
from core.web.form_errors import add_errors
from core.web.kept_form import show_kept_form
from core.web.page import PageView
from core.web.refusals import whole_sentence
from core.web.toasts import toast
from events.access import get_calendar
from events.actions.create_calendar import create_calendar
from events.actions.delete_calendar import delete_calendar
from events.actions.update_calendar import update_calendar
from events.changes import CalendarChanges
from events.enums import Color, Permission
from events.models import Calendar
from events.models.calendar import COLOURS
from events.rules.calendar import NAME_MAX
from events.web.zones import zone_choices
from journal.access.undo import noting


class CalendarForm(forms.Form):
    """What a calendar is called, looks like, and which zone its new events are in."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=NAME_MAX)
    color = forms.ChoiceField(
        label=gettext_lazy("Colour"),
        choices=COLOURS,
        widget=forms.RadioSelect,
    )
    timezone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), help_text=gettext_lazy("New events begin in this zone.")
    )

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, str]) -> None:
        super().__init__(data, initial=initial)
        zones = self.fields["timezone"]
        assert isinstance(zones, forms.ChoiceField)
        zones.choices = zone_choices(initial["timezone"])

    def changes(self) -> CalendarChanges:
        """The edit that the form asks for."""
        return CalendarChanges(**self.cleaned_data)


class NewCalendar(PageView):
    """A calendar of one's own."""

    keeps_form: ClassVar[bool] = True

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        return _page(request, CalendarForm(show_kept_form(request), initial=self._initial()))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Makes the calendar and leads to where it is shown."""
        form = CalendarForm(request.POST, initial=self._initial())
        if form.is_valid():
            try:
                with noting() as noted:
                    calendar = create_calendar(actor=self.actor, changes=form.changes())
            except Invalid as error:
                add_errors(form, error)
            else:
                text = _("The calendar “%(name)s” is there.") % {"name": calendar.name}
                toast(request, text, noted.undo_token)
                return redirect("calendar")
        return _page(request, form, status=422)

    def _initial(self) -> dict[str, str]:
        return {"name": "", "color": Color.COBALT.value, "timezone": self.actor.timezone}


class EditCalendar(PageView):
    """Name, colour and zone of a calendar that one owns."""

    keeps_form: ClassVar[bool] = True

    def get(self, request: HttpRequest, calendar_id: int) -> HttpResponse:
        """The form."""
        calendar = get_calendar(self.actor, calendar_id, Permission.DELETE)
        return _page(request, CalendarForm(show_kept_form(request), initial=_initial(calendar)), calendar)

    def post(self, request: HttpRequest, calendar_id: int) -> HttpResponse:
        """Saves what differs."""
        calendar = get_calendar(self.actor, calendar_id, Permission.DELETE)
        form = CalendarForm(request.POST, initial=_initial(calendar))
        if form.is_valid():
            try:
                with noting() as noted:
                    update_calendar(actor=self.actor, calendar_id=calendar_id, changes=form.changes())
            except Invalid as error:
                add_errors(form, error)
            else:
                text = _("The calendar “%(name)s” is saved.") % form.cleaned_data
                toast(request, text, noted.undo_token)
                return redirect("calendar")
        return _page(request, form, calendar, status=422)


class DeleteCalendar(PageView):
    """The end of a calendar that holds no events."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, calendar_id: int) -> HttpResponse:
        """Deletes it; a refusal is told where one was."""
        try:
            with noting() as noted:
                delete_calendar(actor=self.actor, calendar_id=calendar_id)
        except DomainError as error:
            if error.status != 409:
                raise
            toast(request, whole_sentence(error.detail), failed=True)
            return redirect("calendar-edit", calendar_id)
        toast(request, _("The calendar is deleted."), noted.undo_token)
        return redirect("calendar")


def _initial(calendar: Calendar) -> dict[str, str]:
    return {"name": calendar.name, "color": calendar.color, "timezone": calendar.timezone}


def _page(
    request: HttpRequest, form: CalendarForm, calendar: Calendar | None = None, status: int = 200
) -> HttpResponse:
    return render(request, "events/calendar_form.html", {"form": form, "calendar": calendar}, status=status)
