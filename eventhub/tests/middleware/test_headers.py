"""The headers that say what browsers may do with an answer."""

import pytest
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.urls("eventhub.tests.probes")

ORIGIN = "https://app.example.org"


def policy(answer: object) -> dict[str, str]:
    header: str = answer["Content-Security-Policy"]  # type: ignore[index]
    return dict(directive.strip().partition(" ")[::2] for directive in header.split(";"))


@pytest.mark.parametrize("path", ["/", "/docs", "/api/v1/probe/echo", "/api/v1/nothing", "/nothing"])
def test_policy_is_strict(client: Client, path: str) -> None:
    assert policy(client.get(path)) == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "worker-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }


def test_redoc_has_what_it_needs_on_its_own_page_only(client: Client) -> None:
    found = policy(client.get("/redoc"))
    assert found["style-src"] == "'self' 'unsafe-inline'"
    assert found["worker-src"] == "'self' blob:"
    assert found["script-src"] == "'self'"


def test_answers_are_not_sniffed_framed_or_referred(client: Client) -> None:
    answer = client.get("/api/v1/probe/echo")
    names = ("X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy")
    assert [answer[name] for name in names] == ["nosniff", "DENY", "same-origin", "same-origin"]


@pytest.mark.parametrize("path", ["/api/v1/probe/echo", "/redoc", "/nothing"])
def test_headers_are_those_of_the_middleware_that_they_are_written_for(
    client: Client, settings: Settings, path: str
) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000
    ours = client.get(path, secure=True, headers={"X-Request-ID": "one"})
    one = settings.MIDDLEWARE.index("eventhub.middleware.headers.FixedHeadersMiddleware")
    settings.MIDDLEWARE = [
        *settings.MIDDLEWARE[:one],
        "django.middleware.security.SecurityMiddleware",
        "csp.middleware.CSPMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
        *settings.MIDDLEWARE[one + 1 :],
    ]
    theirs = Client().get(path, secure=True, headers={"X-Request-ID": "one"})
    assert policy(ours) == policy(theirs)
    del ours.headers["Content-Security-Policy"], theirs.headers["Content-Security-Policy"]
    assert dict(ours.headers) == dict(theirs.headers)
    assert ours["Strict-Transport-Security"] == "max-age=31536000"


def test_other_origins_read_nothing_where_none_is_allowed(client: Client) -> None:
    answer = client.get("/api/v1/probe/echo", headers={"Origin": ORIGIN})
    assert not answer.has_header("Access-Control-Allow-Origin")


def test_allowed_origin_reads_the_headers_of_the_contract(client: Client, settings: Settings) -> None:
    settings.CORS_ALLOWED_ORIGINS = [ORIGIN]
    answer = client.get("/api/v1/probe/echo", headers={"Origin": ORIGIN})
    assert answer["Access-Control-Allow-Origin"] == ORIGIN
    assert answer["Access-Control-Expose-Headers"] == (
        "ETag, Link, Location, Retry-After, X-Total-Count, X-Request-ID, X-Undo-Token, Idempotent-Replayed"
    )
    assert answer["Vary"] == "origin"
    assert not client.get("/probe/echo", headers={"Origin": ORIGIN}).has_header("Access-Control-Allow-Origin")


def test_preflight_allows_what_the_contract_sends(client: Client, settings: Settings) -> None:
    settings.CORS_ALLOWED_ORIGINS = [ORIGIN]
    answer = client.options(
        "/api/v1/probe/echo", headers={"Origin": ORIGIN, "Access-Control-Request-Method": "PATCH"}
    )
    assert answer.status_code == 200
    assert set(answer["Access-Control-Allow-Headers"].split(", ")) == {
        "accept",
        "authorization",
        "content-type",
        "idempotency-key",
        "if-match",
        "if-none-match",
        "x-request-id",
    }


def test_other_origin_is_not_allowed_beside_one_that_is(client: Client, settings: Settings) -> None:
    settings.CORS_ALLOWED_ORIGINS = [ORIGIN]
    answer = client.get("/api/v1/probe/echo", headers={"Origin": "https://evil.example"})
    assert not answer.has_header("Access-Control-Allow-Origin")


def test_unknown_host_is_refused_except_for_probes(client: Client) -> None:
    assert client.get("/api/v1/probe/echo", headers={"Host": "evil.example"}).json()["status"] == 400
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/metrics", headers={"Host": "10.1.2.3:8000"}).status_code == 200


def test_probes_are_not_redirected_to_https(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/").status_code == 301
    assert client.get("/metrics").status_code == 200
