"""What is noted of fetches, and what an address gives."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.factories import make_user
from feeds.actions.create_feed import create_feed
from feeds.actions.note_fetch import note_fetch
from feeds.changes import NewFeed
from feeds.models import Feed
from journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> tuple[Feed, str]:
    created = create_feed(actor=make_user(username="anna"), changes=NewFeed(name="Phone"))
    return created.feed, f"/feeds/{created.token}.ics"


def test_a_fetch_is_noted_every_ten_minutes(
    made: tuple[Feed, str], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    feed = note_fetch(made[0], "a" * 64)
    first = feed.last_access_at
    assert first is not None
    with django_assert_num_queries(0):
        note_fetch(feed, "a" * 64)
    Feed.objects.update(last_access_at=now() - timedelta(minutes=11))
    feed.refresh_from_db()
    assert (note_fetch(feed, "a" * 64).last_access_at or first) > first


def test_each_change_is_at_a_later_second(made: tuple[Feed, str]) -> None:
    feed, instants = made[0], []
    for digest in ("a" * 64, "b" * 64, "c" * 64):
        feed = note_fetch(feed, digest)
        instants.append(feed.modified_at)
    assert instants == sorted(set(instants))
    assert [at.microsecond for at in instants] == [0, 0, 0]
    feed.refresh_from_db()
    assert (feed.modified_at, feed.digest) == (instants[-1], "c" * 64)


def test_the_secret_is_stored_nowhere(made: tuple[Feed, str]) -> None:
    token = made[1].removeprefix("/feeds/").removesuffix(".ics")
    assert token not in str(Feed.objects.values().get())
    assert token not in str(list(Entry.objects.values()))


def test_the_feed_of_who_is_not_active_is_unknown(made: tuple[Feed, str], client: Client) -> None:
    assert client.get(made[1]).status_code == 200
    made[0].user.is_active = False
    made[0].user.save()
    assert client.get(made[1]).status_code == 404


def test_an_address_asks_only_so_often(made: tuple[Feed, str], client: Client, settings: Settings) -> None:
    settings.RATE_LIMIT_PER_MINUTE = 2
    answers = [client.get(made[1]) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2]["Retry-After"]) > 0
