from datetime import datetime

import pytest

from events.rules.quick_add import QuickAdd, parse_quick_add
from events.rules.rrule_text import parse_rule

# a Wednesday
NOW = datetime(2026, 11, 18, 10, 20)


def parsed(text: str) -> QuickAdd:
    return parse_quick_add(text, now=NOW)


def when(text: str) -> tuple[str, str]:
    found = parsed(text)
    form = "%Y-%m-%d" if found.is_all_day else "%Y-%m-%d %H:%M"
    return found.starts.strftime(form), found.ends.strftime(form)


def test_sentence_of_the_picture() -> None:
    assert parsed("Lunch with Priya Fri 12:30 at Time Out Market") == QuickAdd(
        title="Lunch with Priya",
        starts=datetime(2026, 11, 20, 12, 30),
        ends=datetime(2026, 11, 20, 13, 30),
        is_all_day=False,
        location="Time Out Market",
        names=("Priya",),
        rrule="",
        is_dated=True,
    )


def test_german_sentence() -> None:
    assert parsed("Mittagessen mit Priya und Kenji am Freitag um 12:30 @ Kantine") == QuickAdd(
        title="Mittagessen mit Priya und Kenji",
        starts=datetime(2026, 11, 20, 12, 30),
        ends=datetime(2026, 11, 20, 13, 30),
        is_all_day=False,
        location="Kantine",
        names=("Priya", "Kenji"),
        rrule="",
        is_dated=True,
    )


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("Demo tomorrow", "2026-11-19", "2026-11-20"),
        ("Demo heute", "2026-11-18", "2026-11-19"),
        ("Demo übermorgen", "2026-11-20", "2026-11-21"),
        ("Demo the day after tomorrow", "2026-11-20", "2026-11-21"),
        ("Demo in 3 days", "2026-11-21", "2026-11-22"),
        ("Demo in 2 Wochen", "2026-12-02", "2026-12-03"),
        ("Demo in a week", "2026-11-25", "2026-11-26"),
        ("Demo Wed", "2026-11-18", "2026-11-19"),
        ("Demo on wed", "2026-11-18", "2026-11-19"),
        ("Demo Tuesday", "2026-11-24", "2026-11-25"),
        ("Demo next Fri", "2026-11-27", "2026-11-28"),
        ("Demo nächsten Montag", "2026-11-23", "2026-11-24"),
        ("Demo 20 Nov", "2026-11-20", "2026-11-21"),
        ("Demo Fri 20 Nov", "2026-11-20", "2026-11-21"),
        ("Demo November 20th", "2026-11-20", "2026-11-21"),
        ("Demo on the 3rd of March", "2027-03-03", "2027-03-04"),
        ("Demo 17 Nov", "2027-11-17", "2027-11-18"),
        ("Demo 17 Nov 2026", "2026-11-17", "2026-11-18"),
        ("Demo Nov 17, 2026", "2026-11-17", "2026-11-18"),
        ("Demo 3. März", "2027-03-03", "2027-03-04"),
        ("Demo Do, 19.11.", "2026-11-19", "2026-11-20"),
        ("Demo 1.2.2027", "2027-02-01", "2027-02-02"),
        ("Demo 2026-12-24", "2026-12-24", "2026-12-25"),
        ("Demo 29 Feb", "2028-02-29", "2028-03-01"),
        ("Conference 9-11 Dec", "2026-12-09", "2026-12-12"),
        ("Holiday 20 Dec for 2 weeks", "2026-12-20", "2027-01-03"),
        ("Holiday 24 Dec - 2 Jan", "2026-12-24", "2027-01-03"),
        ("Urlaub vom 24.12. bis 2.1.", "2026-12-24", "2027-01-03"),
        ("Holiday from 2026-12-24 to 2027-01-02", "2026-12-24", "2027-01-03"),
        ("Offsite Mon-Wed", "2026-11-23", "2026-11-26"),
        ("Messe Mo-Mi", "2026-11-23", "2026-11-26"),
        ("Camp Sat – Tue", "2026-11-21", "2026-11-25"),
        ("Messe von Donnerstag bis Samstag", "2026-11-19", "2026-11-22"),
        ("Abgabe nächste Woche Freitag", "2026-11-27", "2026-11-28"),
        ("Demo Fri next week", "2026-11-27", "2026-11-28"),
    ],
)
def test_dates_alone_are_whole_days(text: str, starts: str, ends: str) -> None:
    assert parsed(text).is_all_day is True
    assert when(text) == (starts, ends)


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("Call 12:30", "2026-11-18 12:30", "2026-11-18 13:30"),
        ("Call 9:00", "2026-11-19 09:00", "2026-11-19 10:00"),
        ("Call Wed 9:00", "2026-11-25 09:00", "2026-11-25 10:00"),
        ("Call today 9:00", "2026-11-18 09:00", "2026-11-18 10:00"),
        ("Call 2pm", "2026-11-18 14:00", "2026-11-18 15:00"),
        ("Call 12am tomorrow", "2026-11-19 00:00", "2026-11-19 01:00"),
        ("Call noon", "2026-11-18 12:00", "2026-11-18 13:00"),
        ("Call at 14", "2026-11-18 14:00", "2026-11-18 15:00"),
        ("Call at 11 with Kenji", "2026-11-18 11:00", "2026-11-18 12:00"),
        ("Anruf um 14 Uhr", "2026-11-18 14:00", "2026-11-18 15:00"),
        ("Anruf 14.30 Uhr", "2026-11-18 14:30", "2026-11-18 15:30"),
        ("Call Fri 12:30-13:15", "2026-11-20 12:30", "2026-11-20 13:15"),
        ("Call Fri 12:30 – 1:15pm", "2026-11-20 12:30", "2026-11-20 13:15"),
        ("Call 11-1pm", "2026-11-18 11:00", "2026-11-18 13:00"),
        ("Call 9-10pm", "2026-11-18 21:00", "2026-11-18 22:00"),
        ("Call Fri from 9 to 5", "2026-11-20 09:00", "2026-11-20 17:00"),
        ("Schicht Fr von 22 bis 6 Uhr", "2026-11-20 22:00", "2026-11-21 06:00"),
        ("Party Sat 20:00-2:00", "2026-11-21 20:00", "2026-11-22 02:00"),
        ("Party Sat 20:00-24:00", "2026-11-21 20:00", "2026-11-22 00:00"),
        ("Call Fri 12:30 for 45m", "2026-11-20 12:30", "2026-11-20 13:15"),
        ("Call Fri 12:30 for 1.5 hours", "2026-11-20 12:30", "2026-11-20 14:00"),
        ("Call Fri 12:30 for 1h 20m", "2026-11-20 12:30", "2026-11-20 13:50"),
        ("Call Fri 12:30 für 2 Stunden", "2026-11-20 12:30", "2026-11-20 14:30"),
        ("Call for half an hour Fri at 12:30", "2026-11-20 12:30", "2026-11-20 13:00"),
        ("Call Fri for 30 min", "2026-11-20 09:00", "2026-11-20 09:30"),
        ("Sprint 9-11 Dec 10:00-16:00", "2026-12-09 10:00", "2026-12-11 16:00"),
        ("Fair Thu to Sat 10:00-16:00", "2026-11-19 10:00", "2026-11-21 16:00"),
        ("Tea tonight at 8", "2026-11-18 20:00", "2026-11-18 21:00"),
        ("Tea tonight 7:30-9:00", "2026-11-18 19:30", "2026-11-18 21:00"),
        ("Kino heute Abend 20 Uhr", "2026-11-18 20:00", "2026-11-18 21:00"),
        ("Kino morgen abend um 8", "2026-11-19 20:00", "2026-11-19 21:00"),
        ("Film tomorrow evening 9pm-1am", "2026-11-19 21:00", "2026-11-20 01:00"),
        ("Tea tonight", "2026-11-18 19:00", "2026-11-18 20:00"),
        ("Tea this evening", "2026-11-18 19:00", "2026-11-18 20:00"),
        ("Tea tomorrow evening for 2 hours", "2026-11-19 19:00", "2026-11-19 21:00"),
        ("Kino heute Abend", "2026-11-18 19:00", "2026-11-18 20:00"),
        ("Kino übermorgen abend", "2026-11-20 19:00", "2026-11-20 20:00"),
        ("Kino Fri evening", "2026-11-20 19:00", "2026-11-20 20:00"),
        ("Kino Wed evening", "2026-11-18 19:00", "2026-11-18 20:00"),
        ("Kino next Friday evening at 8", "2026-11-27 20:00", "2026-11-27 21:00"),
        ("Kino Freitagabend", "2026-11-20 19:00", "2026-11-20 20:00"),
        ("Kino am Freitag Abend um 8", "2026-11-20 20:00", "2026-11-20 21:00"),
        ("Gym tomorrow morning", "2026-11-19 09:00", "2026-11-19 10:00"),
        ("Gym tomorrow morning at 7", "2026-11-19 07:00", "2026-11-19 08:00"),
        ("Sport morgen früh", "2026-11-19 09:00", "2026-11-19 10:00"),
        ("Sport morgen vormittag um 10", "2026-11-19 10:00", "2026-11-19 11:00"),
        ("Kantine heute Mittag", "2026-11-18 12:00", "2026-11-18 13:00"),
        ("Nap this afternoon", "2026-11-18 14:00", "2026-11-18 15:00"),
        ("Kaffee morgen Nachmittag um 4", "2026-11-19 16:00", "2026-11-19 17:00"),
        ("Bakery tomorrow at 8", "2026-11-19 08:00", "2026-11-19 09:00"),
        ("Frühstück Fr um halb neun", "2026-11-20 08:30", "2026-11-20 09:30"),
        ("Kantine Fr mittags", "2026-11-20 12:00", "2026-11-20 13:00"),
    ],
)
def test_times(text: str, starts: str, ends: str) -> None:
    assert parsed(text).is_all_day is False
    assert when(text) == (starts, ends)


