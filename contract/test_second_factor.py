"""Login of an account that has added an authenticator app on the pages."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
import requests

from contract.client import PASSWORD, Client
from contract.expect import ANY_TEXT, body, problem

ADD_APP = "/accounts/2fa/totp/activate/"


class Browser:
    """A browser without scripts: it keeps cookies, and posts forms with the token of their page."""

    def __init__(self, person: Client) -> None:
        self._server = person.server
        self._http = requests.Session()
        self._http.headers["X-Forwarded-For"] = person.address

    def get(self, path: str) -> str:
        """The page, where the path leads."""
        answer = self._http.get(self._server + path, timeout=60)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return answer.text

    def post(self, path: str, **fields: str) -> str:
        """The page that comes after the form on `path`."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(path))
        assert token is not None
        form = {**fields, "csrfmiddlewaretoken": token[1]}
        answer = self._http.post(self._server + path, data=form, timeout=60)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return answer.text


def code_of(secret: str, periods_later: int = 0) -> str:
    """What the app shows (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // 30 + periods_later)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    (number,) = struct.unpack(">I", digest[digest[-1] & 15 :][:4])
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06}"


@pytest.fixture
def enrolled(ann: Client) -> tuple[str, list[str]]:
    """Secret and recovery codes of Ann's app; the code of this period is spent."""
    browser = Browser(ann)
    browser.post("/accounts/login/", login=ann.username, password=PASSWORD)
    browser.post("/accounts/reauthenticate/", password=PASSWORD)
    # each look at the form makes another secret, so this one is posted with the page that shows it
    page = browser.get(ADD_APP)
    secret = re.search(r'class="secret-text">([A-Z2-7]+)<', page)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert secret is not None
    assert token is not None
    form = {"code": code_of(secret[1]), "csrfmiddlewaretoken": token[1]}
    answer = browser._http.post(ann.server + ADD_APP, data=form, timeout=60)
    return secret[1], re.findall(r"<code>(\d{8})</code>", answer.text)


def test_login_asks_for_otp_and_takes_each_code_once(
    ann: Client, anonymous: Client, enrolled: tuple[str, list[str]]
) -> None:
    secret, codes = enrolled
    sent = {"username": ann.username, "password": PASSWORD}
    problem(anonymous.post("/auth/login", sent), 401, "mfa_required")
    for wrong in ("", "000000", code_of(secret)):
        problem(anonymous.post("/auth/login", {**sent, "otp": wrong}), 401, "mfa_required")
    hidden = {**sent, "password": "wrong password", "otp": codes[0]}
    problem(anonymous.post("/auth/login", hidden), 401, "incorrect_credentials")
    for right in (code_of(secret, periods_later=1), codes[0]):
        assert body(anonymous.post("/auth/login", {**sent, "otp": right}))["access_token"] == ANY_TEXT
        problem(anonymous.post("/auth/login", {**sent, "otp": right}), 401, "mfa_required")
    # a session of before goes on
    assert body(ann.get("/auth/me"))["id"] == ann.id
