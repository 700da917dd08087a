"""The command that forgets old claims."""

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from journal.models import IdempotencyClaim

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def claims() -> None:
    """Two that are too old, and one that is not."""
    for hours in (23, 25, 48):
        created_at = timezone.now() - timedelta(hours=hours)
        IdempotencyClaim.objects.create(actor_id=1, route="POST /", key=f"{hours}", created_at=created_at)


def run(*arguments: str) -> Any:
    out = io.StringIO()
    call_command("purge_claims", "--json", *arguments, stdout=out)
    return json.loads(out.getvalue())


def kept() -> set[str]:
    return set(IdempotencyClaim.objects.values_list("key", flat=True))


def test_claims_older_than_a_day_go() -> None:
    assert run() == {"purged": 2, "dry_run": False}
    assert kept() == {"23"}


def test_a_dry_run_only_counts() -> None:
    assert run("--dry-run") == {"purged": 2, "dry_run": True}
    assert kept() == {"23", "25", "48"}
