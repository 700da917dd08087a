"""Structured logs: JSON lines in production, readable ones in development, and no secrets in either."""

import logging
import re
import sys
from functools import lru_cache
from typing import Any

import orjson
import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

BLANKED = "[blanked]"
# Keys whose values are credentials or what people wrote; parts of keys count, so `new_password` is one too.
PRIVATE = re.compile(
    r"password|passwd|secret|token|authorization|cookie|session_key|otp|idempotency"
    r"|title|description|location|summary|reason|body|payload|email|full_name",
    re.IGNORECASE,
)
# PostgreSQL quotes whole rows in the details of an error, event text included
ROW_DETAIL = re.compile(r"^DETAIL:.*$", re.MULTILINE)


def blank_private_values(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Blank what no log may hold, by the names of the keys, at any depth; a structlog processor."""
    for key, value in event.items():
        if _is_private(key) or isinstance(value, dict | list | tuple):
            event[key] = _blanked(key, value)
    return event


@lru_cache(maxsize=1024)
def _is_private(key: str) -> bool:
    return PRIVATE.search(key) is not None


def _blanked(key: str, value: Any) -> Any:
    if _is_private(key):
        return BLANKED
    if isinstance(value, dict):
        return {str(inner): _blanked(str(inner), nested) for inner, nested in value.items()}
    if isinstance(value, list | tuple):
        return [_blanked("", item) for item in value]
    return value


def drop_row_details(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Take the database's quotation of rows out of a formatted traceback; a structlog processor."""
    if "exception" in event:
        event["exception"] = ROW_DETAIL.sub(f"DETAIL: {BLANKED}", event["exception"])
    return event


class StandardErrorLogger:
    """Writes finished lines to whatever is standard error at the time, one write a line."""

    def msg(self, line: str) -> None:
        sys.stderr.write(line + "\n")

    debug = info = warning = error = critical = msg


def _as_json(event: EventDict, **_options: Any) -> str:
    return orjson.dumps(event, default=str, option=orjson.OPT_NON_STR_KEYS).decode()


def logging_config(*, production: bool) -> dict[str, Any]:
    """Configure structlog, and return the `LOGGING` that sends the standard library's records its way."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        blank_private_values,
        structlog.processors.format_exc_info,
        drop_row_details,
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer(serializer=_as_json)
        if production
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_names: StandardErrorLogger(),
        # tests listen to the log, and could not if loggers were kept
        cache_logger_on_first_use=production,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [structlog.stdlib.add_logger_name, *shared],
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            # refusals are in the line of each request; only faults of ours are worth a line of their own
            "django.request": {"level": "ERROR"},
        },
    }
