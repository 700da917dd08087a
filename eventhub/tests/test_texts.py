"""The second language is complete, and the catalogues are those of the source."""

import ast
import gettext
import os
import re
import shutil
import struct
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from core.errors import DomainError
from core.web.refusals import in_readers_words
from eventhub.tests.catalogue import CATALOGUE, Text, read_texts

ROOT = CATALOGUE.parents[3]
COMPILED = CATALOGUE.with_suffix(".mo")
# `%(name)s`, `{name}`, tags, and line breaks, which a translation of a mail must keep
PLACES = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}|</?\w+[^>]*>|\n")
# of one alone its number may be said in words ("One date")
COUNTS = {"%(count)s", "%(number)s", "%(more)s", "%(left)s", "%(minutes)d"}
# these speak of what only a program sends, or only an operator reads
ONLY_FOR_PROGRAMS = re.compile(
    "recurrence_(id|pattern|type)|override|uid|[Bb]atch|If-Match|otp|refresh token|without since|no token"
    "|only go to another|shared with others|properties without a field|A property is one line"
    "|Must be a duration|Say which version of the event"
)
NOT_SOURCE = {
    ".git",
    ".venv",
    "bench",
    "browser",
    "contract",
    "docs",
    "static",
    "staticfiles",
    "tests",
    "var",
}


def test_every_text_is_translated() -> None:
    texts = read_texts(CATALOGUE)

    missing = [
        text.singular
        for text in texts.values()
        if text.is_fuzzy or not all(text.translations) or len(text.translations) != (2 if text.plural else 1)
    ]

    assert len(texts) > 800
    assert missing == []


def test_translations_have_the_places_of_the_source() -> None:
    wrong = [text.singular for text in read_texts(CATALOGUE).values() if not _keeps_places(text)]

    assert wrong == []


def test_translations_have_german_quotes_and_no_blanks_of_their_own() -> None:
    wrong = [
        translation
        for text in read_texts(CATALOGUE).values()
        for translation in text.translations
        if re.search("[”‘]|  ", translation)
        or translation.count("„") != translation.count("“")
        or _outer_blanks(translation) != _outer_blanks(text.singular)
    ]

    assert wrong == []


def test_the_compiled_catalogue_is_made_of_the_written_one() -> None:
    texts = read_texts(CATALOGUE)
    with COMPILED.open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    (number,) = struct.unpack_from("<8xI", COMPILED.read_bytes())

    # the header is a text too
    assert number == len(texts) + 1
    assert [text.singular for text in texts.values() if _compiled(compiled, text) != text.translations] == []


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="GNU gettext is not installed")
def test_the_catalogue_has_exactly_the_texts_of_the_source(tmp_path: Path) -> None:
    """As `make texts` would write it now."""
    source = tmp_path / "source"
    shutil.copytree(ROOT, source, ignore=_all_but_source)
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "django", "makemessages", "--locale", "de", "--no-obsolete"]
    subprocess.run([*command, "--verbosity", "0"], cwd=source, env=environment, check=True)

    extracted = read_texts(source / CATALOGUE.relative_to(ROOT))

    assert set(extracted) == set(read_texts(CATALOGUE))


def test_what_is_said_below_the_doors_is_listed_for_the_catalogue() -> None:
    """Sentences of rules and actions that people read on pages; those of programs alone are named here."""
    said = {sentence for path in _below_the_doors() for sentence in _sentences(path)}

    with translation.override("de"):
        unknown = {sentence for sentence in said if in_readers_words(sentence) == sentence}

    assert {sentence for sentence in unknown if not ONLY_FOR_PROGRAMS.search(sentence)} == {
        # its end is "" or "s"
        "Too many requests. Try again in 1 second1."
    }


def _below_the_doors() -> Iterator[Path]:
    for app in ("accounts", "core", "events", "feeds", "history", "sharing"):
        for room in ("access", "actions", "rules", "selectors"):
            yield from (ROOT / app / room).glob("**/*.py")
            yield from (ROOT / app).glob(f"{room}.py")
    yield ROOT / "core" / "limits.py"
    yield ROOT / "core" / "transactions.py"


def _sentences(path: Path) -> Iterator[str]:
    """What stands in the code and begins and ends as sentences do; `1` stands for what is put in."""
    tree = ast.parse(path.read_text())
    refusals = _names_of_refusals()
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        text = _text_of(node) if id(node) not in alone | parts else ""
        if text[:1].isupper() and " " in text and text.endswith("."):
            yield text
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in refusals:
            yield from filter(None, map(_text_of, node.args[:1]))


def _names_of_refusals(base: type[DomainError] = DomainError) -> set[str]:
    return {base.__name__}.union(*map(_names_of_refusals, base.__subclasses__()))


def _text_of(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "1" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _keeps_places(text: Text) -> bool:
    if text.plural is None:
        return Counter(PLACES.findall(text.translations[0])) == Counter(PLACES.findall(text.singular))
    one, many = text.translations
    return (
        Counter(PLACES.findall(many)) == Counter(PLACES.findall(text.plural))
        and set(PLACES.findall(one)) | COUNTS == set(PLACES.findall(text.singular)) | COUNTS
    )


def _outer_blanks(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()


def _compiled(compiled: gettext.GNUTranslations, text: Text) -> list[str]:
    if text.plural is not None:
        numbers = (1, 2)
        if text.context is not None:
            return [compiled.npgettext(text.context, text.singular, text.plural, n) for n in numbers]
        return [compiled.ngettext(text.singular, text.plural, n) for n in numbers]
    if text.context is not None:
        return [compiled.pgettext(text.context, text.singular)]
    return [compiled.gettext(text.singular)]


def _all_but_source(directory: str, names: list[str]) -> set[str]:
    return {
        name
        for name in names
        if name in NOT_SOURCE
        or name.startswith(".")
        or not ((Path(directory) / name).is_dir() or name.endswith((".py", ".html", ".txt", ".po")))
    }
