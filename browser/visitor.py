"""A browser without scripts and without a window, for what has only to be there before a page is opened."""

import re
from typing import Any

import requests

from contract.server import Server

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
TOKEN_OF_PAGE = re.compile(r'data-csrf-token="(\w+)"')


class Visitor:
    """Keeps cookies, and posts forms with the token of their page."""

    def __init__(self, server: Server, agent: str = "Firefox/1") -> None:
        # browsers count this name among the secure addresses, where passkeys may be
        self.url = server.url.replace("127.0.0.1", "localhost")
        self._http = requests.Session()
        self._http.headers["User-Agent"] = agent

    @property
    def cookies(self) -> dict[str, str]:
        """What a browser that was here instead would send."""
        return self._http.cookies.get_dict()

    def fetch(self, path: str) -> requests.Response:
        """What is there, where the path leads. Fails on any other status than 200."""
        answer = self._http.get(self.url + path, timeout=60)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return answer

    def get(self, path: str) -> str:
        """The page."""
        return self.fetch(path).text

    def json(self, path: str) -> Any:
        """What the API answers."""
        answer = self._http.get(f"{self.url}/api/v1{path}", timeout=60)
        assert answer.status_code == 200, f"{path}: {answer.text}"
        return answer.json()

    def write(self, method: str, path: str, body: Any) -> Any:
        """What the API answers to a write, as a page's script would make it."""
        token = TOKEN_OF_PAGE.search(self.get("/help/"))
        assert token is not None
        headers = {"X-CSRFToken": token[1]}
        answer = self._http.request(
            method, f"{self.url}/api/v1{path}", json=body, headers=headers, timeout=60
        )
        assert answer.ok, f"{path}: {answer.text}"
        return answer.json() if answer.content else None

    def post(self, path: str, page: str = "", files: Any = None, **fields: str) -> requests.Response:
        """What comes after the form on `path`; `page` is it where it was looked at already."""
        token = TOKEN.search(page or self.get(path))
        assert token is not None, path
        form = {**fields, "csrfmiddlewaretoken": token[1]}
        answer = self._http.post(self.url + path, data=form, files=files, timeout=60)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return answer

    def sign_in(self, user: str, password: str) -> None:
        """Goes through the page for signing in."""
        self.post("/accounts/login/", login=user, password=password)
        assert "sessionid" in " ".join(self.cookies), f"{user} is not signed in"
