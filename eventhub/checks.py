"""System checks: a site that would be unsafe or would not work is refused, and told what to set."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError, connections

MINIMUM_KEY_LENGTH = 50
LONGEST_TERM = timedelta(days=36_500)
KEY_HINT = "Set SECRET_KEY to the output of: python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"


@register("eventhub")
def check_production(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """What a production site may not be without, and may not have."""
    if not settings.PRODUCTION:
        return []
    faults: list[CheckMessage] = []
    if not settings.SECRET_KEY_IS_SET:
        faults.append(
            Error(
                "SECRET_KEY is not set.",
                hint=KEY_HINT,
                id="eventhub.E001",
            )
        )
    elif len(settings.SECRET_KEY) < MINIMUM_KEY_LENGTH:
        faults.append(
            Error(
                f"SECRET_KEY is shorter than {MINIMUM_KEY_LENGTH} characters.",
                hint=KEY_HINT,
                id="eventhub.E002",
            )
        )
    if settings.DEBUG:
        faults.append(
            Error("DEBUG is on in production.", hint="Set DEBUG=false, or leave it out.", id="eventhub.E003")
        )
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        faults.append(
            Error(
                "ALLOWED_HOSTS has a wildcard." if settings.ALLOWED_HOSTS else "ALLOWED_HOSTS is empty.",
                hint="Set ALLOWED_HOSTS to the names that people reach this site by, with commas between.",
                id="eventhub.E004",
            )
        )
    if settings.CORS_ALLOW_ALL_ORIGINS:
        faults.append(
            Warning(
                "BACKEND_CORS_ORIGINS lets pages of every site read answers of the API.",
                hint="Set BACKEND_CORS_ORIGINS to the origins of your own front ends.",
                id="eventhub.W001",
            )
        )
    if not settings.TRUSTED_PROXIES:
        faults.append(
            Warning(
                "TRUSTED_PROXIES is empty, so every request counts as plain HTTP and is redirected.",
                hint="Set TRUSTED_PROXIES to the addresses of the proxy that ends TLS, such as 127.0.0.1.",
                id="eventhub.W002",
            )
        )
    return faults + mail_faults()


def mail_faults() -> list[CheckMessage]:
    """What is wrong with mail in production: printed, it reaches nobody."""
    if not settings.EMAIL_BACKEND.endswith(("console.EmailBackend", "dummy.EmailBackend")):
        return []
    hint = "Set EMAIL_URL to your mail server, such as smtp+tls://user:password@mail.example.org:587."
    if settings.ACCOUNT_EMAIL_VERIFICATION == "mandatory":
        message = "EMAIL_VERIFICATION is mandatory, and mail goes nowhere: nobody could sign up."
        return [Error(message, hint=hint, id="eventhub.E009")]
    message = "Mail goes nowhere: nobody can set a forgotten password anew."
    return [Warning(message, hint=hint, id="eventhub.W003")]


@register("eventhub")
def check_processes(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Several workers need a place for the counters that they share."""
    return worker_faults(settings.WORKERS)


def worker_faults(workers: int) -> list[CheckMessage]:
    """What is wrong with running this many worker processes under the present settings."""
    if workers == 1 or settings.REDIS_URL:
        return []
    return [
        Error(
            f"{workers} workers share no counters: the rate limits would hold for each of them alone.",
            hint="Set REDIS_URL, or WORKERS=1.",
            id="eventhub.E005",
        )
    ]


@register("eventhub")
def check_terms(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """What is added to the present must not lead out of the calendar."""
    day = timedelta(days=1)
    tokens: dict[str, Any] = settings.SIMPLE_JWT
    terms = (
        ("ACCESS_TOKEN_EXPIRE_MINUTES", tokens["ACCESS_TOKEN_LIFETIME"], timedelta(minutes=1)),
        ("REFRESH_TOKEN_EXPIRE_DAYS", tokens["REFRESH_TOKEN_LIFETIME"], day),
        ("OCCURRENCE_HORIZON_DAYS", settings.OCCURRENCE_HORIZON_DAYS * day, day),
        ("TRASH_RETENTION_DAYS", settings.TRASH_RETENTION_DAYS * day, day),
    )
    return [
        Error(
            f"{name} is longer than a century.",
            hint=f"Set {name} to at most {LONGEST_TERM // unit}.",
            id="eventhub.E010",
        )
        for name, term, unit in terms
        if term > LONGEST_TERM
    ]


@register(Tags.database)
def check_connections(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Every thread keeps a database connection, so the database must allow that many."""
    if "default" not in (databases or ()):
        return []
    return thread_faults(settings.WORKERS, settings.BLOCKING_THREADS)


def thread_faults(workers: int, threads: int) -> list[CheckMessage]:
    """What is wrong with this many workers of this many threads for the present database, which is asked."""
    connection = connections["default"]
    if connection.vendor != "postgresql":
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('max_connections')::int"
                " - current_setting('superuser_reserved_connections')::int"
            )
            (available,) = cursor.fetchone()
    except DatabaseError as error:
        # only the first line: the rest repeats the address for each attempt
        reason = str(error).partition("\n")[0]
        return [
            Error(
                f"The database does not answer: {reason}",
                hint="Start it, or correct DATABASE_URL.",
                id="eventhub.E007",
            )
        ]
    if workers * threads <= available:
        return []
    return [
        Error(
            f"{workers} workers of {threads} threads need {workers * threads} database connections;"
            f" the database allows {available}.",
            hint="Set WORKERS or BLOCKING_THREADS lower, or raise max_connections of PostgreSQL.",
            id="eventhub.E006",
        )
    ]


def static_file_faults() -> list[CheckMessage]:
    """What is wrong with the static files for a server; a command has no need of them."""
    if not settings.PRODUCTION or Path(settings.STATIC_ROOT or "", "staticfiles.json").exists():
        return []
    return [
        Error(
            f"The static files are not collected in {settings.STATIC_ROOT}.",
            hint="Run: manage.py collectstatic --noinput",
            id="eventhub.E008",
        )
    ]
