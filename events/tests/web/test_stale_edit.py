"""Tests of the page on which one decides about two edits of the same."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from events.actions.update_event import update_event
from events.changes import EventChanges
from events.enums import Role
from events.factories import START, grant, make_event
from events.models import Event, HistoricalEvent
from events.tests.web.forms import sent, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(client: Client, anna: User, ben: User) -> Event:
    """Anna has the form of version 1 open."""
    event = make_event(anna, title="Plan", description="Bring the plan", location="Room 1", tags=["a"])
    grant(event, ben, Role.EDITOR)
    client.force_login(anna)
    return event


def stale(client: Client, event: Event, ben: User, theirs: dict[str, Any], **mine: Any) -> Any:
    """Anna saves what she changed after Ben has saved."""
    address = f"/events/{event.pk}/edit/"
    data = sent(client.get(address).content.decode(), "event-form", **mine)
    update_event(actor=ben, event_id=event.pk, changes=EventChanges(**theirs), on_conflict="allow")
    return client.post(address, data)


def decide(client: Client, event: Event, answer: Any, **choices: str) -> Any:
    data = sent(answer.content.decode(), **{f"choice.{name}": side for name, side in choices.items()})
    return client.post(f"/events/{event.pk}/edit/", data)


def test_mine_theirs_and_both_are_shown(client: Client, event: Event, ben: User) -> None:
    theirs = {"title": "Plan <b>B</b>", "description": "Bring the new plan", "location": "Room 2"}
    answer = stale(
        client, event, ben, theirs, title="Big Plan", description="Please Bring the plan", tags="a, b"
    )
    html = answer.content.decode()
    assert (answer.status_code, HistoricalEvent.objects.count()) == (409, 2)
    assert "<b>B</b>" not in html
    shown = texts(html)
    assert "You began with version 1; the event is at version 2 by now." in shown
    assert (
        "Yours Big Plan Theirs Plan &lt;b&gt;B&lt;/b&gt; Both together Big Plan &lt;b&gt;B&lt;/b&gt;" in shown
    )
    assert "Both together Please Bring the new plan" in shown
    assert "Merged already, because only one of you changed it: Where, Tags" in shown


@pytest.mark.parametrize(
    ("title", "description", "saved"),
    [
        ("mine", "theirs", ("Big Plan", "Bring the new plan")),
        ("theirs", "merged", ("Plan B", "Please Bring the new plan")),
    ],
)
def test_what_was_decided_is_saved_on_the_new_version(
    client: Client, event: Event, ben: User, title: str, description: str, saved: tuple[str, str]
) -> None:
    theirs = {"title": "Plan B", "description": "Bring the new plan", "location": "Room 2"}
    answer = stale(
        client, event, ben, theirs, title="Big Plan", description="Please Bring the plan", tags="a, b"
    )
    assert decide(client, event, answer, title=title, description=description).status_code == 302
    event.refresh_from_db()
    assert (event.title, event.description) == saved
    assert (event.location, event.tags, event.version) == ("Room 2", ["a", "b"], 3)


def test_times_are_decided_as_one(client: Client, event: Event, ben: User) -> None:
    later = START + timedelta(hours=5)
    theirs = {"start_time": later, "end_time": later + timedelta(hours=1)}
    answer = stale(client, event, ben, theirs, start_time="11:00", end_time="13:00")
    shown = texts(answer.content.decode())
    assert "Yours Mon 10 Mar 2031, 11:00 – 13:00 (UTC) Theirs Mon 10 Mar 2031, 14:00 – 15:00" in shown or (
        "Yours Mon 10 Mar 2031, 11:00 – 13:00 Theirs Mon 10 Mar 2031, 14:00 – 15:00" in shown
    )
    assert decide(client, event, answer, when="mine").status_code == 302
    event.refresh_from_db()
    assert (event.start_at.hour, event.end_at.hour) == (11, 13)


def test_what_nobody_decided_about_comes_back_as_ones_own(client: Client, event: Event, ben: User) -> None:
    answer = stale(client, event, ben, {"title": "Plan B"}, title="Big Plan")
    again = decide(client, event, answer, title="")
    html = again.content.decode()
    assert 'value="Big Plan"' in html
    assert "Somebody else has changed this too." in html
    assert HistoricalEvent.objects.count() == 2


def test_one_may_go_on_editing(client: Client, event: Event, ben: User) -> None:
    answer = stale(client, event, ben, {"title": "Plan B"}, title="Big Plan", location="Room 3")
    data = sent(answer.content.decode(), **{"choice.title": "theirs", "edit": "1"})
    html = client.post(f"/events/{event.pk}/edit/", data).content.decode()
    filled = sent(html, "event-form")
    assert (filled["title"], filled["location"], filled["version"]) == (["Plan B"], ["Room 3"], ["2"])
    assert HistoricalEvent.objects.count() == 2


def test_a_third_edit_is_decided_about_again(client: Client, event: Event, ben: User) -> None:
    answer = stale(client, event, ben, {"title": "Plan B"}, title="Big Plan")
    update_event(actor=ben, event_id=event.pk, changes=EventChanges(title="Plan C"))
    again = decide(client, event, answer, title="mine")
    assert (again.status_code, HistoricalEvent.objects.count()) == (409, 3)
    assert "Yours Big Plan Theirs Plan C" in texts(again.content.decode())


def test_one_date_that_both_changed_is_decided_about(
    client: Client, anna: User, ben: User, event: Event
) -> None:
    from events.actions.edit_occurrence import edit_occurrence  # only this test edits one date

    series = make_event(anna, title="Stand-up", start=START + timedelta(days=30), rrule="FREQ=DAILY;COUNT=3")
    grant(series, ben, Role.EDITOR)
    recurrence_id = "2031-04-10T09:00:00"
    address = f"/events/{series.pk}/edit/"
    html = client.get(f"{address}?recurrence_id={recurrence_id}").content.decode()
    data = sent(html, "event-form", title="By Anna", location="Room 4")
    changes = EventChanges(title="By Ben")
    edit_occurrence(actor=ben, event_id=series.pk, recurrence_id=recurrence_id, changes=changes)
    answer = client.post(address, data)
    assert answer.status_code == 409
    assert decide(client, series, answer, title="mine").status_code == 302
    series.refresh_from_db()
    assert series.recurrence_overrides == {recurrence_id: {"title": "By Anna", "location": "Room 4"}}


def test_what_was_typed_for_a_date_that_is_gone_stays(client: Client, anna: User, event: Event) -> None:
    series = make_event(anna, start=START + timedelta(days=30), rrule="FREQ=DAILY;COUNT=3")
    recurrence_id = "2031-04-10T09:00:00"
    address = f"/events/{series.pk}/edit/"
    html = client.get(f"{address}?recurrence_id={recurrence_id}").content.decode()
    client.post(f"/events/{series.pk}/delete/", {"scope": "this", "recurrence_id": recurrence_id})
    answer = client.post(address, sent(html, "event-form", title="Long thoughts"))
    document = answer.content.decode()
    assert (answer.status_code, HistoricalEvent.objects.filter(id=series.pk).count()) == (422, 2)
    assert 'value="Long thoughts"' in document
    assert "No such occurrence" in document
