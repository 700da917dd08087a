"""The admin in German: what it calls things and their fields is German, on every page that staff come to."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.translation import override

from accounts.factories import make_user
from accounts.models import User
from eventhub.tests.test_german_pages import Reader
from events.actions.delete_event import delete_event
from events.actions.update_event import update_event
from events.changes import EventChanges
from events.enums import Role
from events.factories import START, grant, make_calendar, make_event
from events.models import Calendar, Event, EventUserPermission

pytestmark = pytest.mark.django_db


READ_ALOUD = ("alt", "aria-label", "placeholder", "title")


class AdminReader(Reader):
    """As for the pages; but what the admin's own scripts are given is for them alone."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        shown = [
            (name, value) for name, value in attrs if name in ("alt", "aria-label", "placeholder", "title")
        ]
        super().handle_starttag(tag, shown)


# what is spelled alike in both languages
ALIKE = {"API", "Browser", "ID", "Name", "Orange", "Status", "UID", "UTC", "Version"}
# what Django's templates have in English alone: the words of pictures
ALIKE |= {"False", "Search", "True"}
# keys, sums, data as JSON, entries of the journal, and the calendar that was made in English
DATA = re.compile(
    r"\W*([0-9a-f-]{36}|[0-9a-f]{64}|[{].*|(\S+ \S+ )?(\w+\.)?\w+( \w+)? \d+( v\d+)?|\w+\.\w+|My calendar)"
)
OURS = ("accounts", "events", "feeds", "journal")
# fields of libraries, on rows that nobody sees
LIBRARIES = re.compile("history_.*|permission|user|group")
CODES = {"browser session", "calendar", "command", "event", "logged_in", "session", "web"}


@pytest.fixture
def staff(db: None) -> User:
    user = make_user(username="qq-root", full_name="qq Root", is_staff=True, is_superuser=True)
    ben = make_user(username="qq-ben", full_name="qq Ben")
    group = Group.objects.create(name="qq group")
    calendar = make_calendar(ben, "qq team")
    event = make_event(ben, title="qq one", location="qq here", calendar_id=calendar.pk)
    update_event(actor=ben, event_id=event.pk, changes=EventChanges(title="qq two"))
    midnight = START.replace(hour=0)
    gone = make_event(ben, title="qq gone", start=midnight, hours=24, is_all_day=True)
    delete_event(actor=ben, event_id=gone.pk)
    for thing in (event, calendar):
        grant(thing, user, Role.EDITOR, ben)
        grant(thing, group, Role.VIEWER, ben)
    return user


def in_language(user: User, language: str) -> Client:
    client = Client(headers={"Accept-Language": language})
    client.force_login(user)
    return client


def addresses(request: HttpRequest) -> Iterator[str]:
    """The index, and of each model its list, its forms and what else is shown of a row."""
    yield reverse("admin:index")
    for app in ("accounts", "events", "journal"):
        yield reverse("admin:app_list", args=[app])
    for model, pages in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        for row in pages.get_queryset(request):
            yield reverse(f"{name}_change", args=[row.pk])
    yield reverse("admin:accounts_user_add")
    yield reverse("admin:auth_group_add")
    event, calendar = Event.objects.get(title="qq two"), Calendar.objects.get(name="qq team")
    for thing, kind in ((event, "event"), (calendar, "calendar")):
        yield reverse(f"admin:events_{kind}_permissions", args=[thing.pk])
    yield reverse("admin:events_event_history", args=[event.pk])
    for version in event.history.all():
        yield reverse("admin:events_event_simple_history", args=[event.pk, version.pk])


def said(answer: Any) -> set[str]:
    """What one reads or hears on a page."""
    assert answer.status_code == 200, answer
    reader = AdminReader()
    reader.feed(answer.content.decode())
    return set(reader.said)


def is_words(text: str) -> bool:
    bare = text.removeprefix("› ").removesuffix(":")
    known = "qq" in text or bare in ALIKE | CODES or DATA.fullmatch(text)
    return any(letter.isalpha() for letter in text) and not known


def test_no_page_says_in_german_what_it_says_in_english(staff: User) -> None:
    german, english = in_language(staff, "de"), in_language(staff, "en")
    request = RequestFactory().get("/")
    request.user = staff
    same = {
        (address, text)
        for address in addresses(request)
        for text in said(german.get(address)) & said(english.get(address))
        if is_words(text)
    }
    assert sorted(same, key=lambda found: found[1]) == []


def test_actions_ask_in_german(staff: User) -> None:
    german, english = in_language(staff, "de"), in_language(staff, "en")
    event = Event.objects.get(title="qq two")
    share = EventUserPermission.objects.get(content_object=event, permission__codename="view_event")
    for path, action, row in (
        ("event", "move_to_trash", event.pk),
        ("eventuserpermission", "revoke", share.pk),
    ):
        sent = {"action": action, ACTION_CHECKBOX_NAME: [row]}
        address = reverse(f"admin:events_{path}_changelist")
        both = said(german.post(address, sent)) & said(english.post(address, sent))
        assert sorted(filter(is_words, both)) == []


def test_models_and_fields_have_german_names() -> None:
    def names() -> list[tuple[str, str]]:
        models = [model for app in OURS for model in apps.get_app_config(app).get_models()]
        fields = [
            field for model in models for field in model._meta.fields if not LIBRARIES.fullmatch(field.name)
        ]
        return [
            *((model._meta.label, str(model._meta.verbose_name)) for model in models),
            *((model._meta.label, str(model._meta.verbose_name_plural)) for model in models),
            *((str(each), str(each.verbose_name)) for each in fields if not LIBRARIES.fullmatch(each.name)),
        ]

    with override("en"):
        english = names()
    with override("de"):
        german = names()
    alike = {words for (_, words), (_, other) in zip(english, german, strict=True) if words == other}
    assert alike - ALIKE == set()
