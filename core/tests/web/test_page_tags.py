from datetime import UTC, date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from core.templatetags.page import clock, colour, day, initials, long_day, page_address

AFTERNOON = datetime(2025, 3, 5, 13, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("full_name", "username", "letters"),
    [
        ("Marta Reis", "marta", "MR"),
        ("Ana Maria de Souza", "ana", "AS"),
        ("", "kenji", "K"),
        ("", "kenji.ono", "KO"),
        ("Ørsted", "x", "Ø"),
        ("<script>", "x", ""),
    ],
)
def test_initials(full_name: str, username: str, letters: str) -> None:
    assert initials(SimpleNamespace(full_name=full_name, username=username)) == letters


def test_colour_is_always_the_same_for_a_person() -> None:
    assert [colour(number) for number in (0, 1, 8, 9)] == ["cobalt", "teal", "cobalt", "teal"]


def test_instants_are_shown_in_the_readers_zone_and_language() -> None:
    late = datetime(2025, 3, 5, 23, 30, tzinfo=UTC)
    with timezone.override(ZoneInfo("Europe/Berlin")):
        shown = (day(late), long_day(late), clock(late))
        assert shown == (
            "Thu 6 Mar 2025",
            "Thursday 6 March 2025",
            "00:30",
        )
        with translation.override("de"):
            assert long_day(late).startswith("Donnerstag")


def test_day_of_this_year_leaves_the_year_out() -> None:
    assert day(date(timezone.localdate().year, 11, 18)).endswith(" 18 Nov")


def test_query_changes_and_removes_keys() -> None:
    request = RequestFactory().get("/calendar/", {"view": "week", "q": "a&b", "page": "3"})
    template = Template("{% query view='month' page=None %}")
    assert template.render(Context({"request": request})) == "?view=month&amp;q=a%26b"


@pytest.mark.parametrize(
    ("current", "address"),
    [
        ("", "/events/3/share/7/"),
        ("https://here.example/events/3/?a=b", "/events/3/?a=b"),
        ("https://here.example/help/#undo", "/help/"),
        ("nonsense", "/events/3/share/7/"),
    ],
)
def test_a_part_is_at_the_address_of_its_page(current: str, address: str) -> None:
    headers = {"HX-Current-URL": current} if current else {}
    request = RequestFactory().post("/events/3/share/7/", headers=headers)
    assert page_address(RequestContext(request, {"request": request})) == address


def test_icon_is_hidden_from_screen_readers() -> None:
    assert Template("{% icon 'x' 'big' %}").render(Context()) == (
        '<svg class="icon big" aria-hidden="true" focusable="false">'
        '<use href="/static/vendor/lucide/sprite.svg#x"></use></svg>'
    )
