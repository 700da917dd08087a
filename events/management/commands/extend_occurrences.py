"""`manage.py extend_occurrences`: rolls the occurrences of endless events on, or writes them anew."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from core.commands import OperatorCommand
from core.errors import Invalid
from events.actions.extend_occurrences import extend_occurrences, short_event_ids
from events.actions.rebuild_occurrences import event_ids_in, rebuild_occurrences
from events.rules.wall_time import zone


class Command(OperatorCommand):
    help = (
        "Writes the occurrences of endless events up to the horizon (OCCURRENCE_HORIZON_DAYS from now). "
        "Run it daily; answers are right without it, and only slower. With --rebuild it compares all rows "
        "with what the zones' present rules give, and mends them: for after an update of the tz database."
    )
    changes_data = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="Write rows anew that are not right.")
        parser.add_argument("--zone", metavar="KEY", help="With --rebuild: only events in this zone.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rebuild"]:
            self._rebuild(options["zone"])
        elif options["zone"] is not None:
            raise CommandError("--zone goes with --rebuild.")
        else:
            self._extend()

    def _extend(self) -> None:
        event_ids = short_event_ids()
        rows = 0
        with self.progress(len(event_ids), "Extending events") as advance:
            for done in extend_occurrences(event_ids=event_ids, dry_run=self.dry_run):
                rows += done.rows
                advance(1)
        self.summary(
            {"events": len(event_ids), "occurrences": rows},
            f"{len(event_ids)} events extended by {rows} occurrences.",
        )

    def _rebuild(self, key: str | None) -> None:
        try:
            if key is not None:
                zone(key)
        except Invalid as error:
            raise CommandError(error.detail) from None
        event_ids = event_ids_in(key)
        changed = removed = added = 0
        with self.progress(len(event_ids), "Rebuilding events") as advance:
            for done in rebuild_occurrences(event_ids=event_ids, dry_run=self.dry_run):
                changed += bool(done.removed or done.added)
                removed += done.removed
                added += done.added
                advance(1)
        self.summary(
            {"events": len(event_ids), "changed": changed, "removed": removed, "added": added},
            f"{changed} of {len(event_ids)} events rebuilt: {removed} occurrences replaced by {added}.",
        )
