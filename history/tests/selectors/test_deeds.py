"""What one person changed lately."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from events.actions.delete_event import delete_event
from events.actions.purge_event import purge_event
from events.factories import make_calendar, make_event
from events.models import Event
from history.actions.undo_write import undo_write
from history.selectors import deeds as module
from history.selectors.deeds import OwnDeed, own_deeds
from history.tests.conftest import edit
from journal.access.undo import LIFETIME


def told(deed: OwnDeed) -> tuple[str, int | None, str | None, bool]:
    return deed.verb, deed.version, deed.title, deed.is_trashed


def test_only_own_deeds_are_told_newest_first(event: Event, owner: User, editor: User) -> None:
    edit(owner, event, title="Newest")
    delete_event(actor=owner, event_id=event.pk)
    found = own_deeds(owner, limit=10).deeds
    assert [told(deed) for deed in found if deed.kind == "event"] == [
        ("event.deleted", 5, "Newest", True),
        ("event.updated", 4, "Newest", True),
        ("event.updated", 3, "Newest", True),
        ("event.created", 1, "Newest", True),
    ]
    assert [deed.version for deed in own_deeds(editor, limit=10).deeds if deed.kind == "event"] == [2]


def test_a_fresh_deed_can_be_taken_back(event: Event, owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(owner, event, title="Newest")
    token = own_deeds(owner, limit=1).deeds[0].undo_token
    assert token is not None
    later = now() + LIFETIME + timedelta(seconds=1)
    with monkeypatch.context() as patch:
        patch.setattr(module, "now", lambda: later)
        assert own_deeds(owner, limit=1).deeds[0].undo_token is None
    [restored] = undo_write(actor=owner, token=token)
    assert restored.title != "Newest"


def test_what_is_gone_for_good_has_no_title_and_no_way_back(event: Event, owner: User) -> None:
    delete_event(actor=owner, event_id=event.pk)
    purge_event(actor=owner, event_id=event.pk)
    found = own_deeds(owner, limit=2).deeds
    assert [(deed.title, deed.undo_token) for deed in found] == [(None, None), (None, None)]


def test_pages_join(event: Event, owner: User) -> None:
    whole = own_deeds(owner, limit=50)
    first = own_deeds(owner, limit=2)
    rest = own_deeds(owner, limit=50, before_id=first.next_before)
    assert [deed.id for deed in (*first.deeds, *rest.deeds)] == [deed.id for deed in whole.deeds]
    assert (whole.next_before, rest.next_before) == (None, None)


def test_four_queries_whatever_the_number_of_deeds(
    event: Event, owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_calendar(owner)
    make_event(owner)
    own_deeds(owner, limit=2)
    for limit in (2, 30):
        with django_assert_num_queries(4):
            own_deeds(owner, limit=limit)
        make_event(owner)
