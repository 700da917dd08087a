"""Tilda, who is no one of the demo: she signs in by a password, an app and a passkey, and has mail."""

import html
import json
import re
from dataclasses import dataclass
from pathlib import Path

from accounts.tests.authenticator import Passkey, app_code
from browser.visitor import Visitor
from contract.server import Server

NAME, PASSWORD = "tilda", "open-the-calendar"
EMAIL = "tilda@example.org"
APP, PASSKEY = "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"


@dataclass(frozen=True)
class Tilda:
    """Her cookies, the addresses in her mail, and the number of her passkey."""

    visitor: Visitor
    confirmation: str
    new_password: str
    passkey: str


def make_tilda(server: Server, mails: Path) -> Tilda:
    """Signs her up, and adds all that there is beside the password."""
    visitor = Visitor(server)
    visitor.post("/accounts/signup/", username=NAME, full_name="Tilda Holm", email=EMAIL, password=PASSWORD)
    visitor.post("/accounts/password/reset/", email=EMAIL)
    visitor.post("/accounts/reauthenticate/", password=PASSWORD)
    page = visitor.get(APP)
    visitor.post(APP, page, code=app_code(_only(r'class="secret-text">([A-Z2-7]+)<', page)))
    add_passkey(visitor, "Laptop")
    settings = visitor.get("/settings/security/")
    return Tilda(
        visitor,
        _only(r"https?://[^/]+/(accounts/confirm-email/\S+)", read_mails(mails)),
        _only(r"https?://[^/]+/(accounts/password/reset/key/\S+)", read_mails(mails)),
        _only(r"/accounts/2fa/webauthn/keys/(\d+)/remove/", settings),
    )


def add_passkey(visitor: Visitor, name: str) -> None:
    """Gives her another passkey."""
    page = visitor.get(PASSKEY)
    options = json.loads(_only(r'<script id="passkey-options"[^>]*>(.*?)</script>', page))
    visitor.post(PASSKEY, page, name=name, credential=Passkey(visitor.url).create(options))


def read_mails(folder: Path) -> str:
    """All that was mailed so far, one after the other."""
    return "\n".join(file.read_text() for file in sorted(folder.iterdir()))


def _only(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found is not None, f"{pattern} is not in: {text[:2000]}"
    return html.unescape(found[1])
