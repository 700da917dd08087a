"""The file `.env`, as people write it."""

from pathlib import Path

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured

from eventhub.config import read_dotenv


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environ.Env, "ENVIRON", {"SET": "before"})


def written(folder: Path, content: bytes) -> Path:
    path = folder / ".env"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "read"),
    [
        (b"", {}),
        (b"NAME=value\n", {"NAME": "value"}),
        (b"\xef\xbb\xbfNAME=value\r\n", {"NAME": "value"}),
        (b"# NAME=no\n  \n  export NAME=value  \n#\n", {"NAME": "value"}),
        (b"NAME='a = b'\nOTHER=\"c # d\"\n", {"NAME": "a = b", "OTHER": "c # d"}),
        (b"NAME=\n", {"NAME": ""}),
        (b"SET=after\n", {}),
    ],
)
def test_lines_are_read(tmp_path: Path, content: bytes, read: dict[str, str]) -> None:
    read_dotenv(written(tmp_path, content))
    assert {"SET": "before", **read} == environ.Env.ENVIRON


@pytest.mark.parametrize("line", [b"SECRET_KEY = hush", b"SECRET_KEY: hush", b"hush", b"=hush"])
def test_a_line_that_says_nothing_is_named_by_its_number(tmp_path: Path, line: bytes) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        read_dotenv(written(tmp_path, b"NAME=value\n\n" + line + b"\n"))
    assert str(refusal.value).startswith("Line 3 of .env must be NAME=value")
    assert "hush" not in str(refusal.value)
    assert environ.Env.ENVIRON == {"SET": "before"}


def test_another_encoding_is_told(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"\.env must be a text in UTF-8"):
        read_dotenv(written(tmp_path, "PROJECT_NAME=Vögel".encode("latin-1")))


def test_there_need_not_be_one(tmp_path: Path) -> None:
    read_dotenv(tmp_path / ".env")
    assert environ.Env.ENVIRON == {"SET": "before"}
