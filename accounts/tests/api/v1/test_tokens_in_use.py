"""What access and refresh tokens open, and what ends them."""

from datetime import timedelta
from typing import Any

import jwt
import pytest
from django.conf import settings as site
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import Session, User
from accounts.tests.api_client import ApiClient, faults, problem
from journal.models import Entry

INVALID = (401, "invalid_token", "The token is not valid, or has expired.")
ENDED = (401, "invalid_token", "The session has ended. Log in again.")


def refresh(client: ApiClient, token: Any) -> Any:
    return client.call("POST", "refresh", {"refresh_token": token}, Authorization="")


def test_the_claims_name_user_and_session(client: ApiClient, ada: User) -> None:
    tokens = client.log_in("ada")
    session = Session.objects.get()
    claims = [
        jwt.decode(tokens[kind], site.SECRET_KEY, algorithms=[site.ALGORITHM])
        for kind in ("access_token", "refresh_token")
    ]
    assert [(claim["token_type"], claim["user_id"], claim["sid"]) for claim in claims] == [
        ("access", str(ada.pk), session.pk),
        ("refresh", str(ada.pk), session.pk),
    ]
    assert claims[0]["exp"] - claims[0]["iat"] == 1800
    assert (claims[1]["jti"], claims[1]["exp"]) == (session.refresh_jti, int(session.expires_at.timestamp()))


def test_a_call_with_a_token_takes_one_query(
    client: ApiClient, ada: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.log_in("ada")
    with django_assert_num_queries(1):
        assert client.call("GET", "me").json()["id"] == ada.pk


def test_a_refresh_token_opens_nothing(client: ApiClient, ada: User) -> None:
    client.token = client.log_in("ada")["refresh_token"]
    answer = client.call("GET", "me")
    assert problem(answer) == INVALID
    assert answer["WWW-Authenticate"] == "Bearer"


def test_an_access_token_refreshes_nothing(client: ApiClient, ada: User) -> None:
    assert problem(refresh(client, client.log_in("ada")["access_token"])) == INVALID


@pytest.mark.django_db
@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer x", "Bearer a.b.c", "Basic YTpi", "bearer \xff\xfe", "Token abc"],
)
def test_what_is_no_token_is_a_401(client: ApiClient, header: str) -> None:
    answer = client.call("GET", "me", Authorization=header)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert answer["Content-Type"] == "application/problem+json"


def forged(claims: dict[str, Any], key: str = site.SECRET_KEY, algorithm: str = "HS256") -> str:
    return jwt.encode(claims, key, algorithm=algorithm)


def test_forged_and_expired_tokens_are_refused(client: ApiClient, ada: User) -> None:
    client.log_in("ada")
    good = jwt.decode(client.token, site.SECRET_KEY, algorithms=[site.ALGORITHM])
    for token in (
        forged(good, key="another key that is long enough for HS256"),
        forged(good, key="", algorithm="none"),
        forged(good, algorithm="HS512"),
        forged({**good, "exp": 1}),
        forged({**good, "sid": "x"}),
        forged({**good, "user_id": None}),
        forged({name: value for name, value in good.items() if name != "sid"}),
        forged({name: value for name, value in good.items() if name != "token_type"}),
    ):
        client.token = token
        assert problem(client.call("GET", "me")) == INVALID
    client.token = forged({**good, "sid": 10**6})
    assert problem(client.call("GET", "me")) == ENDED
    client.token = forged({**good, "user_id": str(ada.pk + 1)})
    assert problem(client.call("GET", "me")) == ENDED


@pytest.mark.parametrize(
    "change", [{"revoked_at": timezone.now()}, {"expires_at": timezone.now() - timedelta(seconds=1)}]
)
def test_a_session_that_ended_ends_both_tokens(client: ApiClient, ada: User, change: dict[str, Any]) -> None:
    tokens = client.log_in("ada")
    Session.objects.update(**change)
    assert problem(client.call("GET", "me")) == ENDED
    assert problem(refresh(client, tokens["refresh_token"])) == ENDED


def test_an_inactive_user_is_nobody_at_once(client: ApiClient, ada: User) -> None:
    tokens = client.log_in("ada")
    User.objects.update(is_active=False)
    assert problem(client.call("GET", "me")) == ENDED
    assert problem(refresh(client, tokens["refresh_token"])) == ENDED


