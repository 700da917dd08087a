"""What the users have who are there for one call each: series, a team, changes, months for pages."""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db.models import Max
from django.test import Client

from accounts.models import User
from bench.calls import month_after
from bench.rows import Planned, insert, planned
from events.actions.update_event import update_event
from events.changes import EventChanges
from events.models import Calendar, CalendarUserPermission, Event
from feeds.access.change_token import Reading, change_token
from journal.actions.number_entries import number_entries
from journal.models import Entry

ROLES = ("recurring", "planner", "follower", "importer", "crowded", "calm", "idle")
BROWSING = ("crowded", "calm", "idle")
TEAM = 20
USERS = len(ROLES) + TEAM
SERIES = 200
SERIES_OF_TEAM = 12
CHANGES = 50
IN_MONTH = {"crowded": 300, "calm": 3}

# of ten series one is daily, five are weekly and four monthly; half of each kind ends
RULES = (
    ("FREQ=DAILY", "FREQ=DAILY;COUNT=60"),
    ("FREQ=WEEKLY", "FREQ=WEEKLY;COUNT=26"),
    ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=40"),
    ("FREQ=MONTHLY", "FREQ=MONTHLY;COUNT=12"),
    ("FREQ=WEEKLY;INTERVAL=2", "FREQ=WEEKLY;INTERVAL=2;COUNT=20"),
    ("FREQ=MONTHLY;BYDAY=2TU", "FREQ=MONTHLY;BYDAY=-1FR;COUNT=12"),
    ("FREQ=WEEKLY", "FREQ=WEEKLY;COUNT=30"),
    ("FREQ=MONTHLY;BYMONTHDAY=15", "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=6"),
    ("FREQ=WEEKLY;BYDAY=TH", "FREQ=WEEKLY;BYDAY=MO;COUNT=20"),
    ("FREQ=MONTHLY;BYDAY=1MO", "FREQ=MONTHLY;INTERVAL=2;COUNT=6"),
)


def fill(
    users: Sequence[User], calendars: Mapping[int, Calendar], year: datetime, rng: random.Random
) -> dict[str, User]:
    """Gives everybody what he is there for, and returns who has which part; the rest are the team."""
    cast = dict(zip(ROLES, users, strict=False))
    own = {name: calendars[user.pk] for name, user in cast.items()}
    insert(_series(own["recurring"], year, rng))
    for user in team_of(users):
        insert(_working_week(calendars[user.pk], year, rng))
    insert(_single(own["follower"], CHANGES, year, 90, rng))
    month, _ = month_after(year)
    for name, count in IN_MONTH.items():
        insert(_single(own[name], count, month, 28, rng))
    view = Permission.objects.get(codename="view_calendar", content_type__app_label="events")
    CalendarUserPermission.objects.bulk_create(
        CalendarUserPermission(content_object=own["planner"], user=user, permission=view)
        for user in team_of(users)
    )
    return cast


def team_of(users: Sequence[User]) -> Sequence[User]:
    """Whose time the planner looks at; he shares his calendar with them."""
    return users[len(ROLES) :]


def token_of(user: User) -> str:
    """How far one has read who has read all changes."""
    number_entries()
    return change_token(user.pk, Reading(Entry.objects.aggregate(pos=Max("pos"))["pos"] or 0, ()))


def change_events_of(user: User) -> None:
    """Real edits of all that he has, as many as `CHANGES`."""
    for pk in Event.objects.filter(owner=user).order_by("pk").values_list("pk", flat=True):
        update_event(actor=user, event_id=pk, changes=EventChanges(title="Review of the figures, moved"))


def cookie_of(user: User) -> str:
    """The cookie of a browser that is signed in."""
    client = Client()
    client.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _series(calendar: Calendar, year: datetime, rng: random.Random) -> Iterator[Planned]:
    for number in range(SERIES):
        rule = RULES[number % len(RULES)][number // len(RULES) % 2]
        start = year + timedelta(days=rng.randrange(-20, 20), hours=rng.randint(8, 16))
        yield planned(calendar, f"Meeting {number} of the planning group", start, rng, rule)


def _working_week(calendar: Calendar, year: datetime, rng: random.Random) -> Iterator[Planned]:
    for number in range(SERIES_OF_TEAM):
        start = year + timedelta(days=number % 5, hours=rng.randint(8, 16), minutes=rng.choice((0, 30)))
        yield planned(calendar, f"Meeting {number} of the team", start, rng, "FREQ=WEEKLY;COUNT=52")


def _single(
    calendar: Calendar, count: int, first: datetime, days: int, rng: random.Random
) -> Iterator[Planned]:
    for number in range(count):
        start = first + timedelta(days=number % days, hours=rng.randint(8, 16), minutes=rng.choice((0, 30)))
        yield planned(calendar, f"Meeting {number} of the planning group", start, rng)
