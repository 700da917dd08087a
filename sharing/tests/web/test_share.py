"""The pages on who has access."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.factories import make_user
from accounts.models import User
from core.actors import Source
from events.enums import Role
from events.factories import grant, make_event
from events.models import Event
from journal.models import Entry
from sharing.tests.conftest import Cast, in_group
from sharing.tests.written import codenames, everything, rows_of

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(kind: str, cast: Cast, rest: str = "") -> str:
    return f"/{kind}s/{getattr(cast, kind).pk}/share/{rest}"


def state() -> Any:
    """All that sharing writes; signing in writes into the journal too, and is left out."""
    return everything()[:5], Entry.objects.filter(subject_kind__in=["event", "calendar"]).count()


@pytest.fixture(params=["event", "calendar"])
def kind(request: pytest.FixtureRequest, cast: Cast) -> str:
    """On the calendar the cast holds the same roles."""
    for role in Role:
        grant(cast.calendar, getattr(cast, role), role, cast.creator)
    return str(request.param)


def named(answer: Any) -> list[str]:
    """Who stands in the list."""
    return re.findall(r"<strong>(.*?)</strong>", answer.content.decode())


def test_the_list_names_everybody_and_how_they_came_in(cast: Cast) -> None:
    in_group(cast.event, cast.newcomer, Role.VIEWER)
    answer = signed_in(cast.creator).get(page("event", cast))
    assert (answer.status_code, named(answer)) == (
        200,
        ["The Creator (you)", "The Viewer", "The Editor", "The Owner", "The Newcomer"],
    )
    assert "from The Creator" in answer.content.decode()


@pytest.mark.parametrize("role", Role)
def test_somebody_is_let_in(cast: Cast, kind: str, role: Role) -> None:
    answer = signed_in(cast.owner).post(page(kind, cast), {"person": "Newcomer@example.org", "role": role})
    assert (answer.status_code, answer["Location"]) == (302, page(kind, cast))
    assert rows_of(getattr(cast, kind))["newcomer"] == codenames(role, kind)
    last = Entry.objects.latest("pk")
    assert (last.verb, last.source, last.actor_id) == (f"{kind}.shared", Source.WEB, cast.owner.pk)


def test_for_htmx_the_answer_is_the_list_and_a_toast(cast: Cast, kind: str) -> None:
    answer = signed_in(cast.owner).post(
        page(kind, cast), {"person": "newcomer", "role": "viewer"}, headers=PART
    )
    text = answer.content.decode()
    assert (answer.status_code, "The Newcomer" in named(answer)) == (200, True)
    assert ("<html" in text, "newcomer has access as Viewer." in text) == (False, True)


def test_htmx_gets_the_page_as_a_dialog(cast: Cast, kind: str) -> None:
    text = signed_in(cast.owner).get(page(kind, cast), headers=PART).content.decode()
    assert text.startswith('<dialog class="dialog" id="share-dialog" data-open')


@pytest.mark.parametrize("person", ["nobody-at-all", "nobody@example.net"])
def test_who_is_unknown_is_refused_at_the_field(cast: Cast, kind: str, person: str) -> None:
    before = state()
    answer = signed_in(cast.owner).post(page(kind, cast), {"person": person, "role": "viewer"})
    assert answer.status_code == 400
    assert answer.context["form"].errors == {
        "person": ["Nobody here has this name or address. They need an account first."]
    }
    assert f'value="{person}"' in answer.content.decode()
    assert state() == before


def test_the_creator_keeps_every_right(cast: Cast, kind: str) -> None:
    before, client = state(), signed_in(cast.owner)
    answer = client.post(page(kind, cast), {"person": "creator", "role": "viewer"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["person"])
    for role in ("viewer", "remove"):
        answer = client.post(page(kind, cast, f"{cast.creator.pk}/"), {"role": role})
        assert (answer.status_code, answer.context["refusal"]) == (
            400,
            "This person is the creator and always keeps full access.",
        )
    assert state() == before


def test_an_empty_form_and_a_role_that_is_none_are_refused(cast: Cast, kind: str) -> None:
    before, client = state(), signed_in(cast.owner)
    answer = client.post(page(kind, cast), {"person": "", "role": "boss"})
    assert (answer.status_code, sorted(answer.context["form"].errors)) == (422, ["person", "role"])
    assert client.post(page(kind, cast, f"{cast.viewer.pk}/"), {"role": "boss"}).status_code == 422
    assert state() == before


def test_a_role_is_changed_and_taken_away(cast: Cast, kind: str) -> None:
    client, thing = signed_in(cast.owner), getattr(cast, kind)
    assert client.post(page(kind, cast, f"{cast.viewer.pk}/"), {"role": "editor"}).status_code == 302
    assert rows_of(thing)["viewer"] == codenames("editor", kind)
    assert client.post(page(kind, cast, f"{cast.viewer.pk}/"), {"role": "remove"}).status_code == 302
    assert "viewer" not in rows_of(thing)
    answer = client.post(page(kind, cast, f"{cast.viewer.pk}/"), {"role": "remove"})
    assert (answer.status_code, answer.context["refusal"]) == (
        404,
        "This person holds no role here any more.",
    )


@pytest.mark.parametrize("role", ["viewer", "editor"])
def test_who_may_not_share_sees_the_list_and_no_form(cast: Cast, kind: str, role: str) -> None:
    client, before = signed_in(getattr(cast, role)), state()
    answer = client.get(page(kind, cast))
    assert (answer.status_code, "share-form" in answer.content.decode()) == (200, False)
    assert client.post(page(kind, cast), {"person": "newcomer", "role": "viewer"}).status_code == 403
    assert client.post(page(kind, cast, f"{cast.owner.pk}/"), {"role": "remove"}).status_code == 403
    assert state() == before


def test_strangers_find_nothing_and_nobody_must_sign_in(cast: Cast, kind: str) -> None:
    client, before = signed_in(cast.stranger), state()
    for rest in ("", "leave/"):
        assert client.get(page(kind, cast, rest)).status_code == 404
        assert (
            client.post(page(kind, cast, rest), {"person": "newcomer", "role": "viewer"}).status_code == 404
        )
        assert Client().get(page(kind, cast, rest)).status_code == 302
    assert state() == before


def test_one_leaves_after_a_question(cast: Cast, kind: str) -> None:
    client = signed_in(cast.editor)
    assert client.get(page(kind, cast, "leave/")).status_code == 200
    answer = client.post(page(kind, cast, "leave/"))
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert "editor" not in rows_of(getattr(cast, kind))


def test_the_creator_cannot_leave(cast: Cast, kind: str) -> None:
    before = state()
    assert signed_in(cast.creator).post(page(kind, cast, "leave/")).status_code == 400
    assert state() == before


def test_people_are_offered_while_one_types(cast: Cast) -> None:
    client = signed_in(cast.creator)
    found = client.get("/people/", {"person": "newc"}).content.decode().strip()
    assert found == '<option value="newcomer">The Newcomer</option>'
    assert client.get("/people/", {"person": "n"}).content.decode().strip() == ""


def test_titles_and_names_are_shown_as_text(cast: Cast) -> None:
    attack = "<img src=x onerror=alert(1)>"
    event = make_event(cast.creator, title=attack)
    grant(event, make_user(full_name=attack), Role.VIEWER, cast.creator)
    text = signed_in(cast.creator).get(f"/events/{event.pk}/share/").content.decode()
    assert (attack in text, text.count("&lt;img src=x") > 2) == (False, True)


def test_the_number_of_queries_does_not_grow_with_people(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(cast.creator)
    client.get(page("event", cast))
    for _ in range(2):
        with django_assert_num_queries(QUERIES):
            client.get(page("event", cast))
        for _ in range(3):
            grant(cast.event, make_user(), Role.VIEWER, cast.creator)


QUERIES = 6
"""Two of them for the session, four for the list."""


def test_an_event_is_handed_over_after_a_question(cast: Cast) -> None:
    client = signed_in(cast.creator)
    address = f"/events/{cast.event.pk}/transfer/{cast.editor.pk}/"
    assert client.get(address).status_code == 200
    answer = client.post(address)
    assert (answer.status_code, answer["Location"]) == (302, page("event", cast))
    assert Event.objects.get(pk=cast.event.pk).owner == cast.editor


def test_an_heir_who_is_busy_gets_the_event_only_if_one_insists(cast: Cast) -> None:
    make_event(cast.editor)
    client, address = signed_in(cast.creator), f"/events/{cast.event.pk}/transfer/{cast.editor.pk}/"
    before = state()
    answer = client.post(address)
    assert (answer.status_code, answer.context["is_conflict"]) == (409, True)
    assert state() == before
    assert client.post(address, {"on_conflict": "allow"}).status_code == 302
    assert Event.objects.get(pk=cast.event.pk).owner == cast.editor


def test_only_the_creator_hands_an_event_over_and_only_to_who_sees_it(cast: Cast) -> None:
    before, address = state(), f"/events/{cast.event.pk}/transfer/{cast.editor.pk}/"
    for actor, status in ((cast.owner, 403), (cast.viewer, 403), (cast.stranger, 404)):
        assert signed_in(actor).get(address).status_code == status
        assert signed_in(actor).post(address).status_code == status
    to_stranger = f"/events/{cast.event.pk}/transfer/{cast.stranger.pk}/"
    assert signed_in(cast.creator).post(to_stranger).status_code == 404
    assert state() == before
