"""The versions of an event on the admin site."""

import pytest
from django.conf import settings
from django.contrib import admin
from django.test import Client

from accounts.models import User
from core.actors import System
from events.actions.delete_event import delete_event
from events.enums import Role
from events.factories import grant, make_event
from events.models import Event, HistoricalEvent
from events.tests.admin.pages import address, cells, edit

pytestmark = pytest.mark.django_db


def test_the_history_shows_versions_with_author_reason_verb_and_fields(
    reader: Client, anna: User, ben: User
) -> None:
    event = make_event(anna)
    grant(event, ben, Role.EDITOR, anna)
    edit(event, ben, "Too small", location="Room Tejo", title="Plans")
    edit(event, anna, tags=["a"])
    delete_event(actor=System(), event_id=event.pk, reason="Tidying")

    rows = cells(reader.get(address("history", event.pk)).content)

    assert [[row[0], *row[2:]] for row in rows] == [
        ["4", "the system", "on the server", "moved to the trash", "", "Tidying"],
        ["3", "anna", "on the server", "changed", "tags", ""],
        ["2", "ben", "on the server", "changed", "title, location", "Too small"],
        ["1", "anna", "on the server", "created", "", ""],
    ]


def test_a_long_history_is_paged_and_each_page_knows_the_version_before_it(
    reader: Client, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    model_admin = admin.site.get_model_admin(Event)
    monkeypatch.setattr(model_admin, "history_list_per_page", 2)
    event = make_event(anna)
    for number in range(3):
        edit(event, anna, title=f"Title {number}")

    first = cells(reader.get(address("history", event.pk)).content)
    second = cells(reader.get(f"{address('history', event.pk)}?p=2").content)

    assert [(row[0], row[5]) for row in first] == [("4", "title"), ("3", "title")]
    assert [(row[0], row[5]) for row in second] == [("2", "title"), ("1", "")]


def test_one_version_is_shown_as_it_was(reader: Client, anna: User) -> None:
    event = make_event(anna, title="Planning")
    edit(event, anna, title="Plans")
    version = HistoricalEvent.objects.get(id=event.pk, version=1)
    page = reader.get(address("simple_history", event.pk, version.pk)).content.decode()
    assert '<div class="readonly">Planning</div>' in page
    assert ("Revert" in page, 'type="submit"' in page.partition("event_form")[2]) == (False, False)


def test_reverting_is_off() -> None:
    assert settings.SIMPLE_HISTORY_REVERT_DISABLED is True
