"""What happened to an event."""

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from core.actors import Source, acting_through
from core.errors import NotFound
from events.actions.delete_event import delete_event
from events.models import Event
from history.actions.rollback_event import rollback_event
from history.selectors.activity import activity_of
from history.tests.conftest import edit
from journal.models import Entry


def test_it_tells_of_every_write_newest_first(event: Event, owner: User, editor: User) -> None:
    with acting_through(Source.API):
        rollback_event(actor=editor, event_id=event.pk, version=1, reason="It was better")
    rows = activity_of(owner, event.pk, limit=10)
    assert [row.id for row in rows] == sorted((row.id for row in rows), reverse=True)
    assert [(row.verb, row.version, row.actor_id, row.actor_username, row.source) for row in rows] == [
        ("event.rolled_back", 4, editor.pk, "Eddie", "api"),
        ("event.updated", 3, owner.pk, "olive", "command"),
        ("event.updated", 2, editor.pk, "Eddie", "command"),
        ("event.created", 1, owner.pk, "olive", "command"),
    ]
    assert [row.summary for row in rows] == [
        "Rolled back to version 1: title, description, location",
        "Changed: description, location",
        "Changed: title",
        "Created",
    ]
    assert rows[0].data == {
        "fields": ["title", "description", "location"],
        "reason": "It was better",
        "restored_from": 1,
    }


def test_pages_join(event: Event, owner: User) -> None:
    whole = activity_of(owner, event.pk, limit=10)
    first = activity_of(owner, event.pk, limit=2)
    assert first == whole[:3]
    assert activity_of(owner, event.pk, limit=2, before_id=first[1].id) == whole[2:]


def test_blanked_words_leave_the_fact(event: Event, owner: User) -> None:
    last = Entry.objects.filter(subject_kind="event", subject_id=event.pk).order_by("-id")[0]
    _blank(last)
    newest = activity_of(owner, event.pk, limit=1)[0]
    assert (newest.summary, newest.data) == ("Changed", None)


def _blank(entry: Entry) -> None:
    """As erasing a person does it: the journal's own manager refuses."""
    from django.db.models import QuerySet

    QuerySet(Entry).filter(pk=entry.pk).update(payload=None)


def test_only_for_those_who_see_the_event(event: Event, owner: User, stranger: User) -> None:
    with pytest.raises(NotFound, match="Event not found"):
        activity_of(stranger, event.pk, limit=10)
    delete_event(actor=owner, event_id=event.pk)
    assert activity_of(owner, event.pk, limit=1)[0].verb == "event.deleted"
    with pytest.raises(NotFound, match="Event not found"):
        activity_of(stranger, event.pk, limit=10)


@pytest.mark.parametrize("edits", [0, 20])
def test_it_is_three_statements(
    event: Event, owner: User, edits: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(edits):
        edit(owner, event, title=str(number))
    with django_assert_num_queries(3):
        assert len(activity_of(owner, event.pk, limit=100)) == edits + 3
