"""One change to many events: chosen, foreseen, done, undone."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.factories import make_user
from accounts.models import User
from events.actions.update_event import update_event
from events.changes import MOST_OPERATIONS, EventChanges
from events.enums import Role
from events.factories import START, grant, make_calendar, make_event
from events.models import Event, HistoricalEvent
from events.tests.web.forms import sent, texts
from journal.models import Entry

pytestmark = pytest.mark.django_db
PAGE = "/events/several/"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def ann() -> User:
    return make_user(username="ann", timezone="UTC")


@pytest.fixture
def client(ann: User) -> Client:
    client = Client()
    client.force_login(ann)
    return client


def choice(*events: Event) -> list[str]:
    return [f"{event.pk}.{event.version}" for event in events]


def states(page: Any) -> list[str | None]:
    return [row.state for row in page.context["rows"]]


def rows() -> tuple[int, int, int]:
    return (
        Event.objects.count(),
        HistoricalEvent.objects.count(),
        Entry.objects.filter(subject_kind="event").count(),
    )


def test_the_agenda_lets_one_choose_each_event_once(client: Client, ann: User) -> None:
    series = make_event(ann, title=HOSTILE, rrule="FREQ=DAILY;COUNT=3")
    ben = make_user()
    seen = make_event(ben, title="Seen", start=START + 4 * HOUR)
    grant(seen, ann, Role.VIEWER, ben)
    page = client.get("/calendar/?view=agenda&select=1&date=2031-03-10")
    html = page.content.decode()
    assert html.count('type="checkbox" name="event"') == 2
    assert html.count(f'name="event" value="{series.pk}.1">') == 1
    assert f'name="event" value="{seen.pk}.1" disabled>' in html
    assert "The whole series" in html
    assert HOSTILE not in html
    assert "select=1" in page.context["following_href"]
    assert "select" not in page.context["hrefs"]["week"]
    assert page.context["query"].other_mode == "/calendar/?view=agenda&date=2031-03-10"
    plain = client.get("/calendar/?view=agenda&date=2031-03-10")
    assert plain.context["query"].other_mode == "/calendar/?view=agenda&date=2031-03-10&select=1"


def test_search_results_are_chosen_as_well(client: Client, ann: User) -> None:
    make_event(ann, title="Review", start=START + 200 * DAY)
    html = client.get("/calendar/?view=agenda&select=1&date=2031-03-10&q=review").content.decode()
    assert html.count('type="checkbox" name="event"') == 1


def test_what_was_chosen_is_listed_and_the_form_keeps_it(client: Client, ann: User) -> None:
    first = make_event(ann, title=HOSTILE)
    series = make_event(ann, title="Series", start=START + DAY, rrule="FREQ=DAILY;COUNT=3")
    page = client.post(PAGE, {"event": choice(first, series, first), "next": "/calendar/?view=agenda&q=x"})
    html = page.content.decode()
    assert (page.status_code, states(page)) == (200, [None, None])
    assert HOSTILE not in html
    assert "the whole series is meant" in html
    assert sent(html)["event"] == choice(first, series)
    assert sent(html)["next"] == ["/calendar/?view=agenda&q=x"]


def test_nothing_is_written_before_one_says_so(client: Client, ann: User) -> None:
    event, before = make_event(ann), None
    before = rows()
    page = client.post(PAGE, {"event": choice(event), "action": "shift", "hours": "2", "direction": "later"})
    assert [row.words for row in page.context["rows"]] == ["Mon 10 Mar 2031, 11:00 – 12:00"]
    assert rows() == before


def test_what_was_foreseen_is_done_and_undone_as_one(client: Client, ann: User) -> None:
    events = [make_event(ann, start=START + day * DAY) for day in range(3)]
    foreseen = client.post(PAGE, {"event": choice(*events), "action": "shift", "days": "1", "hours": "2"})
    assert states(foreseen) == ["done", "done", "done"]
    html = foreseen.content.decode()
    form = html[html.index("several-do") - 80 :]
    done = client.post(PAGE, {**sent(f"<main>{form}"), "do": "1", "mode": "atomic"})
    assert (done.status_code, done["Location"]) == (302, "/calendar/?view=agenda")
    starts = list(Event.objects.order_by("pk").values_list("start_at", flat=True))
    assert starts == [START + day * DAY + DAY + 2 * HOUR for day in range(3)]
    (toast,) = client.get("/help/").context["toasts"]
    assert toast.text == "3 events changed."
    client.post(f"/undo/{toast.undo_token}/")
    starts = list(Event.objects.order_by("pk").values_list("start_at", flat=True))
    assert starts == [START + day * DAY for day in range(3)]


@pytest.mark.parametrize(
    ("wish", "field", "value"),
    [
        ({"action": "status", "status": "cancelled"}, "status", "cancelled"),
        ({"action": "transparency", "transparency": "transparent"}, "transparency", "transparent"),
        ({"action": "add_tag", "tag": "new, one"}, "tags", ["old", "new, one"]),
        ({"action": "remove_tag", "tag": "old"}, "tags", []),
    ],
)
def test_each_action_changes_every_event(
    client: Client, ann: User, wish: dict[str, str], field: str, value: Any
) -> None:
    events = [make_event(ann, start=START + day * DAY, tags=["old"]) for day in range(2)]
    assert client.post(PAGE, {"event": choice(*events), **wish, "do": "1"}).status_code == 302
    assert list(Event.objects.values_list(field, "version")) == [(value, 2), (value, 2)]


def test_events_go_to_another_calendar_and_to_the_trash(client: Client, ann: User) -> None:
    team = make_calendar(ann, "Team")
    events = [make_event(ann, start=START + day * DAY) for day in range(2)]
    client.post(PAGE, {"event": choice(*events), "action": "calendar", "calendar_id": team.pk, "do": "1"})
    assert list(Event.objects.values_list("calendar__name", flat=True)) == ["Team", "Team"]
    moved = list(Event.objects.order_by("pk"))
    client.post(PAGE, {"event": choice(*moved), "action": "delete", "change_reason": "Over", "do": "1"})
    assert Event.objects.filter(deleted_at=None).count() == 0
    reasons = HistoricalEvent.objects.filter(version=3).values_list("history_change_reason", flat=True)
    assert list(reasons) == ["Over", "Over"]


def test_what_cannot_be_done_is_said_event_by_event(client: Client, ann: User) -> None:
    ben = make_user()
    mine = make_event(ann, title="Mine")
    make_event(ann, title="Taken", start=START + 3 * HOUR)
    same = make_event(ann, title="Moved meanwhile", start=START + DAY)
    seen = make_event(ben, title="Seen", start=START + 2 * DAY)
    grant(seen, ann, Role.VIEWER, ben)
    secret = make_event(ben, title="Secret")
    whole = make_event(
        ann, title="Whole", start=START.replace(hour=0), end_time=START.replace(hour=0) + DAY, is_all_day=True
    )
    stale = choice(same)
    update_event(
        actor=ann,
        event_id=same.pk,
        changes=EventChanges(start_time=START + 2 * DAY, end_time=START + 2 * DAY + HOUR),
    )
    names = [*choice(mine), *stale, *choice(seen, secret, whole)]
    page = client.post(PAGE, {"event": names, "action": "shift", "hours": "3"})
    assert [(row.state, row.words) for row in page.context["rows"]] == [
        ("clash", "Overlaps Taken, 12:00 – 13:00"),
        ("refused", "Somebody has changed the same meanwhile."),
        ("refused", "You may see this event, but only editors and owners may change it."),
        ("refused", "This event is not there any more."),
        ("refused", "An all-day event moves by whole days or weeks."),
    ]
    assert "Secret" not in page.content.decode()
    before = rows()
    refused = client.post(
        PAGE, {"event": names, "action": "shift", "hours": "3", "do": "1", "mode": "atomic"}
    )
    assert (refused.status_code, states(refused)[0]) == (409, "clash")
    assert "Nothing was changed" in texts(refused.content.decode())
    assert rows() == before


def test_events_of_the_selection_that_overlap_each_other_are_named(client: Client, ann: User) -> None:
    first, second = make_event(ann, title=HOSTILE), make_event(ann, title="Second")
    page = client.post(PAGE, {"event": choice(first, second), "action": "shift", "days": "1"})
    assert [(row.state, row.words) for row in page.context["rows"]] == [
        ("done", "Tue 11 Mar 2031, 09:00 – 10:00"),
        ("clash", f"Overlaps {HOSTILE} of this selection"),
    ]
    assert HOSTILE not in page.content.decode()


def test_what_can_be_done_is_done_with_what_overlaps_if_that_is_wanted(client: Client, ann: User) -> None:
    mine, other = make_event(ann, title="Mine"), make_event(ann, title="Other", start=START + DAY)
    make_event(ann, title="Taken", start=START + 3 * HOUR)
    wish = {"event": choice(mine, other), "action": "shift", "hours": "3", "do": "1", "mode": "each"}
    client.post(PAGE, wish)
    assert list(Event.objects.order_by("pk").values_list("version", flat=True)) == [1, 2, 1]
    (toast,) = client.get("/help/").context["toasts"]
    assert toast.text == "1 event changed. 1 stays as it was."
    client.post(PAGE, {**wish, "event": choice(mine), "mode": "atomic", "on_conflict": "allow"})
    assert list(Event.objects.order_by("pk").values_list("version", flat=True)) == [2, 2, 1]


def test_what_others_changed_beside_it_stays(client: Client, ann: User) -> None:
    event = make_event(ann)
    seen = choice(event)
    update_event(actor=ann, event_id=event.pk, changes=EventChanges(title="Renamed"))
    page = client.post(PAGE, {"event": seen, "action": "status", "status": "tentative"})
    assert [(row.state, row.note) for row in page.context["rows"]] == [
        ("done", "Somebody has changed it meanwhile; that stays.")
    ]
    client.post(PAGE, {"event": seen, "action": "status", "status": "tentative", "do": "1"})
    assert list(Event.objects.values_list("title", "status", "version")) == [("Renamed", "tentative", 3)]


def test_more_than_one_batch_takes_is_refused_clearly(client: Client) -> None:
    names = [str(number) for number in range(1, MOST_OPERATIONS + 2)]
    for more in ({}, {"action": "delete", "do": "1"}):
        page = client.post(PAGE, {"event": names, **more})
        assert page.status_code == 422
        assert "501 events are chosen; at most 500 can be changed at once." in page.content.decode()


@pytest.mark.parametrize(
    ("wish", "fields"),
    [
        ({"action": ""}, ["action"]),
        ({"action": "explode"}, ["action"]),
        ({"action": "shift"}, ["days"]),
        ({"action": "shift", "days": "-1"}, ["days"]),
        ({"action": "shift", "hours": "99999999999999"}, ["hours"]),
        ({"action": "calendar"}, ["calendar_id"]),
        ({"action": "calendar", "calendar_id": "999999"}, ["calendar_id"]),
        ({"action": "add_tag", "tag": " "}, ["tag"]),
        ({"action": "add_tag", "tag": "\0"}, ["tag"]),
        ({"action": "remove_tag", "tag": "x" * 65}, ["tag"]),
        ({"action": "status", "status": "great"}, ["status"]),
    ],
)
def test_nonsense_is_said_at_its_field(
    client: Client, ann: User, wish: dict[str, str], fields: list[str]
) -> None:
    event = make_event(ann)
    for more in ({}, {"do": "1"}):
        page = client.post(PAGE, {"event": choice(event), **wish, **more})
        assert (page.status_code, list(page.context["form"].errors)) == (422, fields)
    assert Event.objects.get().version == 1


@pytest.mark.parametrize("names", [[], ["x"], ["-1"], ["9" * 30], ["1.x"], ["1.9999999999999999999"]])
def test_without_events_there_is_nothing_to_do(client: Client, names: list[str]) -> None:
    for more in ({}, {"action": "delete"}, {"action": "delete", "do": "1"}):
        page = client.post(PAGE, {"event": names, **more})
        assert (page.status_code, page.context["rows"]) == (200, [])
    assert client.get(PAGE).status_code == 200


def test_a_foreign_address_is_not_gone_back_to(client: Client, ann: User) -> None:
    wish = {"event": choice(make_event(ann)), "action": "delete", "do": "1", "next": "https://example.org/"}
    assert client.post(PAGE, wish)["Location"] == "/calendar/?view=agenda"


@pytest.mark.parametrize("more", [{}, {"do": "1"}])
@pytest.mark.parametrize(
    "wish", [{"action": "shift", "hours": "3"}, {"action": "add_tag", "tag": "x"}, {"action": "delete"}]
)
def test_the_number_of_statements_does_not_depend_on_that_of_events(
    client: Client, ann: User, wish: dict[str, str], more: dict[str, str]
) -> None:
    events = [make_event(ann, start=START + day * DAY, rrule="FREQ=YEARLY;COUNT=2") for day in range(4)]
    counts = []
    for part in (events[:1], events[1:]):
        with CaptureQueriesContext(connection) as queries:
            client.post(PAGE, {"event": choice(*part), **wish, **more})
        counts.append(len(queries))
    assert counts[0] == counts[1]
