"""The command that proves the journal."""

import io
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from journal.actions.record import record
from journal.facts import Fact

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def chains() -> None:
    record([Fact("updated", "event", 1, 1, calendar) for calendar in (0, 5, 5, 5, 9, 9)], actor_id=7)


def run(*arguments: str) -> tuple[int, str]:
    """The exit code and what stands on stdout."""
    out = io.StringIO()
    try:
        call_command("verify_journal", *arguments, stdout=out, stderr=io.StringIO(), no_color=True)
    except SystemExit as exit_:
        return int(str(exit_.code)), out.getvalue()
    return 0, out.getvalue()


def break_chains() -> int:
    """Alters the second entry of chain 5, cuts chain 9 off; returns the id of the altered one."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET actor_id = 8 WHERE calendar_id = 5 AND chain_sequence > 1")
        cursor.execute("DELETE FROM journal_entry WHERE calendar_id = 9 AND chain_sequence = 2")
        cursor.execute("SELECT id FROM journal_entry WHERE calendar_id = 5 AND chain_sequence = 2")
        row: Any = cursor.fetchone()
    return int(row[0])


def test_a_whole_journal_ends_well() -> None:
    assert run() == (0, "The journal is whole: 6 entries.\n")


def test_a_whole_journal_as_json() -> None:
    code, text = run("--json")
    assert (code, json.loads(text)) == (0, {"ok": True, "entries": 6, "faults": []})


def test_a_broken_journal_is_told_chain_by_chain() -> None:
    altered = break_chains()
    assert run() == (
        1,
        f"Chain of calendar 5: entry {altered} (number 2) was altered.\n"
        "Chain of calendar 9: the end was cut off: the entry with number 2 and all after it are gone.\n"
        "2 chains are broken, of 6 entries in all.\n",
    )


def test_a_broken_journal_as_json() -> None:
    altered = break_chains()
    code, text = run("--json")
    assert code == 1
    assert json.loads(text) == {
        "ok": False,
        "entries": 6,
        "faults": [
            {"calendar_id": 5, "chain_sequence": 2, "entry_id": altered, "problem": "altered"},
            {"calendar_id": 9, "chain_sequence": 2, "entry_id": None, "problem": "cut_off"},
        ],
    }
