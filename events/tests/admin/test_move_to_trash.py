"""Staff move events to the trash: after a look, and only what has not changed since."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from events.actions.delete_event import delete_event
from events.factories import make_event
from events.models import Event, HistoricalEvent, Occurrence
from events.tests.admin.conftest import logged_in, staff_with
from events.tests.admin.pages import LIST, edit, stored
from journal.models import Entry

pytestmark = pytest.mark.django_db


def ask(browser: Client, *events: Event) -> Any:
    chosen = [event.pk for event in events]
    return browser.post(LIST, {"action": "move_to_trash", "_selected_action": chosen, "index": "0"})


def confirm(browser: Client, page: Any, reason: str = "") -> list[str]:
    """Answers the page with yes, as a browser would, and returns the messages."""
    fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page.content.decode())
    form: dict[str, Any] = {"reason": reason}
    for name, value in fields:
        form.setdefault(name, []).append(value)
    response = browser.post(LIST, form, follow=True)
    return [str(message) for message in response.context["messages"]]


def test_events_go_to_the_trash_once_staff_have_confirmed_it(anna: User, ben: User) -> None:
    clerk = logged_in(staff_with("view_event", "delete_event"))
    mine, other, kept = make_event(anna), make_event(ben, title="Chess"), make_event(ben, title="Go")
    before = stored()

    page = ask(clerk, mine, other)

    assert stored() == before
    lines = re.findall(r"<li>(.*?)<input", page.content.decode())
    assert lines == ["Chess (ben, 2031-03-10)", "Planning (anna, 2031-03-10)"]
    assert confirm(clerk, page, " Spam ") == ["2 of 2 moved to the trash."]
    gone = Event.objects.filter(deleted_at__isnull=False).order_by("pk")
    assert [(event.pk, event.version, event.deleted_by) for event in gone] == [
        (mine.pk, 2, None),
        (other.pk, 2, None),
    ]
    assert list(Occurrence.objects.values_list("event_id", flat=True)) == [kept.pk]
    versions = HistoricalEvent.objects.filter(version=2)
    columns = ("verb", "source", "history_user", "history_change_reason")
    assert set(versions.values_list(*columns)) == {("deleted", "admin", None, "By staff: clerk. Spam")}
    entries = Entry.objects.filter(verb="event.deleted")
    told = [("admin", None, "By staff: clerk. Spam")] * 2
    assert list(entries.values_list("source", "actor_id", "payload__reason")) == told


@pytest.mark.parametrize("strict", [False, True])
def test_what_has_changed_since_the_page_was_shown_stays(
    root: Client, anna: User, ben: User, settings: Any, strict: bool
) -> None:
    settings.STRICT_PRECONDITIONS = strict
    changed, gone, third = make_event(anna), make_event(ben, title="Go"), make_event(ben, title="Chess")
    page = ask(root, changed, gone, third)
    settings.STRICT_PRECONDITIONS = False
    edit(changed, anna, title="Plans")
    delete_event(actor=ben, event_id=gone.pk)
    settings.STRICT_PRECONDITIONS = strict

    assert sorted(confirm(root, page)) == [
        "1 of 3 moved to the trash.",
        "Go (ben, 2031-03-10): Event not found",
        "Plans (anna, 2031-03-10): The event has changed: it is at version 2 now. Fetch it and try again.",
    ]
    assert list(Event.objects.filter(deleted_at=None)) == [changed]
    reason = HistoricalEvent.objects.get(id=third.pk, version=2).history_change_reason
    assert reason == "By staff: root"


def test_without_a_version_from_the_page_nothing_is_deleted(root: Client, anna: User) -> None:
    event = make_event(anna)
    form = {"action": "move_to_trash", "_selected_action": [event.pk], "confirmed": "yes"}
    for version in ({}, {f"version-{event.pk}": "x"}):
        root.post(LIST, {**form, **version})
    assert Event.objects.get().deleted_at is None


def test_who_may_only_view_cannot_delete(reader: Client, anna: User) -> None:
    event = make_event(anna)
    form = {
        "action": "move_to_trash",
        "_selected_action": [event.pk],
        "confirmed": "yes",
        f"version-{event.pk}": "1",
    }
    assert "move_to_trash" not in reader.get(LIST).content.decode()
    reader.post(LIST, form)
    assert Event.objects.get().deleted_at is None


def test_no_more_than_a_hundred_at_a_time(root: Client, anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("events.admin.confirmation.MOST", 2)
    events = [make_event(anna) for _ in range(3)]
    form: dict[str, Any] = {
        "action": "move_to_trash",
        "_selected_action": [event.pk for event in events],
        "confirmed": "yes",
        **{f"version-{event.pk}": "1" for event in events},
    }
    response = root.post(LIST, form, follow=True)
    assert [str(message) for message in response.context["messages"]] == ["Choose at most 2 at a time."]
    assert Event.objects.filter(deleted_at=None).count() == 3
