"""Days and times of the calendar in the reader's words."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events.rules.calendar_days import Days, View


def clock_text(wall: datetime, *, twelve_hours: bool) -> str:
    """`14:30`, or `2:30 pm`."""
    if twelve_hours:
        return f"{wall.hour % 12 or 12}:{wall.minute:02} {'am' if wall.hour < 12 else 'pm'}"
    return f"{wall.hour:02}:{wall.minute:02}"


def hour_text(hour: int, *, twelve_hours: bool) -> str:
    """`14:00`, or `2 pm`."""
    if twelve_hours:
        return f"{hour % 12 or 12} {'am' if hour < 12 else 'pm'}"
    return f"{hour:02}:00"


def month_title(day: date) -> str:
    """`November 2026`."""
    return date_format(day, "F Y")


def long_day_title(day: date) -> str:
    """`Wednesday 18 November 2026`."""
    return date_format(day, pgettext("format of a long day", "l j F Y"))


def day_and_month(day: date) -> str:
    """`18 November`."""
    return date_format(day, pgettext("format of a day without its year", "j F"))


def short_day(day: date) -> str:
    """`18 Nov`."""
    return date_format(day, pgettext("format of a short day", "j M"))


def first_of_month(day: date) -> str:
    """`Nov 1`: how the first day of a month stands in the grid."""
    return date_format(day, pgettext("format of the first day of a month", "M j"))


def title_of(view: View, day: date, days: Days, q: str) -> str:
    """The heading of a page of the calendar."""
    if q and view == "agenda":
        return _("Results for “%(words)s”") % {"words": q}
    if view == "month":
        return month_title(day)
    if view == "day":
        return long_day_title(day)
    first, last = days
    end = date_format(last, pgettext("format of a short day with its year", "j M Y"))
    if view == "week" and (first.year, first.month) == (last.year, last.month):
        start = date_format(first, pgettext("format of a day without its month", "j"))
        end = date_format(last, pgettext("format of a day with its year", "j F Y"))
    elif first.year == last.year:
        start = short_day(first)
    else:
        start = date_format(first, pgettext("format of a short day with its year", "j M Y"))
    return _("%(start)s – %(end)s") % {"start": start, "end": end}


def zone_title(tz: str, day: date) -> str:
    """`Lisbon · UTC+1`, as the clocks are at noon of the day; `UTC` alone for that itself."""
    if tz == "UTC":
        return tz
    offset = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(tz)).utcoffset()
    minutes = int(offset.total_seconds()) // 60 if offset else 0
    sign, (hours, rest) = "−" if minutes < 0 else "+", divmod(abs(minutes), 60)
    place = tz.rpartition("/")[2].replace("_", " ")
    return f"{place} · UTC{sign}{hours}" + (f":{rest:02}" if rest else "")
