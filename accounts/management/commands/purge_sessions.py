"""`manage.py purge_sessions`: forgets sessions that ended long ago."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.actions.purge_sessions import purge_sessions
from core.actors import System
from core.commands import OperatorCommand

DEFAULT_DAYS = 30
LONGEST_DAYS = 36_500


def days(text: str) -> int:
    """A number of days; raises ArgumentTypeError."""
    if not text.isdecimal() or int(text) > LONGEST_DAYS:
        raise ArgumentTypeError(f"must be a number of days between 0 and {LONGEST_DAYS}")
    return int(text)


class Command(OperatorCommand):
    help = "Delete the rows of sessions that expired or were revoked long ago."
    changes_data = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--older-than",
            metavar="DAYS",
            type=days,
            default=DEFAULT_DAYS,
            help=f"Keep those that ended within so many days ({DEFAULT_DAYS} by default).",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        ended_before = timezone.now() - timedelta(days=options["older_than"])
        with self.progress(None, "Deleting sessions") as advance:
            purged = purge_sessions(
                actor=System(), ended_before=ended_before, dry_run=self.dry_run, progress=advance
            )
        sessions = f"{purged} session{'' if purged == 1 else 's'}"
        self.summary(
            {"purged": purged, "ended_before": ended_before},
            f"Purged {sessions} that ended before {ended_before:%Y-%m-%d %H:%M} UTC.",
        )
