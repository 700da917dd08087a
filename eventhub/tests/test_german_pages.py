"""The pages in German: all that they say is German, and nothing that one reads has passed gettext by."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from html.parser import HTMLParser

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from accounts.models import User
from eventhub.demo.seed import seed
from eventhub.tests.catalogue import CATALOGUE, Text, read_texts
from events.models import Calendar, Event
from events.rules.quick_add import QuickAdd, parse_quick_add

pytestmark = pytest.mark.django_db

LAUNCH = "Launch review: EventHub 2.0"
FOR_STRANGERS = (
    "/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/help/",
    "/offline/",
)
FOR_ALL = (
    *(
        "/accounts/welcome/",
        "/events/new/",
        "/calendars/new/",
        "/trash/",
        "/activity/",
        "/import/",
        "/export/",
    ),
    *("/calendar/?view=month", "/calendar/?view=week", "/calendar/?view=day", "/calendar/?view=agenda"),
    *("/calendar/?view=week&date=2001-01-01", "/calendar/?view=agenda&q=review"),
    *("/search/?q=Abendessen+mit+Priya+Fr+18:00", "/search/?q=review", "/help/", "/nothing/"),
    *("/find-a-time/", "/find-a-time/?person=marta&person=kenji&person=nobody&when=next-week&weekends=on"),
    *("/find-a-time/?when=dates&day_start=12:00&day_end=10:00", "/events/new/?with=kenji"),
    *("/calendar/?view=agenda&select=1", "/events/several/"),
    *("/search/?q=Termin+finden+mit+Priya",),
    *("/settings/", "/settings/reading/", "/settings/look/", "/settings/privacy/", "/settings/security/"),
    *("/settings/sessions/", "/settings/feeds/", "/settings/data/"),
)
OF_EVENT = (
    "",
    "edit/",
    "delete/",
    "move/",
    "history/",
    "diff/7/8/",
    "restore/3/",
    "share/",
    "share/?with=amara",
)
SEVERAL = ("", "&action=shift", "&action=shift&hours=2", "&action=delete", "&action=add_tag&tag=x")
SHOWN_ATTRIBUTES = {"alt", "aria-label", "content", "placeholder", "title"}
PLACE = re.compile(r"%\((?P<name>\w+)\)[sd]")
COUNTS = ("count", "number", "left", "more", "minutes")

# what forms and pictures are given is for machines: no decimal commas, and no dates in German
WRITTEN_FOR_PEOPLE = re.compile(r'[\w-]+="(?:-?\d+,\d+|\d{1,2}\.\d{1,2}\.\d{4})"')


class Reader(HTMLParser):
    """Collects what a page lets one read or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._is_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_code = tag in ("script", "style")
        for name, value in attrs:
            # a role is named there for the script, by its code
            if value and name != "data-role" and (name in SHOWN_ATTRIBUTES or name.startswith("data-")):
                self._add(value)

    def handle_endtag(self, tag: str) -> None:
        self._is_code = False

    def handle_data(self, data: str) -> None:
        if not self._is_code:
            self._add(data)

    def _add(self, text: str) -> None:
        if text.strip():
            self.said.append(" ".join(text.split()))


def test_no_page_says_anything_in_english() -> None:
    english = re.compile("|".join(sorted(_patterns(), key=len, reverse=True)))
    client = Client(headers={"Accept": "text/html", "Accept-Language": "de-DE,de;q=0.9"})
    seed(today=timezone.localdate())
    found = {}

    for path in FOR_STRANGERS:
        found[path] = _english_of(client, path, english)
    client.force_login(User.objects.get(username="marta"))
    for path in (*FOR_ALL, *_of_rows()):
        found[path] = _english_of(client, path, english)

    assert {path: said for path, said in found.items() if said} == {}


def test_the_language_of_the_settings_goes_before_that_of_the_browser() -> None:
    seed(today=date(2026, 11, 18))
    User.objects.filter(username="marta").update(language="de")
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(User.objects.get(username="marta"))

    page = client.get("/calendar/?view=week&date=2026-11-18")

    assert page.headers["Content-Language"] == "de"
    assert '<html lang="de"' in page.content.decode()
    assert "16. – 22. November 2026" in page.content.decode()


