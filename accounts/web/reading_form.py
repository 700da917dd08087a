"""The form of how a person reads the pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from accounts.enums import HourCycle, Language, WeekStart
from accounts.models import User
from accounts.rules.timezones import timezone_names


def zone_choices() -> list[tuple[str, str]]:
    """All zones by name, `Europe/Berlin` as it is written there and with a gap for the underscore."""
    return [
        (name, name.replace("_", " ")) for name in sorted(timezone_names()) if "/" in name or name == "UTC"
    ]


class ReadingForm(forms.Form):
    """Language, zone, week and clock."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        required=False,
        choices=[
            (Language.BROWSER, gettext_lazy("As the browser asks")),
            (Language.ENGLISH, "English"),
            (Language.GERMAN, "Deutsch"),
        ],
    )
    timezone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=zone_choices,
        help_text=gettext_lazy("Times are shown in this zone; events keep their own."),
    )
    week_start = forms.ChoiceField(
        label=gettext_lazy("The week begins on"),
        choices=[
            (WeekStart.MONDAY, gettext_lazy("Monday")),
            (WeekStart.SUNDAY, gettext_lazy("Sunday")),
            (WeekStart.SATURDAY, gettext_lazy("Saturday")),
        ],
    )
    hour_cycle = forms.ChoiceField(
        label=gettext_lazy("Clock"),
        choices=[
            (HourCycle.H24, gettext_lazy("24 hours (14:30)")),
            (HourCycle.H12, gettext_lazy("12 hours (2:30 pm)")),
        ],
    )

    @classmethod
    def values_of(cls, user: User) -> dict[str, Any]:
        """How the person reads now."""
        return {name: getattr(user, name) for name in cls.base_fields}
