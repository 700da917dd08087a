"""The trash in the browser."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.factories import make_user
from accounts.models import User
from core.actors import Source
from events.actions.delete_event import delete_event
from events.enums import Role
from events.factories import START, grant, make_event
from events.models import Event, HistoricalEvent
from journal.models import Entry
from pages.web import trash as module

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def anna() -> User:
    return make_user(username="anna", full_name="Anna Berg")


@pytest.fixture
def client(anna: User) -> Client:
    return signed_in(anna)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def in_trash() -> list[int]:
    return list(Event.objects.exclude(deleted_at=None).order_by("pk").values_list("pk", flat=True))


def trashed(owner: User, **fields: Any) -> Event:
    return delete_event(actor=owner, event_id=make_event(owner, **fields).pk)


def titles(answer: Any) -> list[str]:
    return [row.event.title for row in answer.context["rows"]]


def test_deleted_events_are_listed_with_who_and_when(client: Client, anna: User) -> None:
    for title in ("First", "Second"):
        trashed(anna, title=title)
    answer = client.get("/trash/")
    assert (answer.status_code, titles(answer)) == (200, ["Second", "First"])
    text = answer.content.decode()
    assert text.count("by Anna Berg.") == 2
    assert "Goes for good on" in text


def test_an_empty_trash_says_so(client: Client) -> None:
    assert "The trash is empty" in client.get("/trash/").content.decode()


def test_pages_join(client: Client, anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGE", 2)
    for title in ("a", "b", "c"):
        trashed(anna, title=title)
    first = client.get("/trash/")
    assert titles(first) == ["c", "b"]
    second = client.get("/trash/", {"after": first.context["next_after"]})
    assert (titles(second), second.context["next_after"]) == (["a"], None)


@pytest.mark.parametrize("after", ["x", "2031-99-99T00:00:00Z/1", "2031-01-01T00:00:00/1", "/", "²/²"])
def test_a_place_that_is_none_is_the_start(client: Client, anna: User, after: str) -> None:
    trashed(anna)
    assert len(titles(client.get("/trash/", {"after": after}))) == 1


def test_an_event_comes_back_and_can_be_sent_back(client: Client, anna: User) -> None:
    event = trashed(anna)
    answer = client.post(f"/trash/{event.pk}/restore/")
    assert (answer.status_code, answer["Location"]) == (302, "/trash/")
    version = HistoricalEvent.objects.filter(id=event.pk).latest("version")
    assert (version.verb, version.source, version.history_user_id) == ("restored", Source.WEB, anna.pk)
    text = client.get("/trash/").content.decode()
    undo = text.partition('action="/undo/')[2].partition('"')[0]
    assert client.post(f"/undo/{undo}").status_code == 302
    event.refresh_from_db()
    assert event.deleted_at is not None


def test_a_taken_time_is_named_and_one_may_restore_anyway(client: Client, anna: User) -> None:
    event = trashed(anna)
    make_event(anna, title="In the way")
    answer = client.post(f"/trash/{event.pk}/restore/")
    assert (answer.status_code, "“In the way”" in answer.content.decode()) == (409, True)
    event.refresh_from_db()
    assert event.deleted_at is not None
    assert client.post(f"/trash/{event.pk}/restore/", {"on_conflict": "allow"}).status_code == 302
    event.refresh_from_db()
    assert event.deleted_at is None


def test_an_event_ends_after_a_question(client: Client, anna: User) -> None:
    event = trashed(anna)
    assert client.get(f"/trash/{event.pk}/delete/").status_code == 200
    assert Event.objects.filter(pk=event.pk).exists()
    answer = client.post(f"/trash/{event.pk}/delete/")
    assert (answer.status_code, answer["Location"]) == (302, "/trash/")
    assert not Event.objects.filter(pk=event.pk).exists()


def test_several_come_back_as_one_write_that_can_be_undone(client: Client, anna: User) -> None:
    events = [trashed(anna, start=START + number * HOUR) for number in range(3)]
    html = client.get("/trash/?select=1").content.decode()
    assert re.findall(r'name="event" value="(\d+)"', html) == [str(event.pk) for event in reversed(events)]
    answer = client.post("/trash/several/restore/", {"event": [event.pk for event in events[:2]] * 2})
    assert (answer.status_code, answer["Location"]) == (302, "/trash/")
    page = client.get("/trash/").content.decode()
    assert (in_trash(), "2 events have been restored." in page) == ([events[2].pk], True)
    undo = page.partition('action="/undo/')[2].partition('"')[0]
    client.post(f"/undo/{undo}")
    assert in_trash() == [event.pk for event in events]


def test_what_cannot_come_back_stays_and_is_counted(client: Client, anna: User) -> None:
    first, second = trashed(anna), trashed(anna)
    taken = trashed(anna, start=START + HOUR)
    make_event(anna, start=START + HOUR)
    client.post("/trash/several/restore/", {"event": [first.pk, second.pk, taken.pk, 999999, "x"]})
    said = re.findall(r'toast-text">([^<]*)<', client.get("/help/").content.decode())
    assert said[0] == (
        "1 event has been restored. 2 stay in the trash because their times are taken. "
        "1 could not be restored."
    )
    assert in_trash() == [second.pk, taken.pk]


def test_several_end_after_a_question(client: Client, anna: User) -> None:
    kept, *events = [trashed(anna, title=f"Old {number}", start=START + number * HOUR) for number in range(3)]
    chosen = {"event": [event.pk for event in events]}
    asked = client.post("/trash/several/delete/", chosen).content.decode()
    assert re.findall(r"<strong[^>]*>(Old \d)</strong>", asked) == ["Old 1", "Old 2"]
    assert Event.objects.count() == 3
    answer = client.post("/trash/several/delete/", {**chosen, "sure": "1"})
    assert (answer.status_code, answer["Location"]) == (302, "/trash/")
    assert list(Event.objects.values_list("pk", flat=True)) == [kept.pk]
    assert Entry.objects.filter(verb="event.purged").count() == 2
    assert "2 events are deleted for good." in client.get("/help/").content.decode()


def test_one_that_was_chosen_is_spoken_of_as_one(client: Client, anna: User) -> None:
    events = [trashed(anna), trashed(anna, start=START + HOUR)]
    asked = [
        client.post("/trash/several/delete/", {"event": [event.pk for event in events[:number]]})
        for number in (1, 2)
    ]
    one, two = (answer.content.decode() for answer in asked)
    assert ("The event and all its versions" in one, "These events" in one) == (True, False)
    assert ("The event and all its versions" in two, "These events" in two) == (False, True)


def test_of_several_only_owners_bring_back_or_end(client: Client, anna: User) -> None:
    event = make_event(anna)
    editor = make_user()
    grant(event, editor, Role.EDITOR)
    delete_event(actor=anna, event_id=event.pk)
    for user in (editor, make_user()):
        theirs = signed_in(user)
        theirs.post("/trash/several/restore/", {"event": [event.pk]})
        assert theirs.post("/trash/several/delete/", {"event": [event.pk]})["Location"] == "/trash/"
        theirs.post("/trash/several/delete/", {"event": [event.pk], "sure": "1"})
    assert in_trash() == [event.pk]


def test_only_owners_bring_back_or_end(client: Client, anna: User) -> None:
    event = make_event(anna)
    editor = make_user()
    grant(event, editor, Role.EDITOR)
    delete_event(actor=anna, event_id=event.pk)
    theirs = signed_in(editor)
    answer = theirs.get("/trash/")
    assert (titles(answer), "Only owners can restore it." in answer.content.decode()) == (["Planning"], True)
    for path in ("restore", "delete"):
        assert theirs.post(f"/trash/{event.pk}/{path}/").status_code == 403
        assert signed_in(make_user()).post(f"/trash/{event.pk}/{path}/").status_code == 404
    event.refresh_from_db()
    assert event.deleted_at is not None


def test_what_is_not_there_any_more_cannot_be_restored(client: Client) -> None:
    answer = client.post("/trash/999999/restore/")
    assert (answer.status_code, answer.context["refusal"]) == (
        404,
        "This event is not in the trash any more.",
    )


def test_the_number_of_queries_does_not_grow(
    client: Client, anna: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    trashed(anna)
    client.get("/trash/")
    for _ in range(2):
        with django_assert_num_queries(3):
            client.get("/trash/")
        for _ in range(2):
            trashed(anna)


def test_strangers_come_by_signing_in() -> None:
    assert Client().get("/trash/").status_code == 302
