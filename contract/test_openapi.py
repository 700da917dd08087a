"""The OpenAPI document: complete by itself, and true of the server, as schemathesis finds with all checks."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from contract.client import Client
from contract.server import ROOT, Server

# none that an example of the document changes
OWN_PASSWORD = "seventeen green bicycles"
METHODS = ("get", "post", "put", "patch", "delete")
Operation = tuple[str, str, dict[str, Any]]
SESSIONS = """
[auth.wfc]
path = "{path}"
user = "ann"
peers = ["ann", "ben"]

[dictionaries]
events = {{ values = {events} }}
calendars = {{ values = {calendars} }}
people = {{ values = {people} }}
versions = {{ values = [1, 2, 3] }}

[parameters]
"path.event_id" = {{ dictionary = "events", probability = 0.8 }}
"path.calendar_id" = {{ dictionary = "calendars", probability = 0.8 }}
"path.user_id" = {{ dictionary = "people", probability = 0.8 }}
"path.version" = {{ dictionary = "versions", probability = 0.8 }}
"path.a" = {{ dictionary = "versions", probability = 0.8 }}
"path.b" = {{ dictionary = "versions", probability = 0.8 }}
"""


@pytest.fixture
def document(anonymous: Client) -> dict[str, Any]:
    served: dict[str, Any] = anonymous.service("/openapi.json").json()
    return served


def operations(document: dict[str, Any]) -> Iterator[Operation]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield method, path, item[method]


def test_every_operation_has_a_tag_that_is_described_an_id_a_summary_and_a_success(
    document: dict[str, Any],
) -> None:
    known = {tag["name"] for tag in document["tags"]}
    for method, path, operation in operations(document):
        name = f"{method} {path}"
        assert len(operation["tags"]) == 1, name
        assert operation["tags"][0] in known, name
        assert operation["summary"], name
        assert any(status < "400" for status in operation["responses"]), name
    ids = Counter(operation["operationId"] for _, _, operation in operations(document))
    assert [each for each, number in ids.items() if number > 1] == []
    # drf-spectacular puts a number behind an id that is taken
    assert [each for each in ids if each[-1].isdigit()] == []


def test_every_operation_that_answers_with_a_body_has_an_example(document: dict[str, Any]) -> None:
    lacking = []
    for method, path, operation in operations(document):
        bodies = [
            content
            for status, response in operation["responses"].items()
            if status < "300"
            for content in response.get("content", {}).values()
        ]
        if bodies and not any("example" in content or content.get("examples") for content in bodies):
            lacking.append(f"{method} {path}")
    assert lacking == []


def test_every_operation_that_takes_json_has_an_example_of_it(document: dict[str, Any]) -> None:
    lacking = []
    for method, path, operation in operations(document):
        content = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if content is not None and not ("example" in content or content.get("examples")):
            lacking.append(f"{method} {path}")
    assert lacking == []


def test_every_refusal_is_documented_as_a_problem(document: dict[str, Any]) -> None:
    for method, path, operation in operations(document):
        name, responses = f"{method} {path}", operation["responses"]
        wanted = {"429", "503"}
        if operation.get("security"):
            wanted.add("401")
        if "{" in path:
            wanted.add("404")
        if "requestBody" in operation:
            wanted |= {"400", "413", "415", "422"}
        assert wanted <= set(responses), name
        for status, response in responses.items():
            if status >= "400":
                whole = resolved(document, response)
                assert "application/problem+json" in whole["content"], f"{name} {status}"


def test_all_but_the_public_calls_ask_for_a_token_or_a_session(document: dict[str, Any]) -> None:
    public = {path for _, path, operation in operations(document) if not operation.get("security")}
    assert public == {f"/api/v1/auth/{name}" for name in ("login", "refresh", "register")}
    kinds = {scheme["type"] for scheme in document["components"]["securitySchemes"].values()}
    assert kinds == {"http", "apiKey"}


def resolved(document: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """What a `$ref` stands for."""
    while "$ref" in part:
        found: Any = document
        for name in part["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        part = found
    return part


def test_schemathesis_finds_nothing(
    own_server: Server, person: Callable[..., Client], tmp_path: Path
) -> None:
    run_schemathesis(own_server, person, tmp_path, "--seed", "1", "--max-examples", "10")


@pytest.mark.long
@pytest.mark.parametrize("seed", [2, 3])
def test_schemathesis_finds_nothing_in_long_runs(
    own_server: Server, person: Callable[..., Client], tmp_path: Path, seed: int
) -> None:
    run_schemathesis(own_server, person, tmp_path, "--seed", str(seed), "--max-examples", "40")


def run_schemathesis(server: Server, person: Callable[..., Client], folder: Path, *options: str) -> None:
    """All checks and phases, as two people who must not see each other's things; fails with its report."""
    ann, ben, cleo = (person(name, password=OWN_PASSWORD) for name in ("ann", "ben", "cleo"))
    event, other = ann.create(), ann.create(title="Other", start_time="2031-03-11", end_time="2031-03-12")
    calendar = ann.create_calendar()
    for number in range(2):
        ann.edit(event["id"], title=f"Version {number}")
    for path in (f"/events/{event['id']}", f"/events/{other['id']}", f"/calendars/{calendar['id']}"):
        ann.share(path, cleo, role="viewer")
    sessions = SESSIONS.format(
        path=folder / "people.json",
        events=[event["id"], other["id"]],
        calendars=[calendar["id"], event["calendar_id"]],
        people=[cleo.id, ann.id],
    )
    (folder / "people.json").write_text(json.dumps({"auth": [login("ann", ann), login("ben", ben)]}))
    config = folder / "schemathesis.toml"
    rules = (ROOT / "schemathesis.toml").read_text()
    config.write_text(rules.replace("\n[[operations]]", f"{sessions}\n[[operations]]", 1))
    program = Path(sys.executable).with_name("schemathesis")
    command = [str(program), "--config-file", str(config), "--no-color", "run", f"{server.url}/openapi.json"]
    done = subprocess.run(
        [*command, "--checks", "all", *options], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def login(name: str, client: Client) -> dict[str, Any]:
    """How schemathesis logs somebody in, in the words of the Web Fuzzing Commons."""
    return {
        "name": name,
        "loginEndpointAuth": {
            "endpoint": "/api/v1/auth/login",
            "verb": "POST",
            "contentType": "application/json",
            "payloadRaw": json.dumps({"username": client.username, "password": OWN_PASSWORD}),
            "token": {
                "extractFrom": "body",
                "extractSelector": "/access_token",
                "sendIn": "header",
                "sendName": "Authorization",
                "sendTemplate": "Bearer {token}",
            },
        },
    }
