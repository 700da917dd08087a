"""A person, or nobody, who speaks to the API over HTTP: plain requests with a token and an address."""

import ipaddress
import secrets
from typing import Any

import requests
from requests import Response

PASSWORD = "correct horse battery"
API = "/api/v1"


class Client:
    """Speaks to one server as nobody; `register` and `log_in` make it somebody.

    Every client comes from an address of its own, as long as the server trusts who says so; it follows no
    redirects. Paths that do not begin with `/api` or name a file of the service are taken below `/api/v1`.
    """

    def __init__(self, server: str) -> None:
        self.server = server
        # connections of different clients are different, so two of them can call at once
        self.http = requests.Session()
        self.address = str(ipaddress.IPv4Address(0x0A000000 + secrets.randbelow(1 << 24)))
        self.http.headers["X-Forwarded-For"] = self.address
        self.token = self.refresh_token = ""
        self.id = 0
        self.username = self.email = ""

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        data: Any = None,
        headers: Any = None,
        query: dict[str, Any] | None = None,
    ) -> Response:
        """Sends `body` as JSON, or `data` as it is."""
        sent = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return self.http.request(
            method,
            self.server + API + path,
            json=body,
            data=data,
            params=query,
            headers={**sent, **(headers or {})},
            allow_redirects=False,
            timeout=60,
        )

    def get(self, path: str, headers: Any = None, **query: Any) -> Response:
        return self.call("GET", path, headers=headers, query=query)

    def post(self, path: str, body: Any = None, headers: Any = None, **query: Any) -> Response:
        return self.call("POST", path, body, headers=headers, query=query)

    def put(self, path: str, body: Any = None, headers: Any = None, **query: Any) -> Response:
        return self.call("PUT", path, body, headers=headers, query=query)

    def patch(self, path: str, body: Any = None, headers: Any = None, **query: Any) -> Response:
        return self.call("PATCH", path, body, headers=headers, query=query)

    def delete(self, path: str, headers: Any = None, **query: Any) -> Response:
        return self.call("DELETE", path, headers=headers, query=query)

    def service(self, path: str, headers: Any = None, **query: Any) -> Response:
        """A GET of a path outside of the API, from the address of this machine itself."""
        own = {"X-Forwarded-For": None, **(headers or {})}
        return self.http.get(self.server + path, params=query, headers=own, allow_redirects=False, timeout=60)

    def register(self, name: str = "ann", **fields: Any) -> "Client":
        """Makes an account with a name of its own, and keeps its tokens."""
        self.username = fields.pop("username", None) or f"{name}-{secrets.token_hex(5)}"
        self.email = fields.pop("email", None) or f"{self.username}@example.org"
        answer = self.post(
            "/auth/register",
            {
                "username": self.username,
                "email": self.email,
                "password": PASSWORD,
                "full_name": name.title(),
                **fields,
            },
        )
        assert answer.status_code == 201, (
            f"{answer.text} (the server's limits must be raised for these tests)"
        )
        return self._keep(answer.json())

    def log_in(self, username: str, password: str = PASSWORD) -> "Client":
        """Opens a session of an account and keeps its tokens."""
        answer = self.post("/auth/login", {"username": username, "password": password})
        assert answer.status_code == 200, answer.text
        self.username = username
        return self._keep(answer.json())

    def another_device(self) -> "Client":
        """A further session of the same person."""
        device = Client(self.server)
        device.email = self.email
        return device.log_in(self.username)

    def _keep(self, tokens: dict[str, Any]) -> "Client":
        self.token, self.refresh_token = tokens["access_token"], tokens["refresh_token"]
        self.id = tokens["user_id"]
        return self

    def create(self, **fields: Any) -> dict[str, Any]:
        """A new event: one hour on a morning in 2031, unless said otherwise."""
        answer = self.post("/events/", new_event(**fields))
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    def event(self, event_id: int) -> dict[str, Any]:
        """The event as it is now."""
        answer = self.get(f"/events/{event_id}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def edit(self, event_id: int, **fields: Any) -> dict[str, Any]:
        """The event after an edit."""
        answer = self.patch(f"/events/{event_id}", fields)
        assert answer.status_code == 200, answer.text
        edited: dict[str, Any] = answer.json()
        return edited

    def create_calendar(self, name: str = "Team", **fields: Any) -> dict[str, Any]:
        """A calendar beside the default one."""
        answer = self.post("/calendars/", {"name": name, **fields})
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    def default_calendar(self) -> dict[str, Any]:
        """The calendar that was made with the account."""
        (calendar,) = [
            c for c in self.get("/calendars/").json() if c["is_default"] and c["owner_id"] == self.id
        ]
        found: dict[str, Any] = calendar
        return found

    def share(self, thing: str, *people: "Client", role: str) -> None:
        """Gives people a role on `/events/7` or `/calendars/7`."""
        users = [{"user_id": person.id, "permission_level": role} for person in people]
        answer = self.post(f"{thing}/share", {"users": users})
        assert answer.status_code == 201, answer.text


def new_event(**fields: Any) -> dict[str, Any]:
    """The body of a new event: one hour on a morning in 2031, unless said otherwise."""
    return {
        "title": "Planning",
        "start_time": "2031-03-10T09:00:00Z",
        "end_time": "2031-03-10T10:00:00Z",
        **fields,
    }


def at(hour: int, minute: int = 0, day: int = 10) -> str:
    """An instant of March 2031, as the API writes it."""
    return f"2031-03-{day:02}T{hour:02}:{minute:02}:00Z"


def hours(start: int, end: int, day: int = 10) -> dict[str, str]:
    """Start and end of an event on a day of March 2031."""
    return {"start_time": at(start, day=day), "end_time": at(end, day=day)}
