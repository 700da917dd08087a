"""Processes that write at once: each has its own Django, its own connections, and the same orders."""

import multiprocessing
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Barrier
from typing import Any
from uuid import uuid4

# Nothing of Django is imported here at the top: a new process sets its database first.

FIRST = datetime(2031, 1, 1, tzinfo=UTC)
SPAWN = multiprocessing.get_context("spawn")


def race(url: str, runners: int, rounds: int, run: Callable[..., str], *args: Any) -> list[list[str]]:
    """What each of `runners` processes came to in each round; all begin a round together."""
    barrier, queue = SPAWN.Barrier(runners), SPAWN.Queue()
    processes = [
        SPAWN.Process(target=_runner, args=(url, number, rounds, barrier, queue, run, args))
        for number in range(runners)
    ]
    for process in processes:
        process.start()
    columns = dict(queue.get(timeout=600) for _ in processes)
    for process in processes:
        process.join(timeout=60)
    return [list(row) for row in zip(*(columns[number] for number in range(runners)), strict=True)]


def _runner(
    url: str, number: int, rounds: int, barrier: Barrier, queue: Any, run: Callable[..., str], args: Any
) -> None:
    os.environ["DATABASE_URL"] = url
    import django

    django.setup()
    results = []
    for turn in range(rounds):
        barrier.wait(timeout=120)
        try:
            results.append(run(number, turn, *args))
        except Exception as error:
            results.append(f"{type(error).__name__}: {error}")
    queue.put((number, results))


def there(url: str, run: Callable[..., Any], *args: Any) -> Any:
    """What `run` returns in a process of its own on the raced database."""
    queue = SPAWN.Queue()
    process = SPAWN.Process(target=_there, args=(url, queue, run, args))
    process.start()
    result = queue.get(timeout=120)
    process.join(timeout=60)
    return result


def _there(url: str, queue: Any, run: Callable[..., Any], args: Any) -> None:
    os.environ["DATABASE_URL"] = url
    import django

    django.setup()
    queue.put(run(*args))


def make_owner_and_editor() -> tuple[int, int]:
    """Two people, of whom the second may write to the first one's default calendar."""
    from accounts.factories import UserFactory
    from events.factories import grant

    owner, editor = UserFactory.create(username=uuid4().hex), UserFactory.create(username=uuid4().hex)
    grant(owner.calendars.get(), editor, "editor", owner)
    return owner.pk, editor.pk


def make_events(number: int) -> tuple[int, list[int]]:
    """Somebody with so many events, on days that no race is about."""
    from accounts.factories import UserFactory
    from events.factories import make_event

    owner = UserFactory.create(username=uuid4().hex)
    return owner.pk, [make_event(owner, start=FIRST - timedelta(days=i + 1)).pk for i in range(number)]


def rows_of(owner: int) -> tuple[int, int, int]:
    """How many events, versions and occurrences an owner has."""
    from events.models import Event, HistoricalEvent, Occurrence

    return (
        Event.objects.filter(owner=owner).count(),
        HistoricalEvent.objects.filter(owner_id=owner).count(),
        Occurrence.objects.filter(owner=owner).count(),
    )


def titles_of(event: int) -> list[tuple[int, str]]:
    """The title of each version."""
    from events.models import HistoricalEvent

    return list(HistoricalEvent.objects.filter(id=event).order_by("version").values_list("version", "title"))


def create_slot(number: int, turn: int, actors: list[int], owner: int) -> str:
    """Tries to take the slot of this turn in the owner's schedule, by another way on each turn."""
    from accounts.models import User
    from events.actions.create_events import create_event, create_events
    from events.changes import EventChanges
    from events.errors import BatchFailed, ScheduleConflict
    from events.models import Calendar

    actor = User.objects.get(pk=actors[number % len(actors)])
    calendar = Calendar.objects.get(owner=owner, is_default=True)
    # Every racer overlaps every other one, and no two ask for quite the same time.
    start = FIRST + timedelta(days=turn, minutes=number)
    changes = EventChanges(
        title=f"{number}", start_time=start, end_time=start + timedelta(hours=1), calendar_id=calendar.pk
    )
    try:
        if number % 2:
            create_events(actor=actor, items=[changes])
        else:
            create_event(actor=actor, changes=changes)
    except (ScheduleConflict, BatchFailed):
        return "refused"
    return "won"


def move_into_slot(number: int, turn: int, owner: int, events: list[int]) -> str:
    """Moves an event of its own into the slot of this turn."""
    from accounts.models import User
    from events.actions.update_event import update_event
    from events.changes import EventChanges
    from events.errors import ScheduleConflict

    start = FIRST + timedelta(days=turn)
    try:
        update_event(
            actor=User.objects.get(pk=owner),
            event_id=events[number],
            changes=EventChanges(start_time=start, end_time=start + timedelta(hours=1)),
        )
    except ScheduleConflict:
        return "refused"
    return "won"


def edit_title(number: int, turn: int, owner: int, event: int) -> str:
    """Edits one event from the version last seen, again from the newest when it is stale."""
    from accounts.models import User
    from events.actions.update_event import update_event
    from events.changes import EventChanges
    from events.errors import StaleVersion
    from events.models import Event

    actor = User.objects.get(pk=owner)
    seen = Event.objects.get(pk=event).version
    try:
        update_event(
            actor=actor, event_id=event, changes=EventChanges(title=f"{turn}-{number}", version=seen)
        )
    except StaleVersion:
        return "stale"
    return f"{turn}-{number}"


def make_pairs(number: int) -> tuple[int, list[list[int]]]:
    """Somebody with two events for each of so many racers, days apart."""
    owner, events = make_events(2 * number)
    return owner, [events[i : i + 2] for i in range(0, 2 * number, 2)]


def batch_into_slot(number: int, turn: int, owner: int, pairs: list[list[int]]) -> str:
    """Moves an event of its own into the slot of this turn, renames another and makes a third, or nothing."""
    from accounts.models import User
    from events.actions.change_events import change_events
    from events.changes import EventChanges, Operation
    from events.errors import BatchFailed

    start = FIRST + timedelta(days=turn)
    later, hour = start + timedelta(hours=2 + number), timedelta(hours=1)
    moved, renamed = pairs[number]
    # Every racer names its events in another order, and all of them wait for the same schedule.
    operations = [
        Operation(op="update", event_id=moved, changes=EventChanges(start_time=start, end_time=start + hour)),
        Operation(op="update", event_id=renamed, changes=EventChanges(title=f"{turn}-{number}")),
        Operation(
            op="create",
            changes=EventChanges(title=f"{turn}-{number}", start_time=later, end_time=later + hour),
        ),
    ]
    try:
        change_events(actor=User.objects.get(pk=owner), operations=operations[:: 1 if number % 2 else -1])
    except BatchFailed:
        return "refused"
    return "won"


def rename_all(number: int, turn: int, owner: int, events: list[int]) -> str:
    """Renames all the events in one batch, from the versions last seen; each racer in an order of its own."""
    from accounts.models import User
    from events.actions.change_events import change_events
    from events.changes import EventChanges, Operation
    from events.errors import BatchFailed
    from events.models import Event

    seen = dict(Event.objects.filter(pk__in=events).values_list("pk", "version"))
    title = f"{turn}-{number}"
    operations = [
        Operation(op="update", event_id=pk, changes=EventChanges(title=title, version=seen[pk]))
        for pk in (events if number % 2 else events[::-1])
    ]
    try:
        change_events(actor=User.objects.get(pk=owner), operations=operations)
    except BatchFailed:
        return "stale"
    return title
