"""What operations have in common in the OpenAPI document."""

from typing import Any

import pytest
from django.urls import path
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import OpenApiParameter, extend_schema
from drf_spectacular.validation import validate_schema
from rest_framework import serializers
from rest_framework.request import Request

from core.api.answers import answer
from core.api.fields import JsonObject, Text
from core.api.schema import NO_NUL, REFUSALS
from core.api.views import Door
from core.tests.api.doors import Item


def header(name: str) -> OpenApiParameter:
    return OpenApiParameter(name, str, OpenApiParameter.HEADER)


def query(name: str) -> OpenApiParameter:
    return OpenApiParameter(name, str, OpenApiParameter.QUERY)


class Things(Door):
    """Things."""

    authentication_classes = ()

    @extend_schema(parameters=[query("cursor"), query("count")], responses={200: Item(many=True)})
    def get(self, request: Request) -> Any:
        """List the things. In their order."""
        return answer([])

    @extend_schema(
        parameters=[query("on_conflict"), header("Idempotency-Key")], request=Item, responses={201: Item}
    )
    def post(self, request: Request) -> Any:
        """Make a thing."""
        return answer({}, 201)


class Thing(Door):
    """A thing."""

    authentication_classes = ()

    @extend_schema(parameters=[header("If-None-Match")], responses={200: Item})
    def get(self, request: Request, id: int) -> Any:
        """Show a thing."""
        return answer({})

    @extend_schema(parameters=[header("If-Match")], responses={204: None})
    def delete(self, request: Request, id: int) -> Any:
        """Delete a thing."""
        return answer(None, 204)


class Open(Door):
    """Open to all."""

    public = True
    refusals = frozenset({409, 410})

    @extend_schema(responses={200: Item})
    def get(self, request: Request) -> Any:
        """Look."""
        return answer({})


@pytest.fixture(scope="module")
def document() -> Any:
    patterns = [
        path("things", Things.as_view()),
        path("things/<int:id>", Thing.as_view()),
        path("open", Open.as_view()),
    ]
    return SchemaGenerator(patterns=patterns).get_schema(request=None, public=True)  # type: ignore[no-untyped-call]


def test_the_document_is_valid(document: Any) -> None:
    validate_schema(document)  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("path", "method", "statuses"),
    [
        ("/things", "get", ["200", "401", "422", "429", "503"]),
        ("/things", "post", ["201", "400", "401", "403", "404", "409", "413", "415", "422", "429", "503"]),
        ("/things/{id}", "get", ["200", "401", "404", "422", "429", "503"]),
        ("/things/{id}", "delete", ["204", "401", "403", "404", "409", "412", "422", "428", "429", "503"]),
        ("/open", "get", ["200", "409", "410", "429", "503"]),
    ],
)
def test_refusals_follow_from_the_operation(
    document: Any, path: str, method: str, statuses: list[str]
) -> None:
    assert list(document["paths"][path][method]["responses"]) == statuses


@pytest.mark.parametrize(
    ("path", "method", "status", "headers"),
    [
        ("/things", "get", "200", ["Link", "X-Request-ID", "X-Total-Count"]),
        ("/things", "post", "201", ["Idempotent-Replayed", "Location", "X-Request-ID"]),
        ("/things/{id}", "get", "200", ["ETag", "X-Request-ID"]),
        ("/things/{id}", "delete", "204", ["X-Request-ID"]),
    ],
)
def test_so_do_the_headers(document: Any, path: str, method: str, status: str, headers: list[str]) -> None:
    assert list(document["paths"][path][method]["responses"][status]["headers"]) == headers


def test_the_first_sentence_is_the_summary(document: Any) -> None:
    listing, making = document["paths"]["/things"]["get"], document["paths"]["/things"]["post"]
    assert (listing["summary"], listing["description"]) == ("List the things", "In their order.")
    assert (making["summary"], "description" in making) == ("Make a thing", False)


def test_every_refusal_is_a_problem_with_an_example(document: Any) -> None:
    responses = document["components"]["responses"]
    assert set(responses) == {name for name, *_ in REFUSALS.values()}
    for status, (name, *_) in REFUSALS.items():
        content = responses[name]["content"]["application/problem+json"]
        assert content["schema"] == {"$ref": "#/components/schemas/Problem"}
        assert content["example"]["status"] == status


class Described(serializers.Serializer[Any]):
    title = Text(described={"minLength": 1, "maxLength": 200})
    pattern = JsonObject(
        described={"properties": {"count": {"type": "integer"}}, "additionalProperties": False}
    )
    anything = JsonObject(allow_null=True)


class Describing(Door):
    """A door whose texts and objects the domain judges."""

    authentication_classes = ()

    @extend_schema(request=Described, responses={200: Described})
    def post(self, request: Request) -> Any:
        """Describe."""
        return answer({})


def test_fields_say_what_the_domain_checks() -> None:
    generator = SchemaGenerator(patterns=[path("described", Describing.as_view())])  # type: ignore[no-untyped-call]
    document = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    properties = document["components"]["schemas"]["DescribedRequest"]["properties"]
    assert properties["title"] == {"type": "string", "minLength": 1, "maxLength": 200, "pattern": NO_NUL}
    assert properties["pattern"] == {
        "type": "object",
        "properties": {"count": {"type": "integer"}},
        "additionalProperties": False,
    }
    assert properties["anything"] == {"type": ["object", "null"], "additionalProperties": True}
