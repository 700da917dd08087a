"""Filling an empty database with the demo."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db import transaction

from accounts.models import User
from core.errors import Conflict
from core.transactions import write_atomic
from eventhub.demo.people import CALENDARS, PASSWORD, PEOPLE, SHARES, TEAM, Person
from eventhub.demo.plans import Week, plans_around
from eventhub.demo.stage import Stage
from eventhub.demo.stories import STORIES
from events.models import (
    Calendar,
    CalendarGroupPermission,
    CalendarUserPermission,
    Event,
    EventGroupPermission,
    EventUserPermission,
    HistoricalEvent,
)

GRANTS = (
    EventUserPermission._default_manager,
    EventGroupPermission._default_manager,
    CalendarUserPermission._default_manager,
    CalendarGroupPermission._default_manager,
)


class NotEmpty(Conflict):
    """There are users already, so this is no place for a demo (409)."""

    code = "not_empty"


@dataclass(frozen=True, slots=True)
class Seeded:
    """How much the demo has made."""

    users: int
    calendars: int
    events: int
    versions: int
    shares: int


def count_steps(today: date) -> int:
    """How often `seed` calls `advance` with 1."""
    return len(_steps(Stage(Week.of(today))))


def has_users() -> bool:
    """Whether anybody has an account."""
    return User.objects.exists()


def seed(
    *, today: date, dry_run: bool = False, advance: Callable[[int], None] = lambda count: None
) -> Seeded:
    """Writes the whole demo around the week of `today`, or nothing; raises `NotEmpty` where there are users.

    One transaction holds it all, so that a run that was broken off can simply be repeated. With `dry_run`
    everything is tried for real and taken back.
    """
    with write_atomic():
        if has_users():
            raise NotEmpty("There are users already: the demo is for an empty database.")
        stage = Stage(Week.of(today))
        for step in _steps(stage):
            step()
            advance(1)
        seeded = Seeded(
            users=User.objects.count(),
            calendars=Calendar.objects.count(),
            events=Event.objects.count(),
            versions=HistoricalEvent.objects.count(),
            # every role has one row that lets one view
            shares=sum(rows.filter(permission__codename__startswith="view_").count() for rows in GRANTS),
        )
        transaction.set_rollback(dry_run)
    return seeded


def demo_logins() -> list[Person]:
    """Those of the demo's people who are here and still have its password."""
    users = {user.username: user for user in User.objects.filter(username__in=[p.username for p in PEOPLE])}
    return [
        person
        for person in PEOPLE
        if (user := users.get(person.username))
        and user.email == person.email
        and user.is_active
        and user.check_password(PASSWORD)
    ]


def _steps(stage: Stage) -> Sequence[Callable[[], None]]:
    return [
        *(partial(stage.add_person, person) for person in PEOPLE),
        *(partial(stage.add_calendar, calendar) for calendar in CALENDARS),
        *(partial(stage.share_calendar, share) for share in SHARES),
        partial(stage.add_team, TEAM),
        *(partial(stage.write, plan) for plan in plans_around(stage.week)),
        *(partial(story, stage) for story in STORIES),
    ]
