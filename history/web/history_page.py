"""`/events/<id>/history/`: all versions of an event, with filters, and who last changed what."""

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.selectors.people import people_by_id
from core.errors import Invalid
from core.web.page import PageView
from events.access import get_known_event
from events.enums import RANK_NEEDED, Permission
from events.web.words import FIELD_LABELS
from history.changes import ChangelogFilters
from history.facts import LastChange
from history.rules.diff_rows import FIELDS_OF, ROW_OF, ROWS
from history.selectors.blame import blame_of
from history.selectors.changelog import changelog_of
from history.web.rail import bursts_shown

PAGE = 25
PERIODS = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=31)}
# a row stands for its first field: where it changes, so does the row
FIELD_CHOICES = [
    ("", _("Anything")),
    *((FIELDS_OF[row][0], FIELD_LABELS[row]) for row in ROWS if row in FIELD_LABELS),
]


class FilterForm(forms.Form):
    """Which versions are listed."""

    who = forms.CharField(
        label=_("Who"),
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": _("Username")}),
    )
    what = forms.ChoiceField(label=_("What"), required=False, choices=FIELD_CHOICES)
    period = forms.ChoiceField(
        label=_("When"),
        required=False,
        choices=[
            ("", _("Any time")),
            ("day", _("The last 24 hours")),
            ("week", _("The last 7 days")),
            ("month", _("The last month")),
        ],
    )
    before = forms.IntegerField(required=False, min_value=1, max_value=2**31, widget=forms.HiddenInput)

    def filters(self) -> ChangelogFilters:
        """What is asked for; what cannot be read does not filter."""
        values = self.cleaned_data if self.is_valid() else {}
        period = PERIODS.get(values.get("period") or "")
        return ChangelogFilters(
            actor=values.get("who") or None,
            field=values.get("what") or None,
            since=None if period is None else now() - period,
            limit=PAGE,
            before_version=values.get("before"),
        )


@dataclass(frozen=True, slots=True)
class Blamed:
    """A part of the event, and the change that gave it what it has now."""

    label: str
    last: LastChange
    name: str


class HistoryPage(PageView):
    """The history of an event, also of one in the trash."""

    def get(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """A page of the versions, newest first."""
        event = get_known_event(self.actor, event_id)
        form = FilterForm(request.GET)
        found = changelog_of(self.actor, event_id, form.filters())
        blamed = blame_of(self.actor, event_id)
        people = people_by_id([last.changed_by for last in blamed.values()])
        context = {
            "event": event,
            "filter_form": form,
            "rows": bursts_shown(found.versions),
            "next_before": found.next_before,
            "chosen_to": found.versions[0].number if found.versions else None,
            "chosen_from": found.versions[1].number if found.versions[1:] else None,
            "is_filtered": any(form.data.get(name) for name in ("who", "what", "period")),
            "may_restore": event.deleted_at is None and event.rank >= RANK_NEEDED[Permission.CHANGE],
            "blame": _blame(blamed, {pk: user.full_name or user.username for pk, user in people.items()}),
        }
        return render(request, "history/history.html", context)


class Compare(PageView):
    """Leads from two chosen versions to what differs between them."""

    def get(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """The older version goes first, unless it was asked for otherwise."""
        chosen = [request.GET.get(name, "") for name in ("from", "to")]
        if not all(text.isascii() and text.isdigit() and len(text) < 10 for text in chosen):
            raise Invalid("Choose two versions to compare.")
        return redirect("event-diff", event_id, int(chosen[0]), int(chosen[1]))


def _blame(found: dict[str, LastChange], names: dict[int, str]) -> list[Blamed]:
    """One row for what people see as one thing: of several fields the latest change."""
    latest: dict[str, LastChange] = {}
    for field, last in found.items():
        row = ROW_OF.get(field)
        if row in FIELD_LABELS and (row not in latest or latest[row].version < last.version):
            latest[row] = last
    return [
        Blamed(str(FIELD_LABELS[row]), latest[row], names.get(latest[row].changed_by or 0, ""))
        for row in ROWS
        if row in latest
    ]
