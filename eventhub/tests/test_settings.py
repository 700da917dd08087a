"""The settings as a process meets them: each test starts one with an environment of its own."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

PRODUCTION = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "calendar.example.org",
    "TRUSTED_PROXIES": "127.0.0.1",
    "EMAIL_URL": "smtp://127.0.0.1:25",
    "DATABASE_URL": "sqlite://:memory:",
    "REDIS_URL": "",
    "WORKERS": "",
    "DEBUG": "",
}


def run(*arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def check(**variables: str) -> "subprocess.CompletedProcess[str]":
    return run("manage.py", "check", **variables)


def test_malformed_variable_ends_the_start_in_one_line() -> None:
    result = check(RATE_LIMIT_LOGIN="often")
    assert result.returncode == 1
    assert result.stderr == (
        "EventHub is not configured properly: RATE_LIMIT_LOGIN must be a count and a period,"
        " such as 5/m or 100/h, not 'often'.\n"
    )


def test_production_settings_pass_every_check() -> None:
    result = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize(
    ("changed", "fault", "hint"),
    [
        ({"SECRET_KEY": ""}, "eventhub.E001", "Set SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "eventhub.E002", "Set SECRET_KEY"),
        ({"DEBUG": "true"}, "eventhub.E003", "Set DEBUG=false"),
        ({"ALLOWED_HOSTS": "*"}, "eventhub.E004", "Set ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": ""}, "eventhub.E004", "Set ALLOWED_HOSTS"),
        ({"WORKERS": "2"}, "eventhub.E005", "Set REDIS_URL, or WORKERS=1"),
        ({"EMAIL_URL": "", "EMAIL_VERIFICATION": "mandatory"}, "eventhub.E009", "Set EMAIL_URL"),
    ],
)
def test_production_is_refused_and_told_what_to_set(changed: dict[str, str], fault: str, hint: str) -> None:
    result = check(**PRODUCTION | changed)
    assert result.returncode == 1
    assert fault in result.stderr
    assert hint in result.stderr


def test_another_wsgi_server_does_not_start_what_is_refused() -> None:
    result = run("-c", "import eventhub.wsgi", **PRODUCTION | {"SECRET_KEY": ""})
    assert result.returncode == 1
    assert "ImproperlyConfigured: SECRET_KEY is not set." in result.stderr


def shown(*names: str, **variables: str) -> list[object]:
    values_of_names = f"json.dumps([getattr(settings, name) for name in {names}])"
    program = f"import json; from eventhub import settings; print({values_of_names})"
    result = run("-c", program, **variables)
    assert result.stderr == ""
    values: list[object] = json.loads(result.stdout)
    return values


SECURED = (
    "SECURE_SSL_REDIRECT",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SECURE_HSTS_SECONDS",
    "RATE_LIMIT_PER_MINUTE",
)


def test_https_and_limits_follow_the_environment_and_not_debug() -> None:
    unset = {"RATE_LIMIT_PER_MINUTE": ""}
    assert shown(*SECURED, **PRODUCTION, **unset) == [True, True, True, 31_536_000, 100]
    development = {"ENVIRONMENT": "development", "DEBUG": "false", **unset}
    assert shown(*SECURED, **development) == [False, False, False, 0, 6000]


def test_workers_and_threads_follow_redis_and_the_database() -> None:
    none = {"DATABASE_URL": "", "REDIS_URL": "", "WORKERS": "", "BLOCKING_THREADS": ""}
    cores = len(os.sched_getaffinity(0))
    assert shown("WORKERS", "BLOCKING_THREADS", **none) == [1, 16]
    redis = none | {"REDIS_URL": "redis://127.0.0.1/0"}
    assert shown("WORKERS", "BLOCKING_THREADS", **redis) == [cores, max(2, min(16, 80 // cores))]
    assert shown("WORKERS", "BLOCKING_THREADS", **redis | {"WORKERS": "10"}) == [10, 8]
    postgresql = none | {"DATABASE_URL": "postgres://127.0.0.1/none"}
    assert shown("WORKERS", "BLOCKING_THREADS", **postgresql) == [1, 4]
    assert shown("BLOCKING_THREADS", **postgresql | {"BLOCKING_THREADS": "9"}) == [9]


def test_example_names_every_variable_that_is_read_and_no_other() -> None:
    root = Path(settings.BASE_DIR)
    sources = [root / "eventhub" / name for name in ("settings.py", "management/commands/serve.py")]
    reading = re.compile(r'(?:env|variables)\.[a-z_]+\(\s*"([A-Z_]+)"')
    read = {name for source in sources for name in reading.findall(source.read_text())}
    named = set(re.findall(r"^#([A-Z_]+)=", (root / ".env.example").read_text(), re.MULTILINE))
    assert named == read


MAIL = ("EMAIL_BACKEND", "EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_USE_TLS", "DEFAULT_FROM_EMAIL")


def test_mail_goes_to_the_server_that_is_named() -> None:
    url = "smtp+tls://mailer:hush@mail.example.org:587"
    assert shown(*MAIL, EMAIL_URL=url, EMAIL_FROM="Cal <cal@example.org>") == [
        "django.core.mail.backends.smtp.EmailBackend",
        "mail.example.org",
        587,
        "mailer",
        True,
        "Cal <cal@example.org>",
    ]


def test_mail_is_printed_where_no_server_is_named() -> None:
    assert shown("EMAIL_BACKEND", EMAIL_URL="") == ["django.core.mail.backends.console.EmailBackend"]


def test_production_without_a_mail_server_is_warned() -> None:
    result = check(**PRODUCTION | {"EMAIL_URL": ""})
    assert (result.returncode, "eventhub.W003" in result.stderr) == (0, True)


def test_a_malformed_mail_server_is_refused_without_its_password() -> None:
    result = check(EMAIL_URL="smpt://mailer:hush@mail.example.org")
    assert result.returncode == 1
    assert result.stderr.startswith(
        "EventHub is not configured properly: EMAIL_URL must be such as smtp+tls://"
    )
    assert "hush" not in result.stderr
