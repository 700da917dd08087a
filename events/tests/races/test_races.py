"""Several processes write at once: one wins a slot, and no accepted edit is lost."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from contract.server import ROOT
from events.tests.races.writers import (
    batch_into_slot,
    create_slot,
    edit_title,
    make_events,
    make_owner_and_editor,
    make_pairs,
    move_into_slot,
    race,
    rename_all,
    rows_of,
    there,
    titles_of,
)

RUNNERS = 4
SHORT = 60
FEW = 20
LONG = 2_000


def manage(url: str, *arguments: str) -> dict[str, Any]:
    """The summary of a command on the raced database; fails where the command found trouble."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments, "--json"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
        check=True,
        capture_output=True,
        text=True,
    )
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def one_wins_each_slot(url: str, rounds: int) -> None:
    """Owner and editor race for slots of the owner's schedule, by single creates and by batches."""
    owner, editor = there(url, make_owner_and_editor)
    results = race(url, RUNNERS, rounds, create_slot, [owner, editor], owner)
    assert [sorted(row) for row in results] == [["refused"] * (RUNNERS - 1) + ["won"]] * rounds
    assert there(url, rows_of, owner) == (rounds, rounds, rounds)


def test_exactly_one_of_the_racing_creates_wins_each_slot(raced: str) -> None:
    one_wins_each_slot(raced, SHORT)


@pytest.mark.long
def test_exactly_one_wins_in_two_thousand_races(raced: str) -> None:
    one_wins_each_slot(raced, LONG)
    assert manage(raced, "verify_history")["flaws"] == []


def test_exactly_one_of_the_racing_moves_wins_each_slot(raced: str) -> None:
    owner, events = there(raced, make_events, RUNNERS)
    results = race(raced, RUNNERS, SHORT, move_into_slot, owner, events)
    assert [sorted(row) for row in results] == [["refused"] * (RUNNERS - 1) + ["won"]] * SHORT


def test_every_accepted_edit_of_many_at_once_is_in_the_history(raced: str) -> None:
    owner, (event,) = there(raced, make_events, 1)
    results = race(raced, RUNNERS, SHORT, edit_title, owner, event)
    accepted = [result for row in results for result in row if result != "stale"]
    titles = there(raced, titles_of, event)
    assert [number for number, _ in titles] == list(range(1, len(accepted) + 2))
    assert sorted(title for _, title in titles[1:]) == sorted(accepted)


def test_of_racing_batches_one_wins_whole_and_the_others_write_nothing(raced: str) -> None:
    owner, pairs = there(raced, make_pairs, RUNNERS)
    results = race(raced, RUNNERS, FEW, batch_into_slot, owner, pairs)
    assert [sorted(row) for row in results] == [["refused"] * (RUNNERS - 1) + ["won"]] * FEW
    events = 2 * RUNNERS + FEW
    # each won batch wrote three versions, and each event has the one that it was made with
    assert there(raced, rows_of, owner) == (events, 2 * RUNNERS + 3 * FEW, events)
    assert manage(raced, "verify_history")["flaws"] == []


def test_racing_batches_on_the_same_events_neither_lock_each_other_out_nor_mix(raced: str) -> None:
    owner, events = there(raced, make_events, RUNNERS)
    results = race(raced, RUNNERS, FEW, rename_all, owner, events)
    accepted = sorted(result for row in results for result in row if result != "stale")
    assert len(accepted) >= FEW
    for event in events:
        titles = there(raced, titles_of, event)
        assert [number for number, _ in titles] == list(range(1, len(accepted) + 2))
        assert sorted(title for _, title in titles[1:]) == accepted
    assert manage(raced, "verify_journal")["ok"] is True
