"""The forms of import and export."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.enums import RANK_NEEDED, Permission
from events.models import Calendar
from feeds.enums import ExportFormat


class ImportForm(forms.Form):
    """A file, and where its events go."""

    file = forms.FileField(
        label=_("Calendar file"),
        help_text=_("An .ics file of up to 10 MB, as Google, Outlook and Apple write them."),
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
    )
    calendar_id = forms.TypedChoiceField(label=_("Into the calendar"), coerce=int)
    leave_out = forms.BooleanField(
        label=_("Leave out events that overlap with what is there"), required=False
    )

    def __init__(self, *args: Any, calendars: Sequence[tuple[Calendar, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["calendar_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (calendar.pk, calendar.name)
            for calendar, _count in calendars
            if calendar.rank >= RANK_NEEDED[Permission.CHANGE]
        ]


class ExportForm(forms.Form):
    """What is to be written, and how. It is read as the query of the API is; here it only shows."""

    calendar_id = forms.ChoiceField(label=_("Calendar"), required=False)
    q = forms.CharField(
        label=_("Only events with these words"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    field_order = ("calendar_id", "q", "from", "to", "format")
    format = forms.ChoiceField(
        label=_("Format"),
        required=False,
        choices=[
            (ExportFormat.ICS.value, _("iCalendar (.ics), for other calendars")),
            (ExportFormat.JSCALENDAR.value, _("JSCalendar (.json), for programs")),
        ],
    )

    def __init__(self, *args: Any, calendars: Sequence[tuple[Calendar, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # `from` is no name that a class could have
        for name, label in (("from", _("From")), ("to", _("Before"))):
            self.fields[name] = forms.DateField(
                label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            )
        self.order_fields(self.field_order)
        field = self.fields["calendar_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("All calendars")),
            *((calendar.pk, calendar.name) for calendar, _n in calendars),
        ]
