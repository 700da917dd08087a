"""`manage.py changepassword`: sets a password; Django's own command writes no journal."""

from argparse import ArgumentParser
from getpass import getpass, getuser
from typing import Any

from django.core.management.base import CommandError

from accounts.actions.reset_password import reset_password
from accounts.selectors.find_account import find_account
from core.actors import System
from core.commands import OperatorCommand
from core.errors import Invalid

BY_OPERATOR = "by an operator"
TRIES = 3


class Command(OperatorCommand):
    help = "Set a user's password; all the user's sessions end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "username", nargs="?", help="Username or email; the name of who runs this by default."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        login = options["username"] or getuser()
        user = find_account(login)
        if user is None:
            raise CommandError(f"There is no user {login!r}.")
        for _ in range(TRIES):
            password = getpass("New password: ")
            if password != getpass("New password (again): "):
                self.stderr.write("The two are not the same. Try again.")
                continue
            try:
                reset_password(actor=System(), user=user, new_password=password, reason=BY_OPERATOR)
            except Invalid as error:
                self.stderr.write("\n".join(fault.message for fault in error.faults))
                continue
            self.summary({"user_id": user.pk}, f"The password of {user.username} is changed.")
            return
        raise CommandError(f"The password of {user.username} is not changed, after {TRIES} tries.")
