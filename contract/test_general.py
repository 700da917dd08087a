"""The General section: problems, slashes, request ids, browsers and concealment."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest

from contract.client import Client, new_event
from contract.expect import ANYTHING, body, problem
from contract.server import Server

# Errors


def test_every_kind_of_refusal_is_a_problem_document(ann: Client, ben: Client, anonymous: Client) -> None:
    event = ann.create()
    path = f"/events/{event['id']}"
    ann.share(path, ben, role="viewer")
    problem(
        ann.call("POST", "/events/", data=b"{", headers={"Content-Type": "application/json"}),
        400,
        "malformed_json",
    )
    problem(anonymous.get("/events/"), 401, "not_authenticated")
    problem(ben.patch(path, {"title": "X"}), 403, "forbidden")
    problem(ann.get("/events/999999999"), 404, "not_found")
    problem(ann.call("PATCH", "/events/"), 405, "method_not_allowed")
    problem(
        ann.post("/events/", new_event()), 409, "schedule_conflict", conflicts=ANYTHING, suggestions=ANYTHING
    )
    problem(ann.delete(path, headers={"If-Match": '"0-0"'}), 412, "stale_version", current_version=1)
    problem(
        ann.call("POST", "/events/", data=b"x", headers={"Content-Type": "text/plain"}),
        415,
        "unsupported_media_type",
    )
    problem(ann.post("/events/", {}), 422, "invalid", errors=ANYTHING)


def test_type_is_a_uri_reference_and_title_says_the_same_for_the_same_code(ann: Client) -> None:
    documents = [ann.get(f"/events/{number}").json() for number in (999999998, 999999999)]
    assert documents[0] == documents[1]
    assert urlsplit(documents[0]["type"])


@pytest.mark.parametrize(
    "path", ["/nothing", "/events/1/nothing", "/events/x", "/auth", "/events/1/versions/x"]
)
def test_a_path_that_is_none_is_a_404(ann: Client, anonymous: Client, path: str) -> None:
    for client in (ann, anonymous):
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            problem(client.call(method, path, {}), 404, "not_found")


def test_a_method_that_a_path_does_not_take_is_a_405_that_names_the_others(ann: Client) -> None:
    answer = ann.call("PATCH", "/events/", {})
    problem(answer, 405, "method_not_allowed")
    assert {"GET", "POST"} <= set(answer.headers["Allow"].replace(" ", "").split(","))
    options = ann.call("OPTIONS", "/events/")
    assert options.headers["Allow"] == answer.headers["Allow"]


# Addresses


def test_both_forms_of_an_address_answer_by_one_route(ann: Client) -> None:
    event = ann.create()
    other = {
        ("GET", "/events"): 200,
        ("GET", f"/events/{event['id']}/"): 200,
        ("GET", "/auth/me/"): 200,
        ("GET", "/calendars"): 200,
        ("GET", "/users?q=abc"): 200,
        ("GET", f"/events/{event['id']}/history/"): 200,
        ("GET", f"/events/{event['id']}/diff/1/1/"): 200,
        ("GET", f"/collaboration/{event['id']}/permissions/"): 200,
        ("GET", f"/calendars/{event['calendar_id']}/"): 200,
    }
    answers = {call: ann.call(*call).status_code for call in other}
    assert answers == other


def test_a_write_is_never_redirected(ann: Client, ben: Client) -> None:
    event = body(ann.post("/events", new_event()), 201)
    path = f"/events/{event['id']}/"
    assert body(ann.put(path, {"title": "Second"}))["version"] == 2
    assert body(ann.patch(path, {"title": "Third"}))["version"] == 3
    assert body(ann.post(f"{path}rollback/1/"))["version"] == 4
    sent = {"users": [{"user_id": ben.id, "permission_level": "viewer"}]}
    assert ann.post(f"{path}share/", sent).status_code == 201
    assert ann.delete(f"{path}permissions/{ben.id}/").status_code == 200
    assert ann.post("/events/batch/", {"events": [new_event()], "dry_run": True}).status_code == 400
    assert ann.delete(path).status_code == 204
    assert ann.post("/calendars", {"name": "Team"}).status_code == 201
    assert ann.post("/auth/logout/").status_code == 200


def test_ids_are_integers(ann: Client) -> None:
    event = ann.create()
    row = body(ann.get(f"/events/{event['id']}/history"))["versions"][0]
    values = [event["id"], event["owner_id"], event["calendar_id"], event["version"], row["id"], ann.id]
    assert [type(value) for value in values] == [int] * 6


# Request ids


@pytest.mark.parametrize("sent", ["abc", "0b8c1e0e-6f5a-4c0e-9d2e-000000000000", "A_b.c-9", "x" * 64])
def test_a_sane_request_id_is_kept(ann: Client, sent: str) -> None:
    assert ann.get("/events/", headers={"X-Request-ID": sent}).headers["X-Request-ID"] == sent


@pytest.mark.parametrize("sent", [None, "", "x" * 65, "a b", "a\tb", "<script>", "ä".encode(), "a,b", "a;b"])
def test_every_answer_bears_a_request_id(ann: Client, sent: Any) -> None:
    answer = ann.get("/events/", headers={"X-Request-ID": sent} if sent is not None else {})
    assert re.fullmatch(r"[A-Za-z0-9._-]{1,64}", answer.headers["X-Request-ID"])
    assert answer.headers["X-Request-ID"] != sent


def test_refusals_and_pages_bear_a_request_id_too(ann: Client, anonymous: Client) -> None:
    answers = [
        anonymous.get("/events/"),
        anonymous.get("/nothing"),
        anonymous.post("/auth/login", {}),
        ann.call("POST", "/events/", data=b"x" * 1_048_577),
        anonymous.service("/"),
        anonymous.service("/health"),
        anonymous.service("/nothing"),
        anonymous.service("/openapi.json"),
    ]
    identifiers = [answer.headers["X-Request-ID"] for answer in answers]
    assert len(set(identifiers)) == len(answers)


# Browsers of other origins


def test_cors_exposes_the_headers_that_clients_need(other_server: Server) -> None:
    url = other_server.url
    ann = Client(url).register()
    answer = ann.get("/events/", headers={"Origin": "https://app.example.org"})
    assert answer.headers["Access-Control-Allow-Origin"] == "https://app.example.org"
    exposed = {name.strip() for name in answer.headers["Access-Control-Expose-Headers"].split(",")}
    assert exposed == {
        *("ETag", "Link", "Location", "Retry-After", "X-Total-Count", "X-Request-ID", "X-Undo-Token"),
        "Idempotent-Replayed",
    }
    refused = ann.get("/events/999999999", headers={"Origin": "https://app.example.org"})
    assert refused.headers["Access-Control-Allow-Origin"] == "https://app.example.org"
    stranger = ann.get("/events/", headers={"Origin": "https://evil.example.org"})
    assert "Access-Control-Allow-Origin" not in stranger.headers
    preflight = Client(url).call(
        "OPTIONS",
        "/events/1",
        headers={
            "Origin": "https://app.example.org",
            "Access-Control-Request-Method": "PATCH",
            "Access-Control-Request-Headers": "authorization, content-type, idempotency-key, if-match",
        },
    )
    assert preflight.status_code in (200, 204)
    assert "PATCH" in preflight.headers["Access-Control-Allow-Methods"]
    allowed = preflight.headers["Access-Control-Allow-Headers"].lower()
    for name in ("authorization", "content-type", "idempotency-key", "if-match", "if-none-match"):
        assert name in allowed


def test_without_configuration_no_origin_may_read(own_server: Server, ann: Client) -> None:
    answer = ann.get("/events/", headers={"Origin": "https://app.example.org"})
    assert "Access-Control-Allow-Origin" not in answer.headers


# A browser's session


def test_a_browsers_session_needs_the_csrf_token_for_writes(own_server: Server, anonymous: Client) -> None:
    name = f"browser-{anonymous.address.replace('.', '-')}"
    own_server.manage(
        *("createsuperuser", "--noinput", "--username", name, "--email", f"{name}@example.org"),
        DJANGO_SUPERUSER_PASSWORD="correct horse battery",
    )
    page = anonymous.http.get(f"{own_server.url}/accounts/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert token is not None
    form = {"login": name, "password": "correct horse battery", "csrfmiddlewaretoken": token[1]}
    entered = anonymous.http.post(f"{own_server.url}/accounts/login/?next=/admin/", data=form)
    assert (entered.status_code, entered.url) == (200, f"{own_server.url}/admin/")
    assert body(anonymous.get("/auth/me"))["username"] == name
    problem(anonymous.post("/calendars/", {"name": "Team"}), 403, "csrf_failed")
    page = anonymous.http.get(f"{own_server.url}/admin/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert token is not None
    headers = {"X-CSRFToken": token[1]}
    assert anonymous.post("/calendars/", {"name": "Team"}, headers=headers).status_code == 201
    assert len(body(anonymous.get("/calendars/"))) == 2
