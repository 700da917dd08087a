import ipaddress
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from eventhub.config import Environment, development_secret_key

BASE = Path("/srv/eventhub")


def environment(value: str) -> Environment:
    return Environment({"NAME": value})


READERS: dict[str, Callable[[Environment], Any]] = {
    "boolean": lambda env: env.boolean("NAME", False),
    "integer": lambda env: env.integer("NAME", 1),
    "choice": lambda env: env.choice("NAME", "a", ["a", "b"]),
    "words": lambda env: env.words("NAME"),
    "hosts": lambda env: env.hosts("NAME"),
    "origins": lambda env: env.origins("NAME"),
    "networks": lambda env: env.networks("NAME"),
    "rate": lambda env: env.rate("NAME", "5/m"),
    "redis_url": lambda env: env.redis_url("NAME"),
    "database": lambda env: env.database("NAME", "sqlite:///var/db", base=BASE),
}


@pytest.mark.parametrize(
    ("reader", "text", "value"),
    [
        ("boolean", "Yes", True),
        ("boolean", "off", False),
        ("boolean", "", False),
        ("integer", " 12 ", 12),
        ("integer", "", 1),
        ("choice", "b", "b"),
        ("words", "a, b,,c", ["a", "b", "c"]),
        ("words", '["a", "b"]', ["a", "b"]),
        ("hosts", "example.org,.example.org,[::1],*", ["example.org", ".example.org", "[::1]", "*"]),
        (
            "origins",
            "https://a.example/,http://localhost:3000",
            ["https://a.example", "http://localhost:3000"],
        ),
        (
            "networks",
            "10.0.0.0/8,::1",
            frozenset({ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("::1")}),
        ),
        ("rate", "20/10m", "20/10m"),
        ("redis_url", "rediss://cache:6380/1", "rediss://cache:6380/1"),
        ("redis_url", "", ""),
    ],
)
def test_value_is_read_by_its_type(reader: str, text: str, value: Any) -> None:
    assert READERS[reader](environment(text)) == value


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        ("boolean", "maybe"),
        ("integer", "ten"),
        ("integer", "0"),
        ("integer", "-3"),
        ("integer", "1e3"),
        ("integer", "٣"),
        ("choice", "c"),
        ("words", '["a", 1]'),
        ("words", '["a"'),
        ("hosts", "https://example.org"),
        ("hosts", "example.org:8000"),
        ("origins", "example.org"),
        ("origins", "https://example.org/app"),
        ("networks", "10.0.0.300"),
        ("networks", "10.0.0.1/8"),
        ("rate", "5"),
        ("rate", "5/x"),
        ("rate", "0/m"),
        ("redis_url", "localhost:6379"),
        ("database", "mysql://user:hush@host/name"),
        ("database", "nonsense"),
        ("database", "postgres://user:hush@host:port/name"),
        ("database", "postgres://user:hush@host"),
        ("database", "postgres://host/name?prepare_threshold=often"),
    ],
)
def test_malformed_value_is_refused_in_one_line_with_its_name(reader: str, text: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        READERS[reader](environment(text))
    message = str(refusal.value)
    assert message.startswith("NAME must ")
    assert "\n" not in message
    assert "hush" not in message


@pytest.mark.parametrize("text", ["0", "1000000000"])
def test_a_number_beyond_either_end_is_told_both(text: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        environment(text).integer("NAME", 1)
    assert str(refusal.value) == f"NAME must be a whole number from 1 to 999999999, not '{text}'."


def test_sqlite_path_is_taken_from_the_base() -> None:
    entry = environment("sqlite:///var/db.sqlite3").database("NAME", "", base=BASE)
    assert (entry["ENGINE"], entry["NAME"]) == ("django.db.backends.sqlite3", "/srv/eventhub/var/db.sqlite3")


def test_sqlite_path_may_be_absolute_or_memory() -> None:
    absolute = environment("sqlite:////data/db.sqlite3").database("NAME", "", base=BASE)
    memory = environment("sqlite://:memory:").database("NAME", "", base=BASE)
    assert (absolute["NAME"], memory["NAME"]) == ("/data/db.sqlite3", ":memory:")


def test_postgresql_may_be_reached_over_a_socket() -> None:
    entry = environment("postgres://me@%2Frun%2Fpostgresql/db").database("NAME", "", base=BASE)
    assert (entry["ENGINE"], entry["HOST"]) == ("eventhub.postgresql", "/run/postgresql")


@pytest.mark.parametrize(("written", "read"), [("none", None), ("7", 7)])
def test_preparing_of_statements_can_be_set(written: str, read: int | None) -> None:
    entry = environment(f"postgres://h/db?prepare_threshold={written}").database("NAME", "", base=BASE)
    assert entry["OPTIONS"] == {"prepare_threshold": read}


def test_development_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret_key"
    key = development_secret_key(path)
    assert len(key) >= 64
    assert development_secret_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret_key"]


def test_development_key_is_the_same_for_all_who_ask_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: development_secret_key(tmp_path / "secret_key"), range(64)))
    assert len(keys) == 1
