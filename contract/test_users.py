"""Finding people to share with."""

from collections.abc import Callable

from contract.client import Client
from contract.expect import body, invalid, problem
from contract.server import Server

Person = Callable[..., Client]


def test_people_are_found_by_exact_email_and_by_part_of_a_name(ann: Client, person: Person) -> None:
    zoe = person("zoe", full_name="Zoë Quill-Ostrander")
    found = {"id": zoe.id, "username": zoe.username, "full_name": "Zoë Quill-Ostrander"}
    assert body(ann.get("/users/", q=zoe.email)) == [found]
    assert body(ann.get("/users/", q=zoe.email.upper())) == [found]
    assert body(ann.get("/users/", q=zoe.username[:-2].upper())) == [found]
    assert found in body(ann.get("/users/", q="quill-ostr"))
    assert body(ann.get("/users/", q=zoe.email[:-1])) == []
    assert zoe.email not in ann.get("/users/", q=zoe.username).text


def test_users_needs_three_characters_and_answers_ten(ann: Client, person: Person) -> None:
    for q in ("", "ab", " ab "):
        invalid(ann.get("/users/", q=q), "q")
    invalid(ann.get("/users/"), "q")
    for _ in range(11):
        person("crowd")
    assert len(body(ann.get("/users/", q="crowd-"))) == 10


def test_users_needs_a_token(anonymous: Client) -> None:
    problem(anonymous.get("/users/", q="somebody"), 401, "not_authenticated")


def test_a_closed_directory_finds_by_name_only_those_one_shares_something_with(other_server: Server) -> None:
    url = other_server.url
    ann, ben, cleo = (Client(url).register(name) for name in ("ann", "ben", "cleo"))
    assert body(ann.get("/users/", q=ben.username)) == []
    assert [found["id"] for found in body(ann.get("/users/", q=ben.email))] == [ben.id]
    ann.share(f"/events/{ann.create()['id']}", ben, role="viewer")
    assert [found["id"] for found in body(ann.get("/users/", q=ben.username))] == [ben.id]
    assert [found["id"] for found in body(ben.get("/users/", q=ann.username))] == [ann.id]
    assert body(ben.get("/users/", q=cleo.username)) == []
