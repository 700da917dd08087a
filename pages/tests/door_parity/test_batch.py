"""What a batch of the API writes is the same through the page that changes several events."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches

from events.factories import START, make_event
from events.models import Event
from pages.tests.door_parity.world import World, api, make_world, page, taken_back, written

pytestmark = pytest.mark.django_db

WISHES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "shift": (
        {"op": "move", "by": "-P1DT2H"},
        {"action": "shift", "days": 1, "hours": 2, "direction": "earlier"},
    ),
    "status": ({"op": "update", "status": "tentative"}, {"action": "status", "status": "tentative"}),
    "transparency": (
        {"op": "update", "transparency": "transparent"},
        {"action": "transparency", "transparency": "transparent"},
    ),
    "add a tag": ({"op": "update", "tags": ["one", "more"]}, {"action": "add_tag", "tag": "more"}),
    "remove a tag": ({"op": "update", "tags": []}, {"action": "remove_tag", "tag": "one"}),
    "delete": ({"op": "delete"}, {"action": "delete"}),
}


@pytest.fixture
def world() -> World:
    return make_world()


def events_of(world: World) -> list[Event]:
    """Two single events and a series, all tagged alike."""
    later = START + timedelta(days=60)
    make_event(world.anna, title="Third", start=later, tags=["one"], calendar_id=world.team.pk)
    make_event(
        world.anna, title="Weekly", start=later + timedelta(days=1), tags=["one"], rrule="FREQ=WEEKLY;COUNT=3"
    )
    return list(Event.objects.filter(tags=["one"], deleted_at=None).order_by("pk"))


def both_ways(
    world: World, events: list[Event], operation: dict[str, Any], form: dict[str, Any], mode: str = "atomic"
) -> None:
    def through_api() -> None:
        operations = [{**operation, "id": event.pk, "version": event.version} for event in events]
        api(world, "POST", "/events/batch", {"operations": operations, "mode": mode})

    def through_page() -> None:
        chosen = [f"{event.pk}.{event.version}" for event in events]
        page(world, "/events/several/", {"event": chosen, **form, "mode": mode, "do": 1})

    _same(through_api, through_page)


def _same(through_api: Callable[[], None], through_page: Callable[[], None]) -> None:
    before = written()
    with taken_back():
        through_api()
        by_api = written()
    caches["limits"].clear()
    assert written() == before
    through_page()
    assert written() == by_api
    assert by_api != before


@pytest.mark.parametrize("wish", WISHES)
def test_both_doors_write_the_same_rows(world: World, wish: str) -> None:
    events = events_of(world)
    assert len(events) == 3
    both_ways(world, events, *WISHES[wish])


def test_both_doors_move_to_another_calendar(world: World) -> None:
    home = {"calendar_id": world.empty.pk}
    both_ways(world, events_of(world), {"op": "move", **home}, {"action": "calendar", **home})


def test_both_doors_do_what_can_be_done(world: World) -> None:
    events = events_of(world)
    make_event(world.anna, title="Taken", start=events[1].start_at + timedelta(hours=5))
    shift = ({"op": "move", "by": "PT5H"}, {"action": "shift", "hours": 5})
    both_ways(world, events, *shift, mode="each")
    assert list(Event.objects.filter(title="Third").values_list("version", flat=True)) == [1]
