"""People around an event and a calendar, in every role there is."""

from dataclasses import dataclass

import pytest
from django.contrib.auth.models import Group
from django.core.cache import caches

from accounts.factories import make_user
from accounts.models import User
from events.enums import Role
from events.factories import grant, make_event
from events.models import Calendar, Event


@dataclass(frozen=True)
class Cast:
    """An event in its creator's default calendar, a person for each role, and others who see nothing."""

    event: Event
    calendar: Calendar
    creator: User
    owner: User
    editor: User
    viewer: User
    stranger: User
    newcomer: User


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    """The counters of limits live in the process, longer than a test."""
    caches["limits"].clear()


def people() -> dict[str, User]:
    names = ("creator", "owner", "editor", "viewer", "stranger", "newcomer")
    return {name: make_user(username=name, full_name=f"The {name.title()}") for name in names}


@pytest.fixture
def cast(db: None) -> Cast:
    """Roles are held on the event itself."""
    return make_cast()


def make_cast() -> Cast:
    named = people()
    event = make_event(named["creator"])
    for role in Role:
        grant(event, named[role], role, named["creator"])
    return Cast(event=event, calendar=event.calendar, **named)


@pytest.fixture
def calendar_cast(db: None) -> Cast:
    """Roles are held on the calendar of the event."""
    named = people()
    event = make_event(named["creator"])
    for role in Role:
        grant(event.calendar, named[role], role, named["creator"])
    return Cast(event=event, calendar=event.calendar, **named)


def in_group(thing: Event | Calendar, user: User, role: Role | str) -> Group:
    """Lets the user hold a role through a group alone."""
    group = Group.objects.create(name=f"{type(thing).__name__} {thing.pk} for {user.username}")
    user.groups.add(group)
    grant(thing, group, role)
    return group
