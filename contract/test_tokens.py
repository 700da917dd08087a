"""Tokens: refreshed, refused, ended by a logout."""

import pytest

from contract.client import PASSWORD, Client
from contract.expect import ANY_TEXT, body, invalid, problem, token_body


def test_refresh_gives_a_new_pair_and_keeps_the_session(ann: Client) -> None:
    answer = Client(ann.server).post("/auth/refresh", {"refresh_token": ann.refresh_token})
    pair = body(answer)
    assert pair == token_body(ann.id, ann.username)
    assert pair["refresh_token"] != ann.refresh_token
    ann.token = pair["access_token"]
    assert body(ann.get("/auth/me"))["id"] == ann.id


def test_a_spent_refresh_token_ends_its_whole_family(ann: Client) -> None:
    other = ann.another_device()
    first = ann.refresh_token
    pair = body(ann.post("/auth/refresh", {"refresh_token": first}))
    problem(ann.post("/auth/refresh", {"refresh_token": first}), 401, "token_reused")
    refresh = ann.post("/auth/refresh", {"refresh_token": pair["refresh_token"]})
    problem(refresh, 401, "invalid_token")
    problem(ann.get("/auth/me"), 401, "invalid_token")
    ann.token = pair["access_token"]
    problem(ann.get("/auth/me"), 401, "invalid_token")
    assert body(other.get("/auth/me"))["id"] == ann.id
    assert body(other.post("/auth/refresh", {"refresh_token": other.refresh_token}))["user_id"] == ann.id


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c", "\u00e9"])
def test_refresh_refuses_what_is_no_refresh_token(anonymous: Client, token: str) -> None:
    answer = anonymous.post("/auth/refresh", {"refresh_token": token})
    if token:
        problem(answer, 401, "invalid_token")
    else:
        invalid(answer, "refresh_token")


def test_refresh_refuses_an_access_token(ann: Client) -> None:
    problem(ann.post("/auth/refresh", {"refresh_token": ann.token}), 401, "invalid_token")


def test_a_refresh_token_is_no_access_token(ann: Client) -> None:
    ann.token = ann.refresh_token
    problem(ann.get("/auth/me"), 401, "invalid_token")
    problem(ann.get("/events/"), 401, "invalid_token")


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "Bearer x", "Bearer a.b.c", "Basic YTpi", "Token x", "Bearer é", "x"]
)
def test_no_or_bad_token_is_a_401_that_asks_for_a_bearer(anonymous: Client, header: str) -> None:
    problem(anonymous.get("/auth/me"), 401, "not_authenticated")
    refused = anonymous.get("/auth/me", headers={"Authorization": header.encode()})
    assert problem(refused, 401, ANY_TEXT)["code"] in {"not_authenticated", "invalid_token"}


def test_the_scheme_is_read_in_any_case(ann: Client) -> None:
    answer = Client(ann.server).get("/auth/me", headers={"Authorization": f"bearer {ann.token}"})
    assert body(answer)["id"] == ann.id


def test_logout_ends_access_and_refresh_token_at_once(ann: Client) -> None:
    other = ann.another_device()
    assert body(ann.post("/auth/logout")) == {"message": "Successfully logged out"}
    problem(ann.get("/auth/me"), 401, "invalid_token")
    problem(ann.post("/auth/refresh", {"refresh_token": ann.refresh_token}), 401, "invalid_token")
    problem(ann.post("/auth/logout"), 401, "invalid_token")
    assert body(other.get("/auth/me"))["id"] == ann.id


def test_logout_takes_the_refresh_token_too(ann: Client) -> None:
    sent = {"refresh_token": ann.refresh_token}
    assert body(ann.post("/auth/logout", sent)) == {"message": "Successfully logged out"}
    problem(ann.get("/auth/me"), 401, "invalid_token")
    problem(ann.post("/auth/refresh", sent), 401, "invalid_token")


def test_logout_ends_nobody_elses_session(ann: Client, ben: Client) -> None:
    ann.post("/auth/logout", {"refresh_token": ben.refresh_token})
    assert body(ben.get("/auth/me"))["id"] == ben.id
    assert body(ben.post("/auth/refresh", {"refresh_token": ben.refresh_token}))["user_id"] == ben.id


def test_tokens_are_kept_by_no_cache(ann: Client) -> None:
    login = ann.post("/auth/login", {"username": ann.username, "password": PASSWORD})
    refresh = ann.post("/auth/refresh", {"refresh_token": ann.refresh_token})
    assert [login.headers["Cache-Control"], refresh.headers["Cache-Control"]] == ["no-store", "no-store"]
