"""`manage.py import_ics`: imports a calendar file for somebody, as that person."""

import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from accounts.models import User
from accounts.selectors.find_account import find_account
from core.commands import OperatorCommand
from core.errors import DomainError
from feeds.actions.import_ics import import_ics
from feeds.enums import Result
from feeds.facts import ComponentReport, ImportReport

NOTHING_TO_SAY = {Result.CREATED, Result.UPDATED, Result.UNCHANGED}


class Command(OperatorCommand):
    help = (
        "Imports an iCalendar file into a calendar of a user. Events are known by their UID: importing "
        "a file twice doubles nothing. Ends with 1 where a component failed."
    )
    changes_data = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="The file, or - for the standard input.")
        parser.add_argument("--user", required=True, help="Username or email of the user.")
        parser.add_argument("--calendar", type=int, help="Id of the calendar; by default the default one.")
        parser.add_argument(
            "--on-conflict",
            choices=["allow", "refuse"],
            default="allow",
            help="Whether an event that overlaps with another one is saved or fails.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        user, data = _user(options["user"]), _content(options["file"])
        try:
            # A guess at how many there are is enough for a bar.
            with self.progress(data.count(b"BEGIN:VEVENT"), "Importing events") as advance:
                report = import_ics(
                    actor=user,
                    calendar_id=options["calendar"],
                    data=data,
                    dry_run=self.dry_run,
                    on_conflict=options["on_conflict"],
                    advance=advance,
                )
        except DomainError as error:
            raise CommandError(f"{error.detail} Nothing was imported.") from None
        self._show(report)

    def _show(self, report: ImportReport) -> None:
        for component in report.components:
            if component.reason or component.result not in NOTHING_TO_SAY:
                self.detail(_line(component))
        counts = report.summary
        sentence = ", ".join(f"{counts[result]} {result}" for result in Result if counts[result])
        self.summary(
            {
                "calendar_id": report.calendar_id,
                "summary": counts,
                "components": [asdict(component) for component in report.components],
            },
            f"{counts['components']} components: {sentence or 'there is nothing in the file'}.",
            trouble=bool(counts[Result.FAILED]),
        )


def _line(component: ComponentReport) -> str:
    return f"Line {component.line}, {component.uid or 'without UID'}: {component.result}. {component.reason}"


def _user(name: str) -> User:
    user = find_account(name)
    if user is None:
        raise CommandError(f"There is no user {name!r}.")
    return user


def _content(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise CommandError(f"The file cannot be read: {error}.") from None
