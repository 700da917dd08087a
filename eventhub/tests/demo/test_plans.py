"""The plans of the demo, before anybody writes them."""

from datetime import date, timedelta

from eventhub.demo.plans import Week, plans_around


def test_the_third_tuesday_is_one_of_some_weeks_ago() -> None:
    for days in range(1500):
        week = Week.of(date(2026, 1, 1) + timedelta(days=days))
        day = week.day(week.third_tuesday())
        assert (day.weekday(), 15 <= day.day <= 21) == (1, True)
        assert timedelta(days=7) <= week.monday - day <= timedelta(days=63)


def test_a_week_begins_on_monday() -> None:
    sunday = date(2026, 3, 29)
    assert Week.of(sunday).monday == Week.of(date(2026, 3, 23)).monday == date(2026, 3, 23)
    assert f"{Week.of(sunday).at(6, '09:30')}" == "2026-03-29 09:30:00"


def test_titles_name_one_plan_each() -> None:
    titles = [plan.title for plan in plans_around(Week(date(2026, 3, 23)))]
    assert len(set(titles)) == len(titles) == 41
