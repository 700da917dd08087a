"""Doors that exist for the tests of the base view."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http import HttpResponse as Answer
from django.urls import path
from rest_framework import serializers
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from core.actors import current_source
from core.api.answers import answer
from core.api.input import Query, read_body
from core.api.paging import next_link, read_page
from core.api.views import Door
from core.errors import Conflict, NotAuthenticated


class Person:
    """Somebody with an id, as far as a door needs to know."""

    is_authenticated = True

    def __init__(self, pk: int) -> None:
        self.pk = self.id = pk


class Named(BaseAuthentication):
    """`Authorization: <id>` is believed; `bad` is refused."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        name = request.META.get("HTTP_AUTHORIZATION")
        if name == "bad":
            raise NotAuthenticated("Bad credentials.")
        return (Person(int(name)), None) if name else None


class Item(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    list = serializers.ListField(child=serializers.IntegerField(), required=False)
    free = serializers.JSONField(required=False)


class Nested(serializers.Serializer[Any]):
    items = Item(many=True)

    def validate(self, data: Any) -> Any:
        if len(data["items"]) > 2:
            raise serializers.ValidationError("Too many.", "too_many")
        return data


class Private(Door):
    """Says who asks."""

    authentication_classes = (Named,)

    def get(self, request: Request, id: int = 0) -> Answer:
        return answer({"actor": self.actor.id, "source": current_source()}, headers={"X-Own": "1"})


class Public(Door):
    """Takes whatever comes."""

    public = True

    def get(self, request: Request) -> Answer:
        return answer({"actor": self.actor.id})

    def post(self, request: Request) -> Answer:
        return answer(read_body(Nested, request), 201)

    def put(self, request: Request) -> Answer:
        raise Conflict("No.", data={"ids": [1]})

    def delete(self, request: Request) -> Answer:
        return answer(None, 204)

    def patch(self, request: Request) -> Answer:
        raise ZeroDivisionError


class Paged(Door):
    """The numbers from 0 to 9."""

    public = True

    def get(self, request: Request) -> Answer:
        with Query(request) as query:
            page = read_page(request, query, maximum=5)
            query.integer("step", 1)
        start = page.after[0] + 1 if page.after else page.skip
        rows = list(range(start, min(start + page.limit, 10)))
        headers = {"Link": next_link(request, [rows[-1]])} if rows and rows[-1] < 9 else {}
        return answer(rows, headers=headers)


class Missing(Door):
    """Is not there."""

    public = True

    def get(self, request: Request) -> Answer:
        raise Http404


def server_error(request: HttpRequest) -> Answer:
    return Answer(status=500)


urlpatterns = [
    path("private", Private.as_view()),
    path("private/<int:id>", Private.as_view()),
    path("public", Public.as_view()),
    path("paged", Paged.as_view()),
    path("paged/", Paged.as_view()),
    path("other", Paged.as_view()),
    path("missing", Missing.as_view()),
]
