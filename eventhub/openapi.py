"""What the OpenAPI document says about the API as a whole."""

from typing import Any

from eventhub import __version__

DESCRIPTION = """\
EventHub's calendars, events, sharing and history for programs.

Send `Authorization: Bearer <access token>` with the token from `POST /api/v1/auth/login`. Instants are
RFC 3339 with an offset and answered in UTC. Every error is `application/problem+json` (RFC 9457) with a
stable `code` and a `detail` for people; `errors` lists every fault. Lists are bare arrays whose next page is
in the `Link` header (RFC 8288). Each answer bears `X-Request-ID`: quote it when you report a problem.
"""

TAGS = [
    {"name": "auth", "description": "Registration, login, tokens and one's own account."},
    {"name": "users", "description": "Finding people to share with."},
    {
        "name": "events",
        "description": "Events of one's own and those shared with one, single and in batches.",
    },
    {"name": "trash", "description": "Deleted events, for as long as they can be restored."},
    {"name": "history", "description": "Versions of an event: read, compared and rolled back."},
    {"name": "collaboration", "description": "Who may see and change an event."},
    {"name": "calendars", "description": "Calendars, and who may see and change all that they hold."},
    {"name": "free and busy", "description": "When people are busy, and slots in which all are free."},
    {"name": "transfer", "description": "Calendar files coming in and going out."},
    {"name": "feeds", "description": "Changes to follow, and addresses that other calendars subscribe to."},
]

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "EventHub API",
    "DESCRIPTION": DESCRIPTION,
    "VERSION": __version__,
    "LICENSE": {"name": "MIT", "identifier": "MIT"},
    "OAS_VERSION": "3.1.1",
    "TAGS": TAGS,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "SERVE_INCLUDE_SCHEMA": False,
    # the values speak for themselves
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "AccountRole": ["user", "admin"],
        "EventRole": ["viewer", "editor", "owner"],
        "CollaboratorRole": ["owner", "collaborator"],
        "EventStatus": ["confirmed", "tentative", "cancelled"],
        "GrantStatus": ["granted"],
    },
}
