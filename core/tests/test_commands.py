"""What every operator's command promises at the terminal and to scripts."""

import io
import json
from typing import Any, ClassVar

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, ProgrammingError

from core.commands import OperatorCommand
from core.errors import Busy


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Count(OperatorCommand):
    changes_data: ClassVar[bool] = True
    trouble = False

    def handle(self, *args: Any, **options: Any) -> None:
        with self.progress(3, "Counting") as advance:
            for _ in range(3):
                advance(1)
        self.detail("one by one")
        self.summary({"counted": 3}, "Counted 3.", trouble=self.trouble)


class BadCount(Count):
    trouble = True


def run(command: type[Count], *arguments: str) -> str:
    out = io.StringIO()
    call_command(command(stdout=out, stderr=io.StringIO(), no_color=True), *arguments)
    return out.getvalue()


def test_a_person_reads_details_and_a_sentence() -> None:
    assert run(Count) == "one by one\nCounted 3.\n"


def test_a_script_reads_one_json_object() -> None:
    assert json.loads(run(Count, "--json")) == {"counted": 3, "dry_run": False}


def test_a_dry_run_says_so() -> None:
    assert run(Count, "--dry-run") == "one by one\nDry run, nothing changed: Counted 3.\n"
    assert json.loads(run(Count, "--json", "--dry-run")) == {"counted": 3, "dry_run": True}


def test_trouble_ends_with_exit_code_one_after_the_summary() -> None:
    out = io.StringIO()
    with pytest.raises(SystemExit) as exit_:
        call_command(BadCount(stdout=out, no_color=True), "--json")
    assert exit_.value.code == 1
    assert json.loads(out.getvalue()) == {"counted": 3, "dry_run": False}


@pytest.mark.parametrize("screen", [Terminal(), io.StringIO()])
def test_the_bar_is_drawn_on_a_terminal_only(screen: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", screen)
    call_command(Count(stdout=io.StringIO()))
    assert ("Counting" in screen.getvalue()) is screen.isatty()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OperationalError("no such table: x"), "no such table: x"),
        (ProgrammingError('relation "x" does not exist\nLINE 1: SELECT'), 'relation "x" does not exist'),
    ],
)
def test_a_database_that_is_away_or_not_migrated_is_told_in_one_line(error: Exception, said: str) -> None:
    class Unserved(OperatorCommand):
        def handle(self, *args: Any, **options: Any) -> None:
            raise error

    with pytest.raises(CommandError) as told:
        call_command(Unserved())
    assert str(told.value) == (
        f"The database refused: {said}. Is it running, and migrated (manage.py migrate)?"
    )


def test_a_refusal_of_the_domain_is_told_in_one_line() -> None:
    class Refusing(OperatorCommand):
        def handle(self, *args: Any, **options: Any) -> None:
            raise Busy("The database is busy with other changes. Please try again.")

    with pytest.raises(CommandError, match=r"^The database is busy with other changes\. Please try again\.$"):
        call_command(Refusing())


def test_help_names_the_common_options(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        Count().create_parser("manage.py", "count").parse_args(["--help"])
    assert exit_.value.code == 0
    text = capsys.readouterr().out
    assert ("--json" in text, "--dry-run" in text) == (True, True)
