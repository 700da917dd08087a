"""Loads the data set that is measured: rows as the actions write them, a few thousand at a time.

Every sequence starts at a million of its own. So an identity in a captured statement is told from any other
number by its value (`bench.capture`).
"""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.utils.timezone import now

from accounts.api.tokens import issue_tokens
from accounts.models import Session, User
from bench import scenes
from bench.rows import ROWS_AT_ONCE, Planned, insert, planned
from bench.world import PASSWORD, Person, World
from events.actions.update_event import update_event
from events.changes import EventChanges
from events.models import (
    Calendar,
    CalendarUserPermission,
    Event,
    EventGroupPermission,
    EventUserPermission,
    HistoricalEvent,
)
from journal.models import Chain

USERS = 200
EVENTS = 10_000
GRANTS_OF_EACH = 25
GROUPS = 10
GRANTS_OF_GROUP = 10
SPARSE_EVENTS = 62
VERSIONS = 200
DAYS = 365
HIGH_VERSION = 80_000_000
SEQUENCES = {
    "accounts_user": 10_000_000,
    "events_calendar": 20_000_000,
    "accounts_session": 30_000_000,
    "events_event": 50_000_000,
}
HIGH_CHAIN = 70_000_000


def load(scale: int) -> World:
    """Fills the empty database; `scale` multiplies events and grants, not users.

    The first user's own events all lie in the first weeks of the year, the second's in the last, and the
    third has none: he sees 62 events of others, spread over the last quarter. What the users after the first
    200 have is in `bench.scenes`.
    """
    rng = random.Random(7)
    _start_sequences()
    everybody = _users(USERS + scenes.USERS)
    users = everybody[:USERS]
    calendars = _calendars(everybody)
    early, late, sparse = users[:3]
    year = now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    owners = [user for user in users if user is not sparse]
    window = {early.pk: range(30), late.pk: range(DAYS - 30, DAYS)}
    turns = ((owners[n % len(owners)], n // len(owners)) for n in range(EVENTS * scale))
    insert(
        _planned(calendars[user.pk], number, rng, year, window.get(user.pk, range(DAYS)))
        for user, number in turns
    )
    _grant(users, sparse, scale, rng, year)
    _share_calendars_and_by_groups(users, calendars, sparse, scale, rng)
    cast = scenes.fill(everybody[USERS:], calendars, year, rng)
    _first_versions()
    since = scenes.token_of(cast["follower"])
    versioned = _versioned(users[3])
    scenes.change_events_of(cast["follower"])
    probe = Event.objects.filter(owner=users[4], rrule="").order_by("pk")[0]
    Event.objects.filter(pk=probe.pk).update(version=HIGH_VERSION)
    HistoricalEvent.objects.filter(id=probe.pk).update(version=HIGH_VERSION)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    people = _people(everybody, calendars, {cast[name].pk for name in scenes.BROWSING})
    by_id = {person.id: person for person in people}
    cast |= {"early": early, "late": late, "sparse": sparse, "historian": users[3], "probe": users[4]}
    return World(
        people=people[5:USERS],
        versioned=versioned.pk,
        probed=probe.pk,
        free_from=year.isoformat(),
        team=[user.pk for user in scenes.team_of(everybody[USERS:])],
        since=since,
        **{name: by_id[user.pk] for name, user in cast.items()},
    )


def _start_sequences() -> None:
    with connection.cursor() as cursor:
        for table, start in SEQUENCES.items():
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, start])


def _users(count: int) -> list[User]:
    password = make_password(PASSWORD)
    return User.objects.bulk_create(
        User(
            username=f"user{n}",
            email=f"user{n}@example.org",
            full_name=f"User {n}",
            password=password,
            onboarded_at=now(),
        )
        for n in range(count)
    )


def _calendars(users: Sequence[User]) -> dict[int, Calendar]:
    made = Calendar.objects.bulk_create(
        Calendar(owner=user, name="My calendar", is_default=True) for user in users
    )
    chains = [0, *(calendar.pk for calendar in made)]
    Chain.objects.bulk_create(Chain(pk=pk, sequence=HIGH_CHAIN) for pk in chains)
    return {calendar.owner_id: calendar for calendar in made}


