"""Handing an event over, as the wire has it."""

from typing import Any

import pytest

from events.factories import START, make_event
from events.models import Event
from sharing.tests.api.v1.client import UNKNOWN, SignIn, faults, problem
from sharing.tests.conftest import Cast
from sharing.tests.written import codenames, everything, rows_of


@pytest.mark.parametrize("prefix", ["collaboration", "events"])
def test_transfer(cast: Cast, prefix: str, sign_in: SignIn) -> None:
    path = f"{prefix}/{cast.event.pk}/transfer"

    answer = sign_in(cast.creator).call("POST", path, {"username": "viewer"})

    assert (answer.status_code, answer.json()) == (
        200,
        {
            "event_id": cast.event.pk,
            "owner_id": cast.viewer.pk,
            "message": "Event transferred successfully",
        },
    )
    assert rows_of(cast.event)["creator"] == codenames("owner")
    assert Event.objects.get(pk=cast.event.pk).owner == cast.viewer


@pytest.mark.parametrize("body", [{"username": "viewer"}, {"user_id": UNKNOWN}, {}, b"{"])
def test_transfer_is_for_the_creator_alone(cast: Cast, sign_in: SignIn, body: Any) -> None:
    before, path = everything(), f"events/{cast.event.pk}/transfer"

    for who in ("owner", "editor", "viewer"):
        answer = sign_in(getattr(cast, who)).call("POST", path, body)
        assert problem(answer) == (403, "not_creator", "Only the creator can transfer an event")
    assert problem(sign_in(cast.stranger).call("POST", path, body)) == (404, "not_found", "Event not found")
    assert everything() == before


def test_transfer_refuses_what_means_nothing(cast: Cast, sign_in: SignIn) -> None:
    before, client, path = everything(), sign_in(cast.creator), f"events/{cast.event.pk}/transfer"

    assert faults(client.call("POST", path, {})) == [("user_id", "one_required")]
    assert faults(client.call("POST", path, {"username": "stranger"})) == [("username", "not_a_collaborator")]
    assert faults(client.call("POST", path, {"user_id": UNKNOWN})) == [("user_id", "not_a_collaborator")]
    assert faults(client.call("POST", f"{path}?on_conflict=perhaps", {"username": "viewer"})) == [
        ("on_conflict", "invalid_choice")
    ]
    assert everything() == before


def test_transfer_into_a_busy_hour(cast: Cast, sign_in: SignIn) -> None:
    make_event(cast.viewer, start=START)
    before, client, path = everything(), sign_in(cast.creator), f"events/{cast.event.pk}/transfer"

    answer = client.call("POST", path, {"username": "viewer"})
    assert problem(answer) == (409, "schedule_conflict", "Event conflicts with an existing event")
    assert everything() == before

    assert client.call("POST", f"{path}?on_conflict=allow", {"username": "viewer"}).status_code == 200