@pytest.mark.parametrize(
    ("text", "now", "starts"),
    [
        ("Tea tonight", datetime(2026, 11, 18, 20, 20), "2026-11-18 21:00"),
        ("Tea tonight", datetime(2026, 11, 18, 23, 20), "2026-11-19 00:00"),
        ("Tea Wed evening", datetime(2026, 11, 18, 20, 20), "2026-11-25 19:00"),
        ("Walk this morning", datetime(2026, 11, 18, 20, 20), "2026-11-18 09:00"),
    ],
)
def test_an_evening_that_has_begun_goes_on_with_the_next_hour(text: str, now: datetime, starts: str) -> None:
    assert parse_quick_add(text, now=now).starts.strftime("%Y-%m-%d %H:%M") == starts


@pytest.mark.parametrize("text", ["Trip tonight for 2 days", "So früh wie möglich Fr", "Fair tonight - Fri"])
def test_what_lasts_for_days_has_no_hours(text: str) -> None:
    assert parsed(text).is_all_day is True


@pytest.mark.parametrize(
    ("text", "rrule", "starts"),
    [
        ("Stand-up every weekday 9:30", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-19 09:30"),
        ("Yoga every Tue and Thu 18:30", "FREQ=WEEKLY;BYDAY=TU,TH", "2026-11-19 18:30"),
        ("Yoga every Mon, Wed and Fri 9:00", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "2026-11-20 09:00"),
        ("Review every 2 weeks on Thu 10:30", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "2026-11-19 10:30"),
        ("Review every other Friday 10:30", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "2026-11-20 10:30"),
        ("Pills every day 20:00", "FREQ=DAILY", "2026-11-18 20:00"),
        ("Rent every month 1 Dec 8:00", "FREQ=MONTHLY", "2026-12-01 08:00"),
        ("Sauna jeden Freitag 19:00", "FREQ=WEEKLY;BYDAY=FR", "2026-11-20 19:00"),
        ("Putzen alle 2 Wochen Sa 10:00", "FREQ=WEEKLY;INTERVAL=2", "2026-11-21 10:00"),
        ("Yoga every Tue 18:30 until 20 Dec", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261220", "2026-11-24 18:30"),
        ("Course every Tue 18:30 6 times", "FREQ=WEEKLY;BYDAY=TU;COUNT=6", "2026-11-24 18:30"),
        ("Report every Monday", "FREQ=WEEKLY;BYDAY=MO", "2026-11-23"),
        ("Yoga Tuesdays and Thursdays 18:30", "FREQ=WEEKLY;BYDAY=TU,TH", "2026-11-19 18:30"),
        ("Yoga dienstags um 18 Uhr", "FREQ=WEEKLY;BYDAY=TU", "2026-11-24 18:00"),
        ("Stand-up weekdays 9:30", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-19 09:30"),
        ("Stand-up werktags 9:30", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-19 09:30"),
        ("Rent every month on the 15th 10am", "FREQ=MONTHLY", "2026-12-15 10:00"),
        ("Rent every month on the 31st", "FREQ=MONTHLY", "2026-12-31"),
        ("Miete jeden Monat am 1. um 8 Uhr", "FREQ=MONTHLY", "2026-12-01 08:00"),
        ("Rent every month on the 18th 9:00", "FREQ=MONTHLY", "2026-12-18 09:00"),
    ],
)
def test_rules(text: str, rrule: str, starts: str) -> None:
    found = parsed(text)
    assert (found.rrule, when(text)[0]) == (rrule, starts)
    assert parse_rule(rrule)
    assert found.title == text.split()[0]


@pytest.mark.parametrize(
    "text",
    [
        "Offsite Mon-Wed",
        "Urlaub vom 24.12. bis 2.1.",
        "Tea tonight at 8",
        "Tea this evening",
        "Sport morgen früh",
        "Kino Freitagabend",
        "Kino Sat evening",
        "Frühstück Fr um halb neun",
    ],
)
def test_nothing_of_what_was_understood_stays_in_the_title(text: str) -> None:
    assert parsed(text).title == text.split()[0]


@pytest.mark.parametrize(
    ("text", "title", "location", "names"),
    [
        ("Do laundry", "Do laundry", "", ()),
        ("Watch the sun rise", "Watch the sun rise", "", ()),
        ("Every so often", "Every so often", "", ()),
        ("Meet at 10 Downing Street Fri", "Meet", "10 Downing Street", ()),
        ("Read pages 9-10", "Read pages 9-10", "", ()),
        ("Review 31 Feb", "Review 31 Feb", "", ()),
        ("Call 25:00", "Call 25:00", "", ()),
        ("Dinner with Ana Souza, Kenji & Lukas 19:00", "Dinner with Ana Souza, Kenji & Lukas", "",
         ("Ana Souza", "Kenji", "Lukas")),
        ("Fri 12:30: Lunch", "Lunch", "", ()),
        ("@Home Fri", "", "Home", ()),
        ("Lunch at Café Müller with Priya Fri 12:30", "Lunch with Priya", "Café Müller", ("Priya",)),
        ("Attend with care", "Attend with care", "", ("care",)),
        ("", "", "", ()),
    ],
)  # fmt: skip
def test_what_is_not_understood_stays_in_the_title(
    text: str, title: str, location: str, names: tuple[str, ...]
) -> None:
    found = parsed(text)
    assert (found.title, found.location, found.names) == (title, location, names)


def test_sentence_without_date_or_time_means_the_next_full_hour() -> None:
    found = parsed("Write the report")
    assert (found.is_dated, when("Write the report")) == (False, ("2026-11-18 11:00", "2026-11-18 12:00"))
