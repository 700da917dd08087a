import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from django.conf import settings
from django.db import DatabaseError

from eventhub.logs import blank_private_values, logging_config


@pytest.fixture
def formatter() -> Iterator[logging.Formatter]:
    """Logs as production writes them; the tests' own are restored."""
    options = dict(logging_config(production=True)["formatters"]["structured"])
    yield options.pop("()")(**options)
    logging_config(production=settings.PRODUCTION)


def test_private_values_are_blanked_at_any_depth() -> None:
    event = {
        "event": "written",
        "password": "p",
        "new_password": "p",
        "access_token": "t",
        "HTTP_AUTHORIZATION": "Bearer t",
        "title": "Lunch",
        "changes": {
            "description": "secret plans",
            "start_time": "2026-01-01",
            "rows": [{"location": "home"}],
        },
        "user_id": 7,
    }
    assert blank_private_values(None, "info", event) == {
        "event": "written",
        "password": "[blanked]",
        "new_password": "[blanked]",
        "access_token": "[blanked]",
        "HTTP_AUTHORIZATION": "[blanked]",
        "title": "[blanked]",
        "changes": {
            "description": "[blanked]",
            "start_time": "2026-01-01",
            "rows": [{"location": "[blanked]"}],
        },
        "user_id": 7,
    }


@pytest.mark.usefixtures("formatter")
def test_production_writes_one_json_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with structlog.contextvars.bound_contextvars(request_id="abc"):
        structlog.get_logger().info("merged", event_id=5, title="Lunch")
    line = json.loads(capsys.readouterr().err)
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "merged",
        "event_id": 5,
        "title": "[blanked]",
        "request_id": "abc",
        "level": "info",
    }


def test_records_of_the_standard_library_become_the_same_lines(formatter: logging.Formatter) -> None:
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "Failed: %s", ("/path",), None)
    with structlog.contextvars.bound_contextvars(request_id="abc"):
        line = json.loads(formatter.format(record))
    del line["timestamp"]
    assert line == {
        "event": "Failed: /path",
        "level": "error",
        "logger": "django.request",
        "request_id": "abc",
    }


@pytest.mark.usefixtures("formatter")
def test_rows_that_the_database_quotes_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    # not in the line that raises, which the traceback shows
    message = "null value in column\nDETAIL:  Failing row contains (1, Divorce lawyer)."
    try:
        raise DatabaseError(message)
    except DatabaseError:
        structlog.get_logger().exception("failed")
    written = capsys.readouterr().err
    assert "Divorce" not in written
    assert "null value in column" in written
