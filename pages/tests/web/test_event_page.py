"""Tests of the page of an event."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from accounts.factories import UserFactory
from accounts.models import User
from events.actions.delete_event import delete_event
from events.actions.update_event import update_event
from events.changes import EventChanges
from events.enums import Role
from events.factories import START, grant, make_event
from events.models import Event
from events.tests.web.forms import texts

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def anna(client: Client) -> User:
    """She looks at the page."""
    user = UserFactory.create(username="anna", full_name="Anna Reis", timezone="Europe/Lisbon")
    client.force_login(user)
    return user


@pytest.fixture
def ben() -> User:
    return UserFactory.create(username="ben", full_name="Ben Ono", timezone="Asia/Tokyo")


def html(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content
    return answer.content.decode()


def soon() -> datetime:
    """An hour of a day to come that is in everybody's working day."""
    return datetime.combine(now().date() + timedelta(days=3), START.time(), UTC)


def test_the_facts_of_an_event(client: Client, anna: User, ben: User) -> None:
    event = make_event(
        anna,
        title="Launch review",
        location="Room Tejo",
        description="First line\nsecond\n\nSee https://example.org/a?b=1&c=2 and javascript:alert(1)",
        tags=["launch"],
        timezone="Asia/Tokyo",
        start=datetime(2031, 7, 1, 9, tzinfo=UTC),
    )
    grant(event, ben, Role.EDITOR, by=anna)
    document = html(client, f"/events/{event.pk}/")
    shown = texts(document)
    assert "Launch review Tuesday 1 July 2031 , 10:00 – 11:00 Lisbon" in shown
    assert "Tue 1 Jul 2031, 18:00 – 19:00 in Tokyo, the event’s own time" in shown
    assert "Where Room Tejo" in shown
    assert "Status Confirmed · Busy" in shown
    assert "Anna Reis Created it" in shown
    assert "Ben Ono Editor" in shown
    assert '<p dir="auto">First line<br>second</p>' in document
    assert '<a href="https://example.org/a?b=1&amp;c=2" rel="nofollow">' in document
    assert 'href="javascript' not in document


def test_whole_days_have_no_zone(client: Client, anna: User) -> None:
    anna.timezone = "America/New_York"
    anna.save()
    start, end = START.date(), START.date() + timedelta(days=3)
    event = make_event(anna, is_all_day=True, start_time=start, end_time=end)
    document = html(client, f"/events/{event.pk}/")
    shown = texts(document)
    assert 'href="/calendar/?date=2031-03-10"' in document
    assert "Mon 10 Mar 2031 – Wed 12 Mar 2031, all day" in shown
    assert "all day New York" not in shown


@pytest.mark.parametrize(
    ("role", "links"),
    [
        (Role.OWNER, {"edit", "share", "delete"}),
        (Role.EDITOR, {"edit"}),
        (Role.VIEWER, set()),
    ],
)
def test_one_is_offered_what_one_may_do(
    client: Client, anna: User, ben: User, role: Role, links: set[str]
) -> None:
    event = make_event(ben)
    grant(event, anna, role, by=ben)
    document = html(client, f"/events/{event.pk}/")
    found = {name for name in ("edit", "delete") if f'/events/{event.pk}/{name}/"' in document}
    found |= {"share"} if f'hx-get="/events/{event.pk}/share/"' in document else set()
    assert found == links
    assert f"/events/{event.pk}/share/leave/" in document


def test_the_latest_change_and_the_versions_are_shown(client: Client, anna: User, ben: User) -> None:
    event = make_event(anna, location="Room 1")
    grant(event, ben, Role.EDITOR)
    changes = EventChanges(location="Room 2", change_reason="More seats")
    update_event(actor=ben, event_id=event.pk, changes=changes)
    shown = texts(html(client, f"/events/{event.pk}/"))
    assert "What changed in version 2 Ben Ono · Today" in shown
    assert "Where Room removed: 1 added: 2" in shown
    assert "Changed place More seats v2" in shown
    assert "Created the event v1" in shown


def test_a_conflict_offers_free_times_and_can_be_kept(client: Client, anna: User) -> None:
    event = make_event(anna, start=soon())
    make_event(anna, title="Critique <b>", start=soon() + HOUR / 2)
    document = html(client, f"/events/{event.pk}/")
    assert "Overlaps Critique &lt;b&gt;, " in document
    assert document.count('class="slot"') == 3
    slot = document.partition('name="slot" value="')[2].partition('"')[0]
    assert client.post(f"/events/{event.pk}/keep/").status_code == 302
    kept = html(client, f"/events/{event.pk}/")
    assert ("Keep this time" in kept, "Overlaps Critique &lt;b&gt;" in kept) == (False, True)
    data = {"slot": slot, "version": "1", "recurrence_id": ""}
    assert client.post(f"/events/{event.pk}/reschedule/", data).status_code == 302
    event.refresh_from_db()
    assert (event.start_at, event.version) == (datetime.fromisoformat(slot), 2)
    moved = html(client, f"/events/{event.pk}/")
    assert ("Overlaps" in moved, "Moved to " in moved) == (False, True)


