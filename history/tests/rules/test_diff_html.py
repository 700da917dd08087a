"""Tests of the HTML of a diff: everything escaped, every change marked and said in words."""

from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from history.rules.diff import CONTENT_FIELDS, field_changes
from history.rules.diff_html import html

TAGS = {"table", "caption", "thead", "tbody", "tr", "th", "td", "span", "ins", "del", "br", "p"}
texts = st.text(st.sampled_from("<>&\"'/ \nab=") | st.characters(exclude_categories=["Cs"]), max_size=20)
values = (
    st.none()
    | st.booleans()
    | st.integers()
    | texts
    | st.lists(texts, max_size=3)
    | st.dictionaries(texts, st.dictionaries(st.sampled_from("ab"), texts, max_size=2), max_size=3)
)
states = st.fixed_dictionaries(dict.fromkeys(CONTENT_FIELDS, values))


class Reader(HTMLParser):
    """Reads a fragment back: its tags, attributes and balance, and the text outside and inside the marks."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.shown: list[tuple[str, str]] = []
        self.hidden = False
        self.feed(fragment)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag == "br":
            return
        self.open.append(tag)
        self.hidden = self.hidden or ("class", "vh") in attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.hidden = False

    def handle_data(self, data: str) -> None:
        if not self.hidden and self.open[-1] in ("td", "ins", "del"):
            self.shown.append((self.open[-1], data))


def cell(field: str, before: Any, after: Any) -> str:
    fragment = html(field_changes({field: before}, {field: after}))
    return fragment.split('dir="auto">')[1].removesuffix("</td></tr></tbody></table>")


def removed(text: str) -> str:
    return f'<del><span class="vh" dir="ltr">removed: </span>{text}</del>'


def added(text: str) -> str:
    return f'<ins><span class="vh" dir="ltr">added: </span>{text}</ins>'


@given(states, states)
def test_no_value_adds_a_tag_or_an_attribute(a: dict[str, Any], b: dict[str, Any]) -> None:
    reader = Reader(html(field_changes(a, b)))
    assert reader.tags <= TAGS
    assert reader.attributes <= {"class", "scope", "dir"}


@given(states, states)
def test_every_changed_field_shows_a_mark_with_no_space_at_its_edges(
    a: dict[str, Any], b: dict[str, Any]
) -> None:
    for field, change in field_changes(a, b).items():
        marks = [text for tag, text in Reader(html({field: change})).shown if tag != "td"]
        assert marks
        assert marks[0] == marks[0].lstrip()
        assert marks[-1] == marks[-1].rstrip()


def test_a_title_made_of_markup_shows_as_text() -> None:
    evil = '<img src=x onerror="alert(1)">'
    assert cell("title", None, evil) == added("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;")
    assert cell("tags", [evil], []) == removed("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;")
    assert cell("recurrence_overrides", {}, {"<b>": {"title": "<i>"}}) == added(
        "&lt;b&gt;: {&quot;title&quot;: &quot;&lt;i&gt;&quot;}"
    )


def test_the_fragment_is_a_table_with_a_row_for_each_field() -> None:
    changes = field_changes({"title": "a", "rrule": None}, {"title": "b", "rrule": "FREQ=DAILY"})
    assert html(changes) == (
        '<table class="diff"><caption class="vh">Changed fields, old and new values</caption>'
        '<thead class="vh"><tr><th scope="col">Field</th><th scope="col">Change</th></tr></thead><tbody>'
        '<tr class="diff-modified"><th scope="row">Title</th>'
        f'<td class="diff-title" dir="auto">{removed("a")}{added("b")}</td></tr>'
        '<tr class="diff-added"><th scope="row">Recurrence rule</th>'
        f'<td class="diff-rrule" dir="auto">{added("FREQ=DAILY")}</td></tr>'
        "</tbody></table>"
    )
    assert html({}) == '<p class="diff diff-none">Nothing changed.</p>'


@pytest.mark.parametrize(
    ("field", "before", "after", "shown"),
    [
        pytest.param(
            "location",
            "Room 2, Porto",
            "Room 4, Porto",
            f"Room {removed('2')}{added('4')}, Porto",
            id="words",
        ),
        pytest.param("title", "a b", "a", f"a {removed('b')}", id="edge space before a mark"),
        pytest.param("title", "a", "b c", f"{removed('a')}{added('b c')}", id="space inside a mark"),
        pytest.param("title", "a  b", "a b", f"a {removed('␣')}b", id="only a space taken out"),
        pytest.param("description", "a b", "a\nb", f"a{removed('␣')}{added('↵')}<br>b", id="space to line"),
        pytest.param(
            "description", "a", "a\r\nb", f"a<br>{added('b')}", id="a line break is shown outside the mark"
        ),
        pytest.param("is_all_day", False, True, f"{removed('no')} {added('yes')}", id="booleans in words"),
        pytest.param("calendar_id", 1, 2, f"{removed('1')} {added('2')}", id="numbers"),
        pytest.param(
            "timezone",
            "Europe/Berlin",
            "Europe/Lisbon",
            f"{removed('Europe/Berlin')} {added('Europe/Lisbon')}",
            id="no words in what is no text",
        ),
        pytest.param("tags", ["a", "b"], ["b", "c"], f"{removed('a')}<br>{added('c')}", id="tags one by one"),
        pytest.param(
            "tags", ["a", "b"], ["b", "a"], f"{removed('- a<br>- b')} {added('- b<br>- a')}", id="order alone"
        ),
        pytest.param("title", None, "", f"{removed('(empty)')} {added('(empty)')}", id="emptiness alone"),
        pytest.param("tags", "odd", ["a"], f"{removed('odd')} {added('- a')}", id="types that do not match"),
    ],
)
def test_a_cell_marks_what_changed(field: str, before: Any, after: Any, shown: str) -> None:
    assert cell(field, before, after) == shown
