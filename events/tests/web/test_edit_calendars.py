"""Tests of the pages on which one makes, changes and deletes calendars."""

import re

import pytest
from django.test import Client

from accounts.models import User
from events.enums import Role
from events.factories import grant, make_calendar, make_event
from events.models import Calendar

pytestmark = pytest.mark.django_db
VALUES = {"name": "Garden", "color": "green", "timezone": "Europe/Lisbon"}


@pytest.fixture(autouse=True)
def signed_in(client: Client, anna: User) -> None:
    client.force_login(anna)


def fields(calendar: Calendar) -> dict[str, str]:
    calendar.refresh_from_db()
    return {"name": calendar.name, "color": calendar.color, "timezone": calendar.timezone}


def test_a_new_calendar_starts_with_the_readers_zone_and_is_there_when_saved(
    client: Client, anna: User
) -> None:
    html = client.get("/calendars/new/").content.decode()
    assert re.findall(r'<option value="([^"]+)" selected', html) == ["Europe/Lisbon"]
    assert len(re.findall(r'type="radio" name="color"', html)) == 8
    response = client.post("/calendars/new/", VALUES)
    assert (response.status_code, response.headers["Location"]) == (302, "/calendar/")
    made = anna.calendars.get(is_default=False)
    assert fields(made) == VALUES
    html = client.get("/calendar/").content.decode()
    assert ("The calendar “Garden” is there." in html, f"/calendars/{made.pk}/edit/" in html) == (True, True)


def test_what_is_wrong_with_a_calendar_is_told_at_its_field(client: Client, anna: User) -> None:
    response = client.post("/calendars/new/", {"name": " ", "color": "pink", "timezone": "Moon/Base"})
    html = response.content.decode()
    assert response.status_code == 422
    assert [label for label in ("Name:", "Colour:", "Time zone:") if f">{label} " in html] == [
        "Name:",
        "Colour:",
        "Time zone:",
    ]
    assert anna.calendars.count() == 1


def test_owners_change_a_calendar_and_find_the_way_to_share_it(client: Client, anna: User) -> None:
    team = make_calendar(anna)
    html = client.get(f"/calendars/{team.pk}/edit/").content.decode()
    assert f'href="/calendars/{team.pk}/share/"' in html
    assert client.post(f"/calendars/{team.pk}/edit/", VALUES).status_code == 302
    assert fields(team) == VALUES
    assert client.post(f"/calendars/{team.pk}/edit/", {**VALUES, "name": ""}).status_code == 422
    assert fields(team) == VALUES


def test_only_an_empty_calendar_that_is_not_the_default_one_is_deleted(client: Client, anna: User) -> None:
    team, full = make_calendar(anna), make_calendar(anna, "Full")
    make_event(anna, calendar_id=full.pk)
    default = anna.calendars.get(is_default=True)
    for calendar, leads_to, deleted in (
        (team, "/calendar/", True),
        (full, f"/calendars/{full.pk}/edit/", False),
        (default, f"/calendars/{default.pk}/edit/", False),
    ):
        response = client.post(f"/calendars/{calendar.pk}/delete/")
        calendar.refresh_from_db()
        assert (response.headers["Location"], calendar.deleted_at is not None) == (leads_to, deleted)
    assert "delete/" not in client.get(f"/calendars/{default.pk}/edit/").content.decode()


@pytest.mark.parametrize(("role", "status"), [(None, 404), (Role.VIEWER, 403), (Role.EDITOR, 403)])
def test_who_does_not_own_a_calendar_changes_nothing_of_it(
    client: Client, anna: User, ben: User, role: Role | None, status: int
) -> None:
    team = make_calendar(ben)
    if role:
        grant(team, anna, role)
    before = fields(team)
    assert client.get(f"/calendars/{team.pk}/edit/").status_code == status
    assert client.post(f"/calendars/{team.pk}/edit/", VALUES).status_code == status
    assert client.post(f"/calendars/{team.pk}/delete/").status_code == status
    assert (fields(team), Calendar.objects.get(pk=team.pk).deleted_at) == (before, None)
