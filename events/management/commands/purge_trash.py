"""`manage.py purge_trash`: ends for good what has lain in the trash for long enough."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils.timezone import now

from core.commands import OperatorCommand
from events.actions.purge_event import count_purgeable, purge_trash


class Command(OperatorCommand):
    help = "Deletes the events for good that were deleted longer ago than TRASH_RETENTION_DAYS. Run it daily."
    changes_data = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--days",
            type=int,
            default=settings.TRASH_RETENTION_DAYS,
            help="How long events stay in the trash; TRASH_RETENTION_DAYS, or %(default)s.",
        )

    def handle(self, *args: Any, days: int, **options: Any) -> None:
        before = now() - timedelta(days=days)
        purged = 0
        with self.progress(count_purgeable(before), "Purging events") as advance:
            for _ in purge_trash(before=before, dry_run=self.dry_run):
                purged += 1
                advance(1)
        self.summary({"events": purged}, f"{purged} events of the trash deleted for good.")
