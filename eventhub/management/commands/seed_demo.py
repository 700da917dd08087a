"""`manage.py seed_demo`: fills an empty database with people who plan together."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils.timezone import localdate

from core.commands import OperatorCommand
from eventhub.demo.people import PASSWORD, PEOPLE, Person
from eventhub.demo.seed import NotEmpty, count_steps, demo_logins, has_users, seed


class Command(OperatorCommand):
    help = (
        "Fills an empty database with a demo: six people, their calendars, and about forty events around "
        "today with shares and histories. Prints the logins."
    )
    changes_data: ClassVar[bool] = True
    # `make run` calls this at every start; what the checks look at is the server's, and `serve` runs them
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="Do nothing where there are users already."
        )
        parser.add_argument(
            "--force", action="store_true", help="Allow it in production, although the password is public."
        )

    def handle(self, *args: Any, if_empty: bool, force: bool, **options: Any) -> None:
        if if_empty and has_users():
            logins = demo_logins()
            self._show(logins)
            self.summary({"seeded": False, **_as_json(logins)}, "There are users already: nothing to seed.")
            return
        if settings.PRODUCTION and not force:
            raise CommandError(
                "This site is in production, and the password of the demo's accounts is public."
                " Use --force if you mean it."
            )
        today = localdate(timezone=ZoneInfo(PEOPLE[0].timezone))
        try:
            with self.progress(count_steps(today), "Seeding the demo") as advance:
                seeded = seed(today=today, dry_run=self.dry_run, advance=advance)
        except NotEmpty as error:
            raise CommandError(f"{error.detail} Nothing was changed.") from None
        if not self.dry_run:
            self._show(PEOPLE)
        self.summary(
            {"seeded": not self.dry_run, **asdict(seeded), **_as_json(() if self.dry_run else PEOPLE)},
            f"Seeded {seeded.users} people, {seeded.calendars} calendars, {seeded.events} events in "
            f"{seeded.versions} versions, {seeded.shares} shares.",
        )

    def _show(self, logins: Sequence[Person]) -> None:
        """A table of who may log in, for a person."""
        if not logins:
            return
        self.detail(f"Demo logins, all with the password {PASSWORD}")
        for person in logins:
            admin = "opens /admin/" if person.is_admin else ""
            self.detail(f"  {person.username:<8}{person.full_name:<18}{person.timezone:<20}{admin}".rstrip())


def _as_json(logins: Sequence[Person]) -> dict[str, Any]:
    if not logins:
        return {"logins": []}
    return {"logins": [person.username for person in logins], "password": PASSWORD}
