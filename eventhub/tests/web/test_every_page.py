"""Every address of a page stands in the browser tests' catalogue, or here with why it shows none."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, resolve, reverse
from django.urls.resolvers import URLPattern, URLResolver
from django.utils import timezone

from accounts.models import User
from browser.catalogue import PLACES
from browser.opened import OPENINGS
from eventhub.demo.seed import seed

TEMPLATES = Path(settings.BASE_DIR) / "templates"
PLACE = re.compile(r"\{\w+\}")
OPENS = re.compile(r"<dialog|<details|\spopover[\s>]")

ONLY_POSTED = "takes a form, and leads to a page or answers with the one that it was on"
FOR_SCRIPTS = "answers a script with a part of a page or with data"
FILE = "is a file"
LEADS_ON = "leads to another address"

WITHOUT_PAGE = {
    **dict.fromkeys(
        (
            "admin:logout",
            "calendar-delete",
            "calendar-examples",
            "calendar-share-person",
            "event-keep",
            "event-reschedule",
            "event-share-person",
            "event-share-several",
            "settings-email-confirmation",
            "settings-feed-revoke",
            "settings-session-end",
            "theme",
            "trash-restore",
            "trash-restore-several",
            "undo",
        ),
        ONLY_POSTED,
    ),
    **dict.fromkeys(
        ("admin:autocomplete", "import-progress", "mfa_login_webauthn", "people", "quick-add"), FOR_SCRIPTS
    ),
    **dict.fromkeys(
        (
            "admin:jsi18n",
            "event-export",
            "export-file",
            "feed",
            "health",
            "metrics",
            "mfa_download_recovery_codes",
            "openapi-document",
            "service-worker",
            "settings-archive",
        ),
        FILE,
    ),
    **dict.fromkeys(
        (
            "account_change_password",
            "account_email",
            "admin:events_calendar_history",
            "admin:login",
            "admin:password_change",
            "admin:view_on_site",
            "event-compare",
            "mfa_index",
            "settings-email",
        ),
        LEADS_ON,
    ),
}
READ_ONLY = "staff read these rows, and may not write them"
WITHOUT_PAGE |= {
    f"admin:{model}_{deed}": READ_ONLY
    for model, deeds in {
        "accounts_session": ("add", "delete"),
        "accounts_user": ("delete",),
        "events_calendar": ("add", "delete"),
        "events_event": ("add", "delete"),
        "events_calendargrouppermission": ("add", "delete", "history"),
        "events_calendaruserpermission": ("add", "delete", "history"),
        "events_eventgrouppermission": ("add", "change", "delete", "history"),
        "events_eventuserpermission": ("add", "delete", "history"),
        "journal_entry": ("add", "delete"),
    }.items()
    for deed in deeds
}


def named(resolver: URLResolver, space: str = "") -> Iterator[str]:
    """The names of all addresses but those of the API, whose documents say what they are."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield space + pattern.name
        elif "api/v1" not in str(pattern.pattern):
            yield from named(pattern, f"{pattern.namespace}:" if pattern.namespace else space)


def shown() -> set[str]:
    """The names of the addresses that the catalogue has."""
    paths = [urlsplit(PLACE.sub("1", place.path.replace("{new_password}", "x"))).path for place in PLACES]
    known = [path for path in paths if not path.startswith(("/faults/", "/nothing/"))]
    whole = [path.replace("/1", "/accounts/confirm-email/1/", 1) if path == "/1" else path for path in known]
    return {resolve(path).view_name for path in whole}


def test_every_address_is_in_the_catalogue_or_shows_no_page() -> None:
    assert sorted(set(named(get_resolver())) - shown() - WITHOUT_PAGE.keys()) == []


def test_no_reason_is_given_for_a_page_that_is_shown_or_gone() -> None:
    assert sorted(WITHOUT_PAGE.keys() - (set(named(get_resolver())) - shown())) == []


@pytest.mark.django_db
def test_what_is_said_to_show_no_page_shows_none() -> None:
    seed(today=timezone.localdate())
    client = Client(headers={"Accept": "text/html"})
    client.force_login(User.objects.get(username="admin"))
    shows = {}
    for name in WITHOUT_PAGE:
        answer = client.get(address(name))
        # a part of a page has no head
        if answer.status_code == 200 and b"<head>" in answer.getvalue():
            shows[name] = answer.request["PATH_INFO"]
    assert shows == {}


def address(name: str) -> str:
    """Where that is, of the first row of each kind."""
    for count in range(3):
        try:
            return reverse(name, args=["1"] * count)
        except NoReverseMatch:
            continue
    raise AssertionError(name)


def test_everything_that_opens_is_opened() -> None:
    opening = {
        str(file.relative_to(TEMPLATES))
        for file in TEMPLATES.rglob("*.html")
        if OPENS.search(file.read_text())
    }
    assert sorted(opening - {opening.template for opening in OPENINGS}) == []
