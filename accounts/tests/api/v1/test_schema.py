"""The Authentication section of the OpenAPI document."""

from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema


@pytest.fixture(scope="module")
def document() -> Any:
    return SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]


OPERATIONS = {
    ("/api/v1/auth/register", "post"): ("register", {"201", "400", "401", "413", "415", "422", "429", "503"}),
    ("/api/v1/auth/login", "post"): ("log_in", {"200", "400", "401", "413", "415", "422", "429", "503"}),
    ("/api/v1/auth/refresh", "post"): ("refresh", {"200", "400", "401", "413", "415", "422", "429", "503"}),
    ("/api/v1/auth/me", "get"): ("get_me", {"200", "401", "429", "503"}),
    ("/api/v1/auth/me", "patch"): (
        "update_me",
        {"200", "400", "401", "403", "413", "415", "422", "429", "503"},
    ),
    ("/api/v1/auth/password", "post"): (
        "change_password",
        {"200", "400", "401", "403", "413", "415", "422", "429", "503"},
    ),
    ("/api/v1/auth/logout", "post"): (
        "log_out",
        {"200", "400", "401", "403", "413", "415", "422", "429", "503"},
    ),
}


def test_the_document_is_valid(document: Any) -> None:
    validate_schema(document)  # type: ignore[no-untyped-call]


def test_every_call_is_described_with_its_answers(document: Any) -> None:
    described = {
        (path, method): (operation["operationId"], set(operation["responses"]))
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if path.startswith("/api/v1/auth/")
    }
    assert described == OPERATIONS


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_call_has_a_summary_a_tag_and_examples(document: Any, path: str, method: str) -> None:
    operation = document["paths"][path][method]
    assert operation["tags"] == ["auth"]
    assert operation["summary"]
    success = operation["responses"][min(operation["responses"])]
    assert list(success["content"]["application/json"]["examples"]) == ["Answer"]
    names = ["X-Request-ID", "X-Undo-Token"] if method == "patch" else ["X-Request-ID"]
    assert success["headers"] == {name: {"$ref": f"#/components/headers/{name}"} for name in names}
    if method != "get":
        assert list(operation["requestBody"]["content"]["application/json"]["examples"]) == ["Request"]


def test_credentials_are_asked_for_where_they_are_needed(document: Any) -> None:
    asked = {key for key in OPERATIONS if "security" in document["paths"][key[0]][key[1]]}
    assert {path for path, _ in OPERATIONS} - {path for path, _ in asked} == {
        "/api/v1/auth/register",
        "/api/v1/auth/login",
        "/api/v1/auth/refresh",
    }
    assert document["paths"]["/api/v1/auth/me"]["get"]["security"] == [{"bearer": []}, {"session": []}]
    assert set(document["components"]["securitySchemes"]) == {"bearer", "session"}
