"""What is planned in the demo: about forty events around a given week, as they are first written."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from eventhub.demo.people import (
    ADMIN,
    AMARA,
    DESIGN,
    ENGINEERING,
    KENJI,
    LUKAS,
    MARTA,
    PEOPLE_TEAM,
    PRIYA,
    PRODUCT,
)
from events.changes import EventChanges, OnConflict

WORKDAYS = "MO,TU,WE,TH,FR"


@dataclass(frozen=True, slots=True)
class Week:
    """The week around which the demo lies, named by its Monday."""

    monday: date

    @classmethod
    def of(cls, day: date) -> "Week":
        """The week in which the day lies."""
        return cls(day - timedelta(days=day.weekday()))

    def day(self, number: int) -> date:
        """The day so many days after Monday; negative for the weeks before."""
        return self.monday + timedelta(days=number)

    def at(self, number: int, clock: str) -> datetime:
        """A wall time such as 09:30 on that day."""
        return datetime.combine(self.day(number), time.fromisoformat(clock))

    def third_tuesday(self) -> int:
        """The number of the third Tuesday of the month before, where a monthly series may begin."""
        first = (self.monday.replace(day=1) - timedelta(days=1)).replace(day=1)
        third = first + timedelta(days=(1 - first.weekday()) % 7 + 14)
        return (third - self.monday).days


@dataclass(frozen=True, slots=True)
class Plan:
    """One event as its author first writes it; times are wall times of the calendar, which gives the zone."""

    calendar: str
    by: str
    content: EventChanges
    on_conflict: OnConflict = "refuse"

    @property
    def title(self) -> str:
        """By which the stories name it; no two plans have the same."""
        return str(self.content.title)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of somebody's planner, to write plans on."""

    week: Week
    calendar: str
    by: str

    def timed(self, title: str, day: int, start: str, end: str, location: str = "", **more: Any) -> Plan:
        """An event from one clock time to another of the same day."""
        first, last = self.week.at(day, start), self.week.at(day, end)
        return self._plan(title, first, last, location, more)

    def all_day(self, title: str, day: int, days: int = 1, location: str = "", **more: Any) -> Plan:
        """An event of so many whole days."""
        return self._plan(title, self.week.day(day), self.week.day(day + days), location, more)

    def _plan(self, title: str, start: date, end: date, location: str, more: dict[str, Any]) -> Plan:
        content = EventChanges(title=title, start_time=start, end_time=end, location=location, **more)
        return Plan(self.calendar, self.by, content)


def plans_around(week: Week) -> list[Plan]:
    """All plans, none over another of the same owner, in the order in which they are written."""
    return [
        *_product_team(week),
        *_design_studio(week),
        *_engineering(week),
        *_people_and_culture(week),
        *_private(week),
    ]


def overlap_of(week: Week) -> Plan:
    """The one event that is saved although its owner is busy: with the launch review."""
    plan = Page(week, DESIGN, PRIYA).timed("Design critique", 2, "15:00", "16:00", "Figma", tags=["design"])
    return replace(plan, on_conflict="allow")


def _product_team(week: Week) -> Iterator[Plan]:
    page = Page(week, PRODUCT, MARTA)
    yield page.all_day("Board pre-read due", -10, tags=["board"])
    yield page.timed("Budget Q1", -6, "15:00", "16:30", "Room Douro", tags=["finance"])
    yield page.timed("Partner demo", -5, "16:00", "17:00", "Video call")
    yield page.timed("Pricing decision", 0, "14:00", "15:00", "Room Douro", tags=["decision"])
    yield page.timed(
        "Roadmap workshop",
        1,
        "13:00",
        "15:30",
        "Room Minho, 2nd floor",
        description="Bring the three things that your team must not drop.",
    )
    yield page.timed("Customer call — Nordlys AS", 2, "11:30", "12:15", "Video call", tags=["customers"])
    yield page.timed("Lunch with Kenji", 2, "12:30", "13:30", "Time Out Market")
    yield page.timed("Launch review", 2, "16:30", "17:30", "Room Minho, 2nd floor")
    yield page.timed("Metrics review", 3, "13:00", "14:00")
    yield page.timed("1:1 with Priya", 4, "10:00", "10:30", rrule="FREQ=WEEKLY;INTERVAL=2")
    yield page.timed("Beta feedback round", 8, "11:00", "12:00", "Video call")
    yield page.timed(
        "Portfolio board",
        week.third_tuesday(),
        "09:00",
        "10:00",
        "Room Tejo, 4th floor",
        rrule="FREQ=MONTHLY;BYDAY=3TU",
        tags=["board", "decision"],
    )


