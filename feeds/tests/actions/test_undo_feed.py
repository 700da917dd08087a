"""Undo of a revoked address."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from accounts.factories import make_user
from accounts.models import User
from core.errors import DomainError, NotFound
from events.enums import Role
from events.factories import grant, make_calendar
from feeds.actions import create_feed as module
from feeds.actions.create_feed import Created, create_feed
from feeds.actions.revoke_feed import revoke_feed
from feeds.actions.undo_feed import undo_feed
from feeds.changes import NewFeed
from feeds.errors import TooManyFeeds
from feeds.models import Feed
from journal.access.undo import LIFETIME, noting
from journal.errors import UndoConflict
from journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> User:
    return make_user(username="anna")


def made(actor: User, calendar_id: int | None = None) -> Created:
    return create_feed(actor=actor, changes=NewFeed(name="Phone", calendar_id=calendar_id, busy_only=False))


def revoked(actor: User, feed: Feed) -> str:
    with noting() as noted:
        revoke_feed(actor=actor, feed_id=feed.pk)
    assert noted.undo_token is not None
    return noted.undo_token


def refused(actor: User, token: str) -> type[DomainError]:
    """What was raised, and proof that nothing was written."""
    before = list(Feed.objects.order_by("pk").values_list()), Entry.objects.count()
    with pytest.raises(DomainError) as refusal:
        undo_feed(actor=actor, token=token)
    assert (list(Feed.objects.order_by("pk").values_list()), Entry.objects.count()) == before
    return type(refusal.value)


def test_the_same_secret_address_works_again(anna: User) -> None:
    created = made(anna)
    address = f"/feeds/{created.token}.ics"
    first = Client().get(address)
    token = revoked(anna, created.feed)
    assert Client().get(address).status_code == 404
    undo_feed(actor=anna, token=token)
    again = Client().get(address)
    assert (again.status_code, again.content, again["ETag"]) == (200, first.content, first["ETag"])
    done, undone = Entry.objects.filter(subject_kind="feed").order_by("-pk")[:2][::-1]
    assert (undone.verb, undone.payload) == ("feed.restored", {"busy_only": False, "undoes": done.pk})


def test_an_undo_is_undone(anna: User) -> None:
    created = made(anna)
    with noting() as noted:
        undo_feed(actor=anna, token=revoked(anna, created.feed))
    assert noted.undo_token is not None
    undo_feed(actor=anna, token=noted.undo_token)
    assert Feed.objects.get().revoked_at is not None


def test_only_the_author_may_and_for_ten_minutes(anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    token = revoked(anna, made(anna).feed)
    assert refused(make_user(), token) is NotFound
    later = now() + LIFETIME + timedelta(seconds=1)
    monkeypatch.setattr("django.core.signing.time.time", later.timestamp)
    assert refused(anna, token) is NotFound


def test_it_is_taken_back_once(anna: User) -> None:
    feed = made(anna).feed
    token = revoked(anna, feed)
    undo_feed(actor=anna, token=token)
    assert refused(anna, token) is UndoConflict
    revoke_feed(actor=anna, feed_id=feed.pk)
    assert refused(anna, token) is UndoConflict


def test_an_address_of_what_one_no_longer_sees_stays_revoked(anna: User) -> None:
    calendar = make_calendar(make_user())
    grant(calendar, anna, Role.VIEWER)
    token = revoked(anna, made(anna, calendar.pk).feed)
    calendar.user_grants.all().delete()
    assert refused(anna, token) is NotFound


def test_there_are_not_more_than_there_may_be(anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_FEEDS", 1)
    token = revoked(anna, made(anna).feed)
    made(anna)
    assert refused(anna, token) is TooManyFeeds
