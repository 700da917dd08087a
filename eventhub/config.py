"""Typed reading of the environment: a malformed value is refused in one line that names its variable."""

import ipaddress
import json
import os
import re
import secrets
import tempfile
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})
ASSIGNMENT = re.compile(r"(export )?[A-Za-z_0-9]+=")
LARGEST = 999_999_999
RATE = re.compile(r"[1-9]\d*/\d*[smhd]")


def read_dotenv(path: Path) -> None:
    """Puts what a file of `NAME=value` lines says into the environment, where that does not say it already.

    Raises `ImproperlyConfigured` with the number of the first line that is none of these, and without its
    text, which may be a secret; or where the file cannot be read.
    """
    try:
        lines = [line.strip() for line in path.read_text("utf-8-sig").splitlines()]
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{path.name} must be a text in UTF-8: {error}.") from None
    for number, line in enumerate(lines, 1):
        if line and not line.startswith("#") and not ASSIGNMENT.match(line):
            raise ImproperlyConfigured(
                f"Line {number} of {path.name} must be NAME=value, without spaces around the equals sign."
            )
    environ.Env.read_env(StringIO("\n".join(lines)))


class Environment:
    """The variables of a process, read by type.

    Every method takes the name of a variable and a default for when it is unset or empty, and raises
    `ImproperlyConfigured` with one line that names the variable. Values that may hold a secret are never
    repeated in that line.
    """

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables

    def text(self, name: str, default: str = "") -> str:
        return self._variables.get(name, "").strip() or default

    def boolean(self, name: str, default: bool) -> bool:
        value = self.text(name).lower()
        if not value:
            return default
        if value in TRUE:
            return True
        if value in FALSE:
            return False
        raise _malformed(name, f"must be true or false, not {value!r}")

    def integer(self, name: str, default: int, *, minimum: int = 1) -> int:
        value = self.text(name)
        if not value:
            return default
        if not re.fullmatch(r"-?\d{1,9}", value, re.ASCII) or not minimum <= int(value) <= LARGEST:
            raise _malformed(name, f"must be a whole number from {minimum} to {LARGEST}, not {value!r}")
        return int(value)

    def choice(self, name: str, default: str, choices: Sequence[str]) -> str:
        value = self.text(name, default)
        if value not in choices:
            raise _malformed(name, f"must be one of {', '.join(choices)}, not {value!r}")
        return value

    def words(self, name: str, default: Sequence[str] = ()) -> list[str]:
        """A list, written with commas or as a JSON array of strings."""
        value = self.text(name)
        if not value:
            return list(default)
        if not value.startswith("["):
            return [word.strip() for word in value.split(",") if word.strip()]
        try:
            words = json.loads(value)
        except ValueError:
            words = None
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise _malformed(name, f'must be a list such as a,b or ["a", "b"], not {value!r}')
        return words

    def hosts(self, name: str, default: Sequence[str] = ()) -> list[str]:
        """Host names without scheme or port, as Django's `ALLOWED_HOSTS` takes them."""
        hosts = self.words(name, default)
        for host in hosts:
            if not re.fullmatch(r"\*|\.?[A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\]", host):
                raise _malformed(name, f"must hold host names without scheme or port, not {host!r}")
        return hosts

    def origins(self, name: str) -> list[str]:
        """Web origins (RFC 6454): scheme, host and perhaps a port; or the single word `*`."""
        origins = [origin.rstrip("/") for origin in self.words(name)]
        for origin in origins:
            if origin != "*" and not re.fullmatch(r"https?://[^/\s?#@]+", origin):
                raise _malformed(name, f"must hold origins such as https://app.example.org, not {origin!r}")
        return origins

    def networks(self, name: str, default: Sequence[str] = ()) -> frozenset[Network]:
        """IP addresses and networks, such as `127.0.0.1, 10.0.0.0/8`."""
        networks = set()
        for word in self.words(name, default):
            try:
                networks.add(ipaddress.ip_network(word))
            except ValueError as error:
                raise _malformed(name, f"must hold IP addresses or networks: {error}") from None
        return frozenset(networks)

    def rate(self, name: str, default: str) -> str:
        """A limit as django-ratelimit writes it: a count, a slash, a period, as in `5/m` or `20/10m`."""
        value = self.text(name, default)
        if not RATE.fullmatch(value):
            raise _malformed(name, f"must be a count and a period, such as 5/m or 100/h, not {value!r}")
        return value

    def redis_url(self, name: str) -> str:
        value = self.text(name)
        if value and urlsplit(value).scheme not in {"redis", "rediss", "unix"}:
            raise _malformed(name, "must begin with redis://, rediss:// or unix://")
        return value

    def email(self, name: str, default: str) -> dict[str, Any]:
        """Django's `EMAIL_` settings from the address of a mail server, as django-environ writes it."""
        url = self.text(name, default)
        schemes = environ.Env.EMAIL_SCHEMES
        try:
            if urlsplit(url).scheme not in schemes:
                raise ValueError
            settings: dict[str, Any] = environ.Env.email_url_config(url)
        except Exception:
            # what goes wrong may repeat the password
            raise _malformed(
                name, "must be such as smtp+tls://user:password@mail.example.org:587, or consolemail://"
            ) from None
        # options behind the question mark come in lower case and as text
        settings.pop("OPTIONS", None)
        return {key: value for key, value in settings.items() if value is not None}

    def database(self, name: str, default: str, *, base: Path) -> dict[str, Any]:
        """Django's entry for one database; a relative SQLite path is taken from `base`."""
        shape = "must be sqlite:///path/to/file or postgres://user:password@host:port/name"
        url = self.text(name, default)
        if urlsplit(url).scheme not in {"sqlite", "postgres", "postgresql"}:
            raise _malformed(name, shape)
        try:
            entry: dict[str, Any] = environ.Env.db_url_config(url)
        except Exception:
            # django-environ fails in several ways, some of which repeat the address with its password
            raise _malformed(name, shape) from None
        if not entry.get("NAME"):
            raise _malformed(name, shape)
        if url.startswith("sqlite"):
            if entry["NAME"] != ":memory:":
                entry["NAME"] = str(base / entry["NAME"])
        else:
            # the folder of a Unix socket is written with %2F for its slashes
            entry["HOST"] = unquote(entry["HOST"])
            entry["ENGINE"] = "eventhub.postgresql"
            _read_prepare_threshold(name, entry.get("OPTIONS", {}))
        return entry


def _read_prepare_threshold(name: str, options: dict[str, Any]) -> None:
    """psycopg takes a number, or None for a pooler that cannot keep prepared statements."""
    # django-environ has made an int of what looks like one
    match options.get("prepare_threshold"):
        case "none":
            options["prepare_threshold"] = None
        case str() as written:
            raise _malformed(name, f"must have none or a number as prepare_threshold, not {written!r}")


def _malformed(name: str, reason: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name} {reason}.")


def development_secret_key(path: Path) -> str:
    """The key kept at `path`, made if it is missing: for its owner alone, and the same for all who ask."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # mkstemp makes the file for its owner alone; the link appears whole, or not where another process won
        descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".secret_key-")
        try:
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(64))
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            os.unlink(draft)
    return path.read_text().strip()
