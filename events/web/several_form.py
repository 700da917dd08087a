"""The form that says what becomes of several events at once."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.rules.durations import Duration
from events.rules.limits import TAG_MAX
from events.rules.many_events import Chosen, ManyWish
from events.web.words import STATUS_LABELS, TRANSPARENCY_LABELS

ACTIONS = [
    ("shift", _("Move to another time")),
    ("calendar", _("Move to another calendar")),
    ("status", _("Set the status")),
    ("transparency", _("Show as")),
    ("add_tag", _("Add a tag")),
    ("remove_tag", _("Remove a tag")),
    ("delete", _("Move to the trash")),
]
DIRECTIONS = [("later", pgettext_lazy("of time", "later")), ("earlier", pgettext_lazy("of time", "earlier"))]
MOST_DAYS, MOST_HOURS = 3660, 999
NEEDED = {
    "calendar": "calendar_id",
    "status": "status",
    "transparency": "transparency",
    "add_tag": "tag",
    "remove_tag": "tag",
}
LONGEST_ID = 19


class SeveralForm(forms.Form):
    """One action, and what it needs."""

    action = forms.ChoiceField(label=_("What is to be done"), choices=ACTIONS, widget=forms.RadioSelect)
    direction = forms.ChoiceField(label=_("Direction"), choices=DIRECTIONS, required=False)
    days = forms.IntegerField(label=_("Days"), min_value=0, max_value=MOST_DAYS, required=False)
    hours = forms.IntegerField(label=_("Hours"), min_value=0, max_value=MOST_HOURS, required=False)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=59, required=False)
    calendar_id = forms.TypedChoiceField(label=_("Calendar"), coerce=int, required=False, empty_value=None)
    status = forms.ChoiceField(label=_("Status"), choices=list(STATUS_LABELS.items()), required=False)
    transparency = forms.ChoiceField(
        label=_("Shown as"), choices=list(TRANSPARENCY_LABELS.items()), required=False
    )
    tag = forms.CharField(
        label=_("Which tag"),
        required=False,
        max_length=TAG_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    change_reason = forms.CharField(
        label=_("Reason of the change"),
        required=False,
        max_length=500,
        help_text=_("Shown in the history."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any, *, calendars: Sequence[tuple[int, str]]) -> None:
        super().__init__(data)
        self.fields["calendar_id"].choices = calendars  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Asks for what the action needs."""
        values = super().clean() or {}
        needed = NEEDED.get(values.get("action", ""))
        if needed and not values.get(needed) and needed not in self.errors:
            self.add_error(needed, forms.ValidationError(_("Say which."), "required"))
        amounts = ("days", "hours", "minutes")
        is_given = any(values.get(name) for name in amounts) or self.errors.keys() & set(amounts)
        if values.get("action") == "shift" and not is_given:
            self.add_error("days", forms.ValidationError(_("Say by how much."), "required"))
        return values

    @property
    def wish(self) -> ManyWish:
        """What a valid form asks for."""
        values = self.cleaned_data
        sign = -1 if values["direction"] == "earlier" else 1
        exact = timedelta(hours=values["hours"] or 0, minutes=values["minutes"] or 0)
        return ManyWish(
            action=values["action"],
            calendar_id=values["calendar_id"] or 0,
            by=Duration(sign * (values["days"] or 0), sign * exact),
            status=values["status"],
            transparency=values["transparency"],
            tag=values["tag"],
            change_reason=values["change_reason"] or None,
        )

    def kept(self) -> list[tuple[str, str]]:
        """What a second form has to send to mean the same."""
        return [(name, self.data[name]) for name in self.fields if self.data.get(name)]


def read_chosen(values: Sequence[str]) -> list[Chosen]:
    """The events of a selection, each once: `12.3` is the twelfth at its third version."""
    found: dict[int, Chosen] = {}
    for value in values:
        number, _dot, version = value.partition(".")
        if _is_number(number) and (not version or _is_number(version)):
            found.setdefault(int(number), Chosen(int(number), int(version) if version else None))
    return list(found.values())


def write_chosen(chosen: Chosen, versions: Mapping[int, int]) -> str:
    """The same as a form has it; one without a version is at its present one."""
    version = chosen.version if chosen.version is not None else versions.get(chosen.event_id)
    return f"{chosen.event_id}.{version}" if version else str(chosen.event_id)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < LONGEST_ID