def test_the_api_speaks_english_whatever_its_caller_reads() -> None:
    seed(today=date(2026, 11, 18))
    client = Client(headers={"Accept-Language": "de"})
    client.force_login(User.objects.get(username="marta"))
    client.get("/calendar/")
    number = Event.objects.get(title="Sprint planning").pk

    event = client.get(f"/api/v1/events/{number}").json()
    refused = client.get("/api/v1/events/0").json()

    assert event["recurrence_text"].startswith("every week on Monday at ")
    assert refused["detail"] == "Event not found"


def test_mails_are_german_too(mailoutbox: list[EmailMessage]) -> None:
    seed(today=date(2026, 11, 18))
    client = Client(headers={"Accept-Language": "de"})

    client.post("/accounts/password/reset/", {"email": User.objects.get(username="marta").email})

    (mail,) = mailoutbox
    assert mail.subject == "Ihr Link zu einem neuen Passwort für EventHub"
    assert mail.body.startswith("Hallo Marta Reis,\n\njemand, hoffentlich Sie selbst,")


def test_what_the_help_writes_as_quick_add_is_understood_in_each_language() -> None:
    now = datetime(2026, 11, 18, 8)
    said = [text for text in read_texts(CATALOGUE).values() if text.context == "quick add"]
    samples = [sample for text in said for sample in (text.singular, *text.translations)]

    misread = [sample for sample in samples if not _is_understood(parse_quick_add(f"Tea {sample}", now=now))]

    assert len(said) > 20
    assert misread == []


def _is_understood(read: QuickAdd) -> bool:
    """Whether all but the title and the people is taken out, and something was."""
    bare = parse_quick_add("Tea", now=datetime(2026, 11, 18, 8))
    titles = ["Tea", f"Tea with {' and '.join(read.names)}", f"Tea mit {' und '.join(read.names)}"]
    return read.title in titles and replace(read, title="Tea") != bare


def _of_rows() -> Iterator[str]:
    for title in (LAUNCH, "Sprint planning", "Design critique"):
        number = Event.objects.get(title=title).pk
        yield from (f"/events/{number}/{rest}" for rest in OF_EVENT[: 9 if title == LAUNCH else 1])
    numbers = "&".join(f"event={pk}" for pk in Event.objects.order_by("pk").values_list("pk", flat=True)[:12])
    yield from (f"/events/several/?event=0&{numbers}{wish}" for wish in SEVERAL)
    calendar = Calendar.objects.get(name="Product team").pk
    yield from (f"/calendars/{calendar}/edit/", f"/calendars/{calendar}/share/")
    trashed = Event.objects.get(title="Logo refresh workshop").pk
    yield f"/trash/{trashed}/delete/"


def _english_of(client: Client, path: str, english: re.Pattern[str]) -> set[str]:
    page = client.get(path)
    assert page.status_code in (200, 404, 422), path
    assert page.headers["Content-Language"] == "de", path
    html = page.content.decode()
    assert WRITTEN_FOR_PEOPLE.findall(html) == [], path
    reader = Reader()
    reader.feed(html)
    return {said for said in reader.said if english.fullmatch(said)}


def _patterns() -> Iterator[str]:
    """Of all English texts that are others in German, with anything in their places."""
    for text in read_texts(CATALOGUE).values():
        yield from (
            _pattern(said) for said in _english(text) if re.search("[A-Za-z]{3}", PLACE.sub("", said))
        )


def _english(text: Text) -> list[str]:
    if text.singular in text.translations or (text.context or "").startswith("format of"):
        return []
    return [" ".join(said.split()) for said in (text.singular, text.plural) if said]


def _pattern(said: str) -> str:
    pieces = PLACE.split(said)
    return "".join(
        (r"\d+" if piece in COUNTS else ".+") if index % 2 else re.escape(piece)
        for index, piece in enumerate(pieces)
    )
