"""Entity tags and the conditions that name them."""

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from core.api.conditions import EntityTags, etag, if_match, not_modified


def condition(value: str) -> EntityTags | None:
    return if_match(RequestFactory().get("/", headers={"If-Match": value}))


@pytest.mark.parametrize(
    ("value", "tags"),
    [
        ('"7-3"', {'"7-3"'}),
        ('W/"7-3"', {'"7-3"'}),
        (' "7-3" , W/"7-4","x"', {'"7-3"', '"7-4"', '"x"'}),
        ('"a,b"', {'"a,b"'}),
        ('""', {'""'}),
        ('"x",, "7-3"', {'"x"', '"7-3"'}),
        (', "7-3" , ,', {'"7-3"'}),
        (",", set()),
        ("7-3", set()),
        ('"7-3', set()),
        ('"7-3" "7-4"', set()),
        ('w/"7-3"', set()),
        ("", set()),
        ('*, "7-3"', set()),
    ],
)
def test_lists_of_tags_are_read(value: str, tags: set[str]) -> None:
    assert condition(value) == EntityTags(any=False, tags=frozenset(tags))


def test_without_the_header_there_is_no_condition() -> None:
    assert if_match(RequestFactory().get("/")) is None
    assert not_modified(RequestFactory().get("/"), etag(7, 3)) is False


@pytest.mark.parametrize(
    ("value", "matches", "versions"),
    [
        ('"7-3"', True, {3}),
        ('W/"7-3", "7-4"', True, {3, 4}),
        ('"7-2"', False, {2}),
        ('"8-3"', False, set()),
        ('"7-03x"', False, set()),
        ("nonsense", False, set()),
        ("*", True, None),
    ],
)
def test_what_a_condition_accepts(value: str, matches: bool, versions: set[int] | None) -> None:
    tags = condition(value)
    assert tags is not None
    assert (tags.matches(etag(7, 3)), tags.versions(7)) == (matches, versions)


@pytest.mark.parametrize(
    ("value", "same"), [('"7-3"', True), ('W/"7-3"', True), ("*", True), ('"7-2"', False), ("x", False)]
)
def test_if_none_match(value: str, same: bool) -> None:
    request = RequestFactory().get("/", headers={"If-None-Match": value})
    assert not_modified(request, etag(7, 3)) is same


@given(st.text(max_size=60))
def test_no_header_is_a_fault_of_ours(value: str) -> None:
    assert condition(value) is not None