def test_who_may_not_see_the_other_event_reads_busy(client: Client, anna: User, ben: User) -> None:
    event = make_event(ben, start=soon())
    make_event(ben, title="Secret", start=soon())
    grant(event, anna, Role.EDITOR)
    document = html(client, f"/events/{event.pk}/")
    assert ("Secret" in document, "Busy: " in document) == (False, True)


def test_viewers_do_not_learn_when_somebody_is_busy(client: Client, anna: User, ben: User) -> None:
    event = make_event(ben, start=soon())
    make_event(ben, title="Secret", start=soon())
    grant(event, anna, Role.VIEWER)
    assert "Busy: " not in html(client, f"/events/{event.pk}/")


def test_a_time_that_was_taken_meanwhile_is_not_moved_to(client: Client, anna: User) -> None:
    event = make_event(anna, start=soon())
    other = make_event(anna, title="Critique", start=soon() + 2 * HOUR)
    data = {"slot": other.start_at.isoformat(), "version": "1"}
    client.post(f"/events/{event.pk}/reschedule/", data)
    event.refresh_from_db()
    assert event.version == 1
    assert "Event conflicts with existing event: Critique" in html(client, f"/events/{event.pk}/")


def test_a_series_shows_its_next_dates_and_each_of_them(client: Client, anna: User) -> None:
    start = soon() - timedelta(days=7)
    event = make_event(anna, start=start, rrule="FREQ=DAILY")
    document = html(client, f"/events/{event.pk}/")
    assert document.count('class="chip"') == 5
    assert "Every day at" in document
    assert "next date" in document
    recurrence_id = (start + timedelta(days=9)).replace(tzinfo=None).isoformat()
    address = f"/events/{event.pk}/?recurrence_id={recurrence_id}"
    one = html(client, address)
    assert f"/events/{event.pk}/edit/?recurrence_id={recurrence_id.replace(':', '%3A')}" in one
    assert "The whole series" in one
    html(client, f"/events/{event.pk}/?recurrence_id=2001-01-01T00:00:00", 404)
    html(client, f"/events/{event.pk}/?recurrence_id=x", 422)


def test_a_date_that_clashes_is_moved_alone(client: Client, anna: User) -> None:
    event = make_event(anna, start=soon(), rrule="FREQ=DAILY;COUNT=3")
    make_event(anna, title="Critique", start=soon() + timedelta(days=1))
    document = html(client, f"/events/{event.pk}/")
    form = document.partition("/reschedule/")[2].partition("</form>")[0]
    recurrence_id = form.partition('name="recurrence_id" value="')[2].partition('"')[0]
    slot = form.partition('name="slot" value="')[2].partition('"')[0]
    data = {"slot": slot, "recurrence_id": recurrence_id, "version": "1"}
    client.post(f"/events/{event.pk}/reschedule/", data)
    event.refresh_from_db()
    assert (event.start_at, list(event.recurrence_overrides)) == (soon(), [recurrence_id])


def test_how_it_was_at_an_instant(client: Client, anna: User) -> None:
    event = make_event(anna, title="Before")
    then = now()
    update_event(actor=anna, event_id=event.pk, changes=EventChanges(title="After"))
    document = html(client, f"/events/{event.pk}/?at={then.isoformat().replace('+', '%2B')}")
    assert '<h1 dir="auto">Before</h1>' in document
    assert "This is how the event was on" in document
    assert f'/events/{event.pk}/edit/"' not in document
    html(client, f"/events/{event.pk}/?at=2001-01-01T00:00", 404)
    html(client, f"/events/{event.pk}/?at=nonsense", 422)


def test_an_event_in_the_trash_says_so(client: Client, anna: User) -> None:
    event = make_event(anna)
    delete_event(actor=anna, event_id=event.pk)
    document = html(client, f"/events/{event.pk}/")
    assert "This event is in the trash." in document
    assert f'/events/{event.pk}/edit/"' not in document


def test_the_number_of_queries_is_fixed(
    client: Client, anna: User, ben: User, django_assert_num_queries: Any
) -> None:
    event = make_event(anna, start=soon())
    grant(event, ben, Role.EDITOR, by=anna)
    _edit(anna, event, title="One")
    html(client, f"/events/{event.pk}/")
    with django_assert_num_queries(17) as few:
        html(client, f"/events/{event.pk}/")
    for number in range(3):
        other = UserFactory.create(username=f"guest{number}")
        grant(event, other, Role.EDITOR, by=anna)
        _edit(other, event, title=f"By {number}")
    with django_assert_num_queries(len(few)):
        html(client, f"/events/{event.pk}/")


def _edit(actor: User, event: Event, **fields: Any) -> None:
    update_event(actor=actor, event_id=event.pk, changes=EventChanges(**fields), on_conflict="allow")
