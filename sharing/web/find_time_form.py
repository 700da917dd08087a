"""The form by which a common time is looked for; its address holds all that is chosen."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.errors import Fault, Invalid
from core.web.form_errors import add_errors
from core.web.refusals import in_readers_words
from events.rules.calendar_days import DAY, WEEK, Days, week_of
from events.rules.limits import EARLIEST, LATEST
from events.rules.wall_time import to_utc
from events.web.calendar_entries import Reader
from sharing.changes import MOST_PEOPLE, WantedSlot
from sharing.rules.wanted_slots import refuse_faults, slot_faults, window_faults
from sharing.web.length_words import length_in_words

WHENS = [
    ("this-week", _("This week")),
    ("next-week", _("Next week")),
    ("dates", _("From day to day")),
]
LENGTHS = (15, 30, 45, 60, 90, 120, 180, 240, 480)
LONGEST = 24 * 60
DEFAULTS = {"length": "60", "day_start": "08:00", "day_end": "18:00"}
NAMES = {"duration": "length", "within.end": "day_end", "to": "last"}


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date", "min": "1900-01-01", "max": "2199-12-31"})


def _clock() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"})


class FindTimeForm(forms.Form):
    """When, how long, and at which times of day; `person` adds one to those who are chosen already."""

    person = forms.CharField(label=_("Add people by name or email"), required=False, max_length=254)
    when = forms.ChoiceField(label=_("Days"), choices=WHENS, widget=forms.RadioSelect)
    first = forms.DateField(label=_("First day"), required=False, widget=_day())
    last = forms.DateField(label=_("Last day"), required=False, widget=_day())
    length = forms.TypedChoiceField(label=_("Length"), coerce=int)
    day_start = forms.TimeField(label=_("Not before"), widget=_clock())
    day_end = forms.TimeField(label=_("Not after"), widget=_clock())
    weekends = forms.BooleanField(label=_("Saturdays and Sundays too"), required=False)

    def __init__(self, data: QueryDict, *, reader: Reader, now: datetime, length: int | None) -> None:
        asked = data.copy()
        defaults = {**DEFAULTS, "when": _first_choice(reader), **({"length": str(length)} if length else {})}
        for name, value in defaults.items():
            asked.setdefault(name, value)
        # what was typed last is the one to add, and stands among the people from now on
        asked["person"] = ""
        super().__init__(asked)
        self.reader, self.now = reader, now
        minutes = {*LENGTHS, *_own_length(str(asked["length"]))}
        choices = [(number, length_in_words(timedelta(minutes=number))) for number in sorted(minutes)]
        self.fields["length"].choices = choices  # type: ignore[attr-defined]
        self.days: Days | None = None
        self.wanted: WantedSlot | None = None

    def clean(self) -> dict[str, Any]:
        """Finds the days and the slot that are meant; what is wrong with them is said at its field."""
        values = super().clean() or {}
        try:
            self._read(values)
        except Invalid as refusal:
            add_errors(self, refusal, NAMES)
        return values

    def name_unknown(self, names: Sequence[str]) -> None:
        """Says at the field for people whom nobody is called."""
        for name in names:
            message = _("Nobody here has the name or address “%(name)s”. They need an account first.")
            self.add_error("person", forms.ValidationError(message, "not_found", {"name": name}))

    def refuse_number(self) -> None:
        """Says that there are too many people."""
        message = _("The time of %(number)s people at most can be looked at together.")
        self.add_error("person", forms.ValidationError(message, "length", {"number": MOST_PEOPLE}))

    def _read(self, values: dict[str, Any]) -> None:
        days = self._days(values)
        if days is None or not {"length", "day_start", "day_end"} <= values.keys():
            return
        wanted = WantedSlot(
            after=max(self._midnight(days.first), self.now),
            before=self._midnight(days.last + DAY),
            length=timedelta(minutes=values["length"]),
            timezone=self.reader.timezone,
            day_start=values["day_start"],
            day_end=values["day_end"],
            weekends=values["weekends"],
        )
        window = window_faults(self._midnight(days.first), wanted.before)
        refuse_faults([*slot_faults(wanted, within_a_day=True), *window])
        self.days = Days(max(days.first, self.reader.today), days.last)
        self.wanted = wanted

    def _days(self, values: dict[str, Any]) -> Days | None:
        week = week_of(self.reader.today, self.reader.first_weekday)
        match values.get("when"):
            case "this-week":
                return week
            case "next-week":
                return Days(week.first + WEEK * DAY, week.last + WEEK * DAY)
            case "dates" if not {"first", "last"} & self.errors.keys():
                return self._chosen(values.get("first"), values.get("last"))
        return None

    def _chosen(self, first: date | None, last: date | None) -> Days:
        given = (("first", first), ("last", last))
        faults = [
            Fault(name, "required", str(_("Say from which day to which.")))
            for name, day in given
            if day is None
        ]
        faults += [
            Fault(name, "out_of_range", in_readers_words("Dates lie between the years 1900 and 2200."))
            for name, day in given
            if day is not None and not EARLIEST.year <= day.year < LATEST.year
        ]
        if last is not None and last < self.reader.today and not faults:
            faults.append(Fault("last", "over", str(_("These days are over."))))
        refuse_faults(faults)
        # or it was refused
        assert first is not None
        assert last is not None
        return Days(first, last)

    def _midnight(self, day: date) -> datetime:
        return to_utc(datetime.combine(day, time()), self.reader.timezone)


def _first_choice(reader: Reader) -> str:
    """This week, or the next one where no weekday of this week has hours left."""
    week = week_of(reader.today, reader.first_weekday)
    is_over = reader.now.time() >= time.fromisoformat(DEFAULTS["day_end"])
    days = Days(reader.today + is_over * DAY, week.last).all()
    return "this-week" if any(day.weekday() < 5 for day in days) else "next-week"


def _own_length(text: str) -> set[int]:
    """A length that is asked for and is none of the usual ones."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    return {number} if 1 <= number <= LONGEST else set()