def _planned(calendar: Calendar, number: int, rng: random.Random, year: datetime, days: range) -> Planned:
    """An hour of the working day: the one in fifty endless, the one in ten ten times weekly."""
    rrule = "FREQ=WEEKLY" if number % 50 == 0 else "FREQ=WEEKLY;COUNT=10" if number % 10 == 1 else ""
    start = year + timedelta(days=rng.choice(days), hours=rng.randint(8, 16))
    return planned(calendar, f"Meeting {number} of the planning group", start, rng, rrule)


def _first_versions() -> None:
    """The version rows of all events, copied inside the database."""
    kept = [field.column for field in HistoricalEvent.tracked_fields]
    columns = ", ".join(f'"{name}"' for name in kept)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO events_historicalevent ({columns}, history_date, history_type, history_user_id,"
            " verb, source)"
            f" SELECT {columns}, created_at, '+', owner_id, 'created', 'api' FROM events_event"
        )


def _grant(users: Sequence[User], sparse: User, scale: int, rng: random.Random, year: datetime) -> None:
    """Each may see some events of others; the sparse user nothing but a few of the last quarter."""
    view = Permission.objects.get(codename="view_event", content_type__app_label="events")
    owners = dict(Event.objects.order_by().values_list("pk", "owner_id"))
    ids = sorted(owners)
    seen = {
        user.pk: [pk for pk in rng.sample(ids, GRANTS_OF_EACH * scale) if owners[pk] != user.pk]
        for user in users
    }
    last_quarter = Event.objects.filter(start_at__gte=year + timedelta(days=DAYS * 3 // 4), rrule="")
    late = list(last_quarter.order_by("start_at", "pk").values_list("pk", flat=True))
    seen[sparse.pk] = late[:: len(late) // SPARSE_EVENTS][:SPARSE_EVENTS]
    EventUserPermission.objects.bulk_create(
        (
            EventUserPermission(content_object_id=pk, user_id=user_id, permission=view)
            for user_id, its in seen.items()
            for pk in its
        ),
        batch_size=ROWS_AT_ONCE,
    )


def _share_calendars_and_by_groups(
    users: Sequence[User], calendars: dict[int, Calendar], sparse: User, scale: int, rng: random.Random
) -> None:
    """One calendar in ten is shared with a user; all but the sparse user are in a group that sees some."""
    view = Permission.objects.get(codename="view_calendar", content_type__app_label="events")
    pairs = zip(users[5::10], users, strict=False)
    CalendarUserPermission.objects.bulk_create(
        CalendarUserPermission(content_object=calendars[owner.pk], user=to, permission=view)
        for owner, to in pairs
        if to is not sparse
    )
    groups = Group.objects.bulk_create(Group(name=f"group {number}") for number in range(GROUPS))
    User.groups.through.objects.bulk_create(
        User.groups.through(user_id=user.pk, group_id=groups[number % GROUPS].pk)
        for number, user in enumerate(users)
        if user is not sparse
    )
    view = Permission.objects.get(codename="view_event", content_type__app_label="events")
    ids = list(Event.objects.order_by("pk").values_list("pk", flat=True))
    EventGroupPermission.objects.bulk_create(
        EventGroupPermission(content_object_id=pk, group=group, permission=view)
        for group in groups
        for pk in rng.sample(ids, GRANTS_OF_GROUP * scale)
    )


def _versioned(owner: User) -> Event:
    """An event with a history, made by real edits."""
    event = Event.objects.filter(owner=owner, rrule="").order_by("pk")[0]
    for number in range(2, VERSIONS + 1):
        changes = EventChanges(
            title=f"Meeting, draft {number}",
            description=f"Open: point {number}. Decided: points 1 to {number - 1}, as the minutes say.",
        )
        update_event(actor=owner, event_id=event.pk, changes=changes)
    return event


def _people(users: Sequence[User], calendars: dict[int, Calendar], browsing: set[int]) -> list[Person]:
    opened = now()
    sessions = Session.objects.bulk_create(
        Session(user=user, refresh_jti=f"bench-{user.pk}", expires_at=opened + timedelta(days=7))
        for user in users
    )
    events: dict[int, list[int]] = {}
    for pk, owner_id in Event.objects.filter(rrule="").order_by("pk").values_list("pk", "owner_id"):
        events.setdefault(owner_id, []).append(pk)
    return [
        Person(
            id=session.user_id,
            username=session.user.username,
            session=session.pk,
            calendar=calendars[session.user_id].pk,
            token=issue_tokens(session).access_token,
            events=events.get(session.user_id, [])[1:],
            cookie=scenes.cookie_of(session.user) if session.user_id in browsing else "",
        )
        for session in sessions
    ]
