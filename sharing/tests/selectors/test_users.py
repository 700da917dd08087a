"""Finding people to share with."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.factories import make_user
from accounts.models import User
from core.actors import Anonymous
from core.errors import Invalid, NotAuthenticated
from events.actions.delete_event import delete_event
from events.factories import grant, make_calendar, make_event
from sharing.selectors.users import find_users
from sharing.tests.conftest import in_group


@pytest.fixture
def ada(db: None) -> User:
    return make_user(username="Ada", email="ada.l@example.org", full_name="Ada Lovelace")


@pytest.fixture
def grace(db: None) -> User:
    return make_user(username="grace", email="hopper@example.org", full_name="Grace Hopper")


@pytest.fixture
def closed(settings: Settings) -> None:
    settings.USER_DIRECTORY = "closed"


def names(actor: User, q: str) -> list[str]:
    return [found.username for found in find_users(actor, q)]


@pytest.mark.parametrize(
    "q", ["gra", "GRACE", "ace", "Grace Hop", "hopper", "  grace  ", "hopper@example.org"]
)
def test_people_are_found_by_parts_of_their_names(ada: User, grace: User, q: str) -> None:
    assert names(ada, q) == ["grace"]


@pytest.mark.parametrize(
    "q", ["hopper@", "hopper@example", "example.org", "%%%", "___", "g_ace", "gr%e", "\\\\\\"]
)
def test_parts_of_addresses_and_wildcards_find_nobody(ada: User, grace: User, q: str) -> None:
    assert names(ada, q) == []


def test_what_is_found_has_no_address(ada: User, grace: User) -> None:
    (found,) = find_users(ada, "HOPPER@example.ORG")

    assert (found.id, found.username, found.full_name) == (grace.pk, "grace", "Grace Hopper")
    assert found.__slots__ == ("id", "username", "full_name")


@pytest.mark.parametrize("q", ["", "  ", "gr", " gr "])
def test_three_characters_are_needed(ada: User, grace: User, q: str) -> None:
    with pytest.raises(Invalid) as raised:
        find_users(ada, q)
    assert [(fault.field, fault.code) for fault in raised.value.faults] == [("q", "min_length")]


def test_letters_of_every_language_are_found_in_any_case(ada: User) -> None:
    make_user(username="emile", full_name="Émile Zola")

    for q in ("Émile", "émile", "ÉMILE", "émile zola"):
        assert names(ada, q) == ["emile"]


def test_an_address_is_found_in_whatever_spelling_of_its_letters(ada: User) -> None:
    make_user(username="umlaut", email="ann@ex\u00e4mple.org")

    assert names(ada, "ann@exa\u0308mple.org") == ["umlaut"]


def test_nobody_finds_himself_or_closed_accounts(ada: User) -> None:
    make_user(username="ada2", is_active=False, email="gone@example.org")

    assert names(ada, "ada") == []
    assert names(ada, "ada.l@example.org") == []
    assert names(ada, "gone@example.org") == []


def test_anonymous_finds_nobody(grace: User) -> None:
    with pytest.raises(NotAuthenticated):
        find_users(Anonymous(), "grace")


def test_ten_at_most(ada: User) -> None:
    for number in range(12):
        make_user(username=f"SAM{number:02}", full_name="")

    assert names(ada, "sam") == [f"SAM{number:02}" for number in range(10)]


def test_the_address_comes_first_then_names_that_begin_with_the_text(ada: User) -> None:
    make_user(username="xsam", full_name="", email="sam@example.com")
    make_user(username="zoe", full_name="Sam@example.com First")
    make_user(username="amy", full_name="Not sam@example.com")
    make_user(username="sam.b", full_name="")
    make_user(username="Sam.a", full_name="")

    assert names(ada, "sam@example.com") == ["xsam", "zoe", "amy"]
    assert names(ada, "sam") == ["Sam.a", "sam.b", "zoe", "amy", "xsam"]


def test_a_closed_directory_shows_strangers_by_address_only(closed: None, ada: User, grace: User) -> None:
    assert names(ada, "grace") == []
    assert names(ada, "hopper@example.org") == ["grace"]


@pytest.mark.parametrize("thing", ["event", "calendar"])
@pytest.mark.parametrize("through", ["user", "group"])
def test_who_shares_something_finds_each_other(
    closed: None, ada: User, grace: User, thing: str, through: str
) -> None:
    shared = make_event(ada) if thing == "event" else make_calendar(ada)
    if through == "user":
        grant(shared, grace, "viewer")
    else:
        in_group(shared, grace, "viewer")

    assert (names(ada, "grace"), names(grace, "lovelace")) == (["grace"], ["Ada"])


def test_who_sees_the_same_thing_finds_each_other(closed: None, ada: User, grace: User) -> None:
    owner = make_user(username="owner")
    event = make_event(owner)
    grant(event.calendar, ada, "viewer")
    grant(event, grace, "viewer")

    assert (names(ada, "grace"), names(grace, "lovelace")) == (["grace"], ["Ada"])


def test_members_of_one_group_share_nothing_yet(closed: None, ada: User, grace: User) -> None:
    group = Group.objects.create(name="team")
    group.user_set.add(ada, grace)
    assert names(ada, "grace") == []

    grant(make_event(make_user(username="owner")), group, "viewer")
    assert names(ada, "grace") == ["grace"]


def test_what_lies_in_the_trash_is_shared_no_more(closed: None, ada: User, grace: User) -> None:
    event = make_event(ada)
    grant(event, grace, "viewer")
    delete_event(actor=ada, event_id=event.pk)

    assert (names(ada, "grace"), names(grace, "lovelace")) == ([], [])


@pytest.mark.parametrize("directory", ["open", "closed"])
def test_one_query(settings: Settings, ada: User, grace: User, directory: str) -> None:
    settings.USER_DIRECTORY = directory
    grant(make_event(ada), grace, "viewer")

    with CaptureQueriesContext(connection) as queries:
        assert names(ada, "grace") == ["grace"]

    assert len(queries) == 1