def test_a_refresh_gives_new_tokens_and_prolongs_the_session(client: ApiClient, ada: User) -> None:
    first = client.log_in("ada")
    before = Session.objects.get()
    answer = refresh(client, first["refresh_token"])
    second, after = answer.json(), Session.objects.get()
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert second.keys() == first.keys()
    assert second["refresh_token"] != first["refresh_token"]
    assert (second["user_id"], second["username"], second["role"]) == (ada.pk, "Ada", "user")
    assert after.expires_at > before.expires_at
    client.token = second["access_token"]
    assert client.call("GET", "me").status_code == 200
    assert refresh(client, second["refresh_token"]).status_code == 200


def test_a_spent_refresh_token_ends_the_whole_family(client: ApiClient, ada: User) -> None:
    stolen = client.log_in("ada")["refresh_token"]
    second = refresh(client, stolen).json()
    assert problem(refresh(client, stolen)) == (
        401,
        "token_reused",
        "This refresh token has been used before, so its session was ended. Log in again.",
    )
    assert problem(refresh(client, second["refresh_token"])) == ENDED
    assert problem(client.call("GET", "me")) == ENDED
    session = Session.objects.get()
    assert session.revoked_at is not None
    assert list(
        Entry.objects.filter(calendar_id=0).values_list("verb", "subject_kind", "subject_id").order_by("id")
    ) == [
        ("logged_in", "session", session.pk),
        ("token_reused", "session", session.pk),
    ]


def test_other_families_live_on(client: ApiClient, other_client: ApiClient, ada: User) -> None:
    stolen = client.log_in("ada")["refresh_token"]
    other_client.log_in("ada")
    refresh(client, stolen)
    refresh(client, stolen)
    assert other_client.call("GET", "me").status_code == 200


@pytest.mark.django_db
def test_a_refresh_without_its_token_is_a_422(client: ApiClient) -> None:
    assert faults(refresh(client, None)) == [("refresh_token", "null")]
    assert faults(client.call("POST", "refresh")) == [("refresh_token", "required")]
    assert problem(refresh(client, "nonsense")) == INVALID


def test_use_is_noted_at_most_every_ten_minutes(
    client: ApiClient, ada: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.log_in("ada")
    recently, long_ago = (timezone.now() - timedelta(minutes=minutes) for minutes in (9, 11))
    Session.objects.update(last_used_at=recently)
    client.call("GET", "me")
    assert Session.objects.get().last_used_at == recently
    Session.objects.update(last_used_at=long_ago)
    client.call("GET", "me")
    assert timezone.now() - Session.objects.get().last_used_at < timedelta(minutes=1)
    with django_assert_num_queries(1):
        client.call("GET", "me")


def test_logging_out_ends_both_tokens_and_no_other_session(
    client: ApiClient, other_client: ApiClient, ada: User
) -> None:
    tokens = client.log_in("ada")
    other_client.log_in("ada")
    answer = client.call("POST", "logout", {"refresh_token": tokens["refresh_token"]})
    assert (answer.status_code, answer.json()) == (200, {"message": "Successfully logged out"})
    assert problem(client.call("GET", "me")) == ENDED
    assert problem(refresh(client, tokens["refresh_token"])) == ENDED
    assert other_client.call("GET", "me").status_code == 200
    assert Entry.objects.filter(verb="logged_out").count() == 1


@pytest.mark.parametrize("body", [None, {}, {"refresh_token": None}, {"refresh_token": "nonsense"}])
def test_logging_out_needs_no_refresh_token(client: ApiClient, ada: User, body: Any) -> None:
    client.log_in("ada")
    assert client.call("POST", "logout", body).status_code == 200
    assert problem(client.call("GET", "me")) == ENDED


def test_logging_out_ends_ones_other_session_by_its_token_and_nobody_elses(
    client: ApiClient, other_client: ApiClient, ada: User, grace: User
) -> None:
    client.log_in("ada")
    grace_tokens = other_client.log_in("grace")
    client.call("POST", "logout", {"refresh_token": grace_tokens["refresh_token"]})
    assert other_client.call("GET", "me").status_code == 200
    client.log_in("ada")
    second = ApiClient()
    mine = second.log_in("ada")
    client.call("POST", "logout", {"refresh_token": mine["refresh_token"]})
    assert problem(second.call("GET", "me")) == ENDED
