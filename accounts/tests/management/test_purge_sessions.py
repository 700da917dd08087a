"""`manage.py purge_sessions`."""

import json
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.actions import purge_sessions as action
from accounts.models import Session, User


def ended(user: User, *, expired: int = -7, revoked: int | None = None) -> int:
    """A session that expired or was revoked so many days ago."""
    now = timezone.now()
    session = Session.objects.create(
        user=user,
        expires_at=now - timedelta(days=expired),
        revoked_at=None if revoked is None else now - timedelta(days=revoked),
    )
    return session.pk


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("purge_sessions", *arguments, stdout=out, no_color=True)
    return out.getvalue()


@pytest.fixture
def kept(ada: User) -> list[int]:
    """Sessions that live, or ended lately."""
    return [ended(ada), ended(ada, revoked=29), ended(ada, expired=29)]


def left() -> list[int]:
    return list(Session.objects.order_by("pk").values_list("pk", flat=True))


def test_sessions_that_ended_long_ago_are_deleted(ada: User, kept: list[int]) -> None:
    ended(ada, expired=31)
    ended(ada, revoked=31)
    assert run().startswith("Purged 2 sessions that ended before ")
    assert left() == kept


def test_a_dry_run_only_counts(ada: User, kept: list[int]) -> None:
    old = ended(ada, expired=31)
    assert run("--dry-run").startswith("Dry run, nothing changed: Purged 1 session that ended before ")
    assert left() == [*kept, old]


def test_the_age_can_be_chosen(kept: list[int]) -> None:
    run("--older-than", "7")
    assert left() == kept[:1]


def test_the_summary_is_there_for_programs(ada: User, kept: list[int]) -> None:
    ended(ada, expired=31)
    summary = json.loads(run("--json"))
    moment = datetime.fromisoformat(summary.pop("ended_before"))
    assert summary == {"purged": 1, "dry_run": False}
    assert timedelta(0) <= timezone.now() - timedelta(days=30) - moment < timedelta(minutes=1)


@pytest.mark.parametrize("age", ["-1", "x", "1.5", "99999999"])
def test_an_age_that_is_none_is_refused(age: str) -> None:
    with pytest.raises(CommandError):
        run(f"--older-than={age}")


def test_many_are_deleted_in_parts(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(action, "CHUNK", 2)
    for _ in range(5):
        ended(ada, expired=31)
    assert run().startswith("Purged 5 sessions")
    assert left() == []
