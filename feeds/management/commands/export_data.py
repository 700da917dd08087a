"""`manage.py export_data`: all of a person's data, as an archive to hand over."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.management.base import CommandError

from accounts.selectors.find_account import find_account
from core.commands import OperatorCommand
from feeds.selectors.personal_data import count_own_events, personal_data


class Command(OperatorCommand):
    help = (
        "Writes all that is stored about a person into a zip: account, sessions, calendars, each event with "
        "every version, what is shared with them and what they did, as JSON, and each calendar as .ics."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--user", required=True, help="Username or email of the person.")
        parser.add_argument(
            "--output",
            metavar="FILE",
            help="Where to write; USERNAME.zip here by default. It must not exist.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        user = find_account(options["user"])
        if user is None:
            raise CommandError(f"There is no user {options['user']!r}.")
        path, files = Path(options["output"] or f"{user.username}.zip"), 0
        try:
            # nobody else on this machine may read what it holds
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise CommandError(f"The file cannot be written: {error}.") from None
        with (
            os.fdopen(handle, "wb") as file,
            ZipFile(file, "w", ZIP_DEFLATED) as archive,
            self.progress(count_own_events(user), "Writing events") as advance,
        ):
            for name, pieces in personal_data(user):
                with archive.open(name, "w", force_zip64=True) as member:
                    for piece in pieces:
                        member.write(piece)
                files += 1
                advance(name.startswith("events/"))
        size = path.stat().st_size
        self.summary(
            {"user_id": user.pk, "output": str(path), "files": files, "bytes": size},
            f"Wrote {files} files about {user.username} to {path} ({size:,} bytes).",
        )
