"""Keyed requests are done once."""

from dataclasses import replace
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from core.errors import Fault, Refused
from journal.actions.claim_key import LIFETIME, LONGEST_ROUTE, Claim, Replay, once
from journal.actions.purge_claims import purge_claims
from journal.errors import KeyMalformed, KeyReused
from journal.models import Chain, IdempotencyClaim
from journal.tests.concurrency import GLANCE, PATIENCE, needs_postgresql, threads

CLAIM = Claim(actor_id=7, route="POST /api/v1/events/", key="k-1", body_digest="a" * 64)


def deed(number: int) -> int:
    """Something that shows whether it was done."""
    Chain.objects.create(calendar_id=number)
    return number


def remember(number: int) -> tuple[int, dict[str, Any]]:
    return 201, {"ids": [number]}


def do(claim: Claim | None, number: int) -> int | Replay:
    return once(claim, lambda: deed(number), remember)


def done() -> list[int]:
    return list(Chain.objects.order_by("pk").values_list("pk", flat=True))


@pytest.mark.django_db
def test_a_repetition_gets_the_first_answer_and_does_nothing() -> None:
    assert do(CLAIM, 1) == 1
    assert do(CLAIM, 2) == Replay(201, {"ids": [1]})
    assert done() == [1]


@pytest.mark.django_db
@pytest.mark.parametrize("other", [{"actor_id": 8}, {"route": "POST /api/v1/calendars/"}, {"key": "k-2"}])
def test_another_actor_route_or_key_is_another_request(other: dict[str, Any]) -> None:
    do(CLAIM, 1)
    fields = {name: getattr(CLAIM, name) for name in ("actor_id", "route", "key", "body_digest")}
    assert do(Claim(**{**fields, **other}), 2) == 2


@pytest.mark.django_db
def test_a_route_of_any_length_is_claimed() -> None:
    long, longer = (replace(CLAIM, route=f"POST /api/v1/events/{'0' * n}1/rollback/1") for n in (300, 301))
    assert (do(long, 1), do(longer, 2)) == (1, 2)
    assert do(long, 3) == Replay(201, {"ids": [1]})
    assert max(len(claim.route) for claim in IdempotencyClaim.objects.all()) <= LONGEST_ROUTE


@pytest.mark.django_db
def test_without_a_key_every_request_is_done() -> None:
    assert (do(None, 1), do(None, 2)) == (1, 2)
    assert IdempotencyClaim.objects.count() == 0


@pytest.mark.django_db
def test_the_same_key_with_another_body_is_refused() -> None:
    do(CLAIM, 1)
    with pytest.raises(KeyReused) as refusal:
        do(Claim(CLAIM.actor_id, CLAIM.route, CLAIM.key, "b" * 64), 2)
    assert (refusal.value.code, refusal.value.status) == ("idempotency_key_reused", 422)
    assert refusal.value.faults == (Fault("Idempotency-Key", "idempotency_key_reused", refusal.value.detail),)
    assert done() == [1]


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "k" * 201, "two\nlines", "nul\0", "clé"])
def test_a_malformed_key_is_refused(key: str) -> None:
    with pytest.raises(KeyMalformed) as refusal:
        do(Claim(7, "POST /", key, "a" * 64), 1)
    assert (refusal.value.status, [fault.field for fault in refusal.value.faults]) == (
        422,
        ["Idempotency-Key"],
    )
    assert (done(), IdempotencyClaim.objects.count()) == ([], 0)


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["k", "k" * 200, "a b~!"])
def test_any_printable_key_will_do(key: str) -> None:
    assert do(Claim(7, "POST /", key, "a" * 64), 1) == 1


@pytest.mark.django_db(transaction=True)
def test_a_refusal_is_judged_anew() -> None:
    def refuse() -> int:
        deed(1)
        raise Refused("Not now.")

    with pytest.raises(Refused):
        once(CLAIM, refuse, remember)
    assert (done(), IdempotencyClaim.objects.count()) == ([], 0)
    assert do(CLAIM, 2) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("body", ["a" * 64, "b" * 64])
def test_after_a_day_a_claim_is_as_if_absent(body: str) -> None:
    do(CLAIM, 1)
    IdempotencyClaim.objects.update(created_at=timezone.now() - LIFETIME)
    again = Claim(CLAIM.actor_id, CLAIM.route, CLAIM.key, body)
    assert do(again, 2) == 2
    assert do(again, 3) == Replay(201, {"ids": [2]})


@pytest.mark.django_db
def test_a_key_costs_three_statements_and_a_replay_two(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(
        3 + 2
    ):  # claim, read, answer; and a savepoint inside the test's transaction
        once(CLAIM, lambda: 1, remember)
    with django_assert_num_queries(2 + 2):
        once(CLAIM, lambda: 1, remember)


@pytest.mark.django_db
def test_old_claims_are_purged() -> None:
    do(CLAIM, 1)
    assert purge_claims(timezone.now() - timedelta(hours=1)) == 0
    assert purge_claims(timezone.now() + timedelta(hours=1)) == 1
    assert IdempotencyClaim.objects.count() == 0


@needs_postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("expired", [False, True])
def test_of_two_at_once_the_second_waits_and_gets_the_answer_of_the_first(expired: bool) -> None:
    if expired:
        do(CLAIM, 0)
        IdempotencyClaim.objects.update(created_at=timezone.now() - LIFETIME)
    acting, may_finish = Event(), Event()

    def slow_deed() -> int:
        acting.set()
        assert may_finish.wait(PATIENCE)
        return deed(1)

    with threads(2) as start:
        first = start(lambda: once(CLAIM, slow_deed, remember))
        assert acting.wait(PATIENCE)
        second = start(lambda: do(CLAIM, 2))
        with pytest.raises(TimeoutError):
            second.result(GLANCE)
        may_finish.set()
        assert first.result(PATIENCE) == 1
        assert second.result(PATIENCE) == Replay(201, {"ids": [1]})
    assert done() == ([0, 1] if expired else [1])


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_who_waits_for_one_that_is_refused_acts_itself() -> None:
    acting, may_finish = Event(), Event()

    def refuse() -> int:
        acting.set()
        assert may_finish.wait(PATIENCE)
        raise Refused("Not now.")

    with threads(2) as start:
        first = start(lambda: once(CLAIM, refuse, remember))
        assert acting.wait(PATIENCE)
        second = start(lambda: do(CLAIM, 2))
        may_finish.set()
        assert isinstance(first.exception(PATIENCE), Refused)
        assert second.result(PATIENCE) == 2
    assert done() == [2]