def _design_studio(week: Week) -> Iterator[Plan]:
    page = Page(week, DESIGN, PRIYA)
    yield page.timed("Portfolio day", -11, "13:00", "17:00", "Studio")
    yield page.timed("Accessibility clinic", -4, "14:00", "15:30", "Lab", tags=["accessibility"])
    yield page.all_day("Brand sprint", 0, 3, "Studio")
    yield page.timed("Icon set handover", 0, "15:30", "16:15", tags=["design"])
    yield page.timed(
        "Colour review", 3, "11:00", "12:00", description="Contrast in the dark theme, last call."
    )
    yield page.timed("User interviews", 4, "13:30", "16:00", "Lab", tags=["research"])
    yield page.timed("Logo refresh workshop", 10, "14:00", "16:00", "Studio")


def _engineering(week: Week) -> Iterator[Plan]:
    page = Page(week, ENGINEERING, KENJI)
    yield page.timed("Stand-up", -14, "10:30", "10:45", "Video call", rrule=f"FREQ=DAILY;BYDAY={WORKDAYS}")
    yield page.timed("Sprint planning", -14, "11:00", "12:30", "Room Spree", rrule="FREQ=WEEKLY;BYDAY=MO")
    yield page.timed("Architecture guild", 2, "18:00", "19:00", "Room Douro", tags=["architecture"])
    yield page.timed("Incident review", 4, "12:00", "13:00", "Video call")
    yield page.timed("Load test window", 5, "08:00", "10:00", "Staging", tags=["release"])
    yield page.timed("Release go/no-go", 10, "15:00", "15:45", "Video call", tags=["release", "decision"])
    yield page.timed("On-call handover", -3, "17:00", "17:30", rrule="FREQ=WEEKLY;COUNT=8;BYDAY=FR")


def _people_and_culture(week: Week) -> Iterator[Plan]:
    page = Page(week, PEOPLE_TEAM, AMARA)
    yield page.timed("Onboarding day", -12, "10:00", "12:00", "Room Douro")
    yield page.timed(
        "All-hands", -11, "17:00", "18:00", "Auditorium", rrule="FREQ=WEEKLY;INTERVAL=2;COUNT=6;BYDAY=TH"
    )
    yield page.all_day("Team offsite, Sintra", 9, 3, "Sintra", description="Train at 08:40 from Rossio.")
    yield page.all_day("Payroll cut-off", 11, tags=["finance"])


def _private(week: Week) -> Iterator[Plan]:
    marta = Page(week, "Marta Reis", MARTA)
    yield marta.timed("Train to Porto", -3, "07:15", "10:30", "Santa Apolónia")
    yield marta.timed("Yoga", 1, "18:30", "19:30", rrule="FREQ=WEEKLY;BYDAY=TU,TH")
    yield marta.timed("Focus: quarterly narrative", 2, "09:00", "11:00")
    yield marta.timed("Dentist", 4, "08:30", "09:15")
    yield marta.timed("Farmers' market", 6, "10:00", "12:00", "Príncipe Real")
    yield marta.all_day("Parents visit", 12, 2)
    yield Page(week, "Priya Nair", PRIYA).timed(
        "Pottery class", 1, "19:00", "21:00", "Bethnal Green", rrule="FREQ=WEEKLY;COUNT=10"
    )
    yield Page(week, "Kenji Ono", KENJI).timed("Call home", 6, "18:00", "18:45", rrule="FREQ=WEEKLY")
    lukas = Page(week, "Lukas Stein", LUKAS)
    yield lukas.timed("Climbing", 2, "19:30", "21:30", "Kreuzberg")
    yield lukas.timed("Bug bash", 3, "14:00", "16:00", "Video call", tags=["release"])
    yield Page(week, "Sofia Lindqvist", ADMIN).timed(
        "Backup restore drill", 0, "09:00", "10:00", rrule="FREQ=WEEKLY;INTERVAL=4", description="On staging."
    )
