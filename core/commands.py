"""What operators' commands share: `--json`, `--dry-run`, a progress bar, a summary, an exit code."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import OperationalError, ProgrammingError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from core.errors import DomainError


class OperatorCommand(BaseCommand):
    """A command that people and scripts run: `handle` ends with one call of `summary`.

    Every such command takes `--json`; one with `changes_data` takes `--dry-run` too, and finds both as
    `self.as_json` and `self.dry_run`. Subclasses may override `add_arguments` without calling it here. What
    the domain or the database refuses ends it with one line; `--traceback` shows from where.
    """

    changes_data: ClassVar[bool] = False
    as_json = False
    dry_run = False

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        _add_common_arguments(parser, dry_run=self.changes_data)
        return parser

    def execute(self, *args: Any, **options: Any) -> str | None:
        self.as_json = options["json"]
        self.dry_run = options.get("dry_run", False)
        try:
            return super().execute(*args, **options)
        except DomainError as error:
            raise CommandError(error.detail) from error
        except (OperationalError, ProgrammingError) as error:
            said = str(error).partition("\n")[0]
            raise CommandError(
                f"The database refused: {said}. Is it running, and migrated (manage.py migrate)?"
            ) from error

    @contextmanager
    def progress(self, total: int | None, label: str = "Working") -> Iterator[Callable[[int], None]]:
        """A bar on stderr where that is a terminal, nothing elsewhere.

        Call what it yields with each further count. A `total` of None, for work of unknown size, shows
        a bar that only moves.
        """
        if not self.stderr.isatty():
            yield lambda count: None
            return
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(label, total=total)
            yield lambda count: bar.advance(task, count)

    def detail(self, line: str) -> None:
        """A line on stdout for a person, left out under `--json`, where the summary holds all."""
        if not self.as_json:
            self.stdout.write(line)

    def summary(self, result: Mapping[str, Any], sentence: str, *, trouble: bool = False) -> None:
        """Ends the command: writes `result` as one JSON object under `--json`, else `sentence`.

        With `trouble` it raises SystemExit(1) afterwards, so that scripts notice. A dry run says so itself.
        """
        if self.as_json:
            dry = {"dry_run": self.dry_run} if self.changes_data else {}
            self.stdout.write(json.dumps({**result, **dry}, cls=DjangoJSONEncoder))
        else:
            style = self.style.ERROR if trouble else self.style.SUCCESS
            self.stdout.write(style(f"Dry run, nothing changed: {sentence}" if self.dry_run else sentence))
        if trouble:
            sys.exit(1)


def _add_common_arguments(parser: ArgumentParser, *, dry_run: bool) -> None:
    parser.add_argument("--json", action="store_true", help="Write the summary as one JSON object.")
    if dry_run:
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done; change nothing.")
