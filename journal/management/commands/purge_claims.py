"""Delete the remembered answers of keyed requests that are too old to be given again."""

from typing import Any, ClassVar

from django.utils import timezone

from core.commands import OperatorCommand
from journal.actions.claim_key import LIFETIME
from journal.actions.purge_claims import purge_claims
from journal.selectors import count_claims


class Command(OperatorCommand):
    help = "Delete the claims of Idempotency-Keys that are older than 24 hours."
    changes_data: ClassVar[bool] = True

    def handle(self, *args: Any, **options: Any) -> None:
        before = timezone.now() - LIFETIME
        count = count_claims(before) if self.dry_run else purge_claims(before)
        claims = "1 claim" if count == 1 else f"{count} claims"
        self.summary({"purged": count}, f"Purged {claims} older than 24 hours.")
