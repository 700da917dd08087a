"""`manage.py delete_user`: forgets a person, and keeps what others need."""

from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandError

from accounts.models import User
from accounts.selectors.find_account import find_account
from core.actors import System
from core.commands import OperatorCommand
from core.errors import DomainError
from feeds.actions.delete_user import delete_user
from feeds.selectors.belongings import belongings_of


class Command(OperatorCommand):
    help = (
        "Deletes an account with its sessions, grants and feeds. What the person did stays in the history "
        "without a name. Shared events go to --transfer-to or end with --purge; without either it refuses. "
        "It cannot be undone: run export_data first."
    )
    changes_data = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--user", required=True, help="Username or email of the person.")
        becomes = parser.add_mutually_exclusive_group()
        becomes.add_argument("--transfer-to", metavar="USER", help="Who gets all calendars and events.")
        becomes.add_argument("--purge", action="store_true", help="End all calendars and events for good.")

    def handle(self, *args: Any, **options: Any) -> None:
        user = _account(options["user"])
        heir = _account(options["transfer_to"]) if options["transfer_to"] else None
        name, user_id = user.username, user.pk
        try:
            with self.progress(belongings_of(user).events, "Events") as advance:
                deleted = delete_user(
                    actor=System(),
                    user=user,
                    heir=heir,
                    purge=options["purge"],
                    dry_run=self.dry_run,
                    advance=advance,
                )
        except DomainError as error:
            raise CommandError(f"{error.detail} Nothing was deleted.") from None
        fate = f"went to {heir.username}" if heir else "ended"
        belongings = deleted.belongings
        self.summary(
            {"user_id": user_id, **asdict(belongings), "blanked": deleted.blanked},
            f"Deleted {name}: {belongings.calendars} calendars with {belongings.events} events {fate}, "
            f"{deleted.blanked} journal entries blanked.",
        )


def _account(name: str) -> User:
    user = find_account(name)
    if user is None:
        raise CommandError(f"There is no user {name!r}.")
    return user
