"""How often one may call: on servers of their own, whose limits are low or the defaults."""

import os
from collections.abc import Callable, Iterator
from itertools import cycle

import pytest
from requests import Response

from contract.client import PASSWORD, Client, hours, new_event
from contract.expect import body, problem
from contract.server import NewDatabase, Server, running

DEFAULTS = {"RATE_LIMIT_REGISTER": "5/m", "RATE_LIMIT_LOGIN": "10/m", "TRUSTED_PROXIES": "127.0.0.1"}
ALONE = {"REDIS_URL": "", "WORKERS": "1"}


@pytest.fixture(scope="module")
def strict(only_own: None, new_database: NewDatabase) -> Iterator[Server]:
    """A server with the limits of the contract and twelve calls a minute, with its counters in its memory."""
    with running(new_database, {**DEFAULTS, **ALONE, "RATE_LIMIT_PER_MINUTE": "12"}) as started:
        yield started


def too_many(answer: Response) -> None:
    """Proves that an answer is a 429 that says when to come again."""
    seconds = int(answer.headers["Retry-After"])
    problem(answer, 429, "too_many_requests", retry_after=seconds)
    assert 1 <= seconds <= 3600


def refused_after(limit: int, start: Callable[[], Callable[[], Response]]) -> Response:
    """The 429 that follows exactly so many calls; windows are fixed, so one may end within a first try."""
    accepted = 0
    for _ in range(2):
        call, accepted = start(), 0
        while (answer := call()).status_code != 429:
            accepted += 1
            assert accepted <= 2 * limit
        if accepted == limit:
            return answer
    raise AssertionError(f"{accepted} calls, not {limit}, were let through")


def test_registering_five_times_a_minute_from_an_address(strict: Server) -> None:
    def start() -> Callable[[], Response]:
        anonymous = Client(strict.url)

        def register() -> Response:
            number = os.urandom(5).hex()
            sent = {"username": f"n{number}", "email": f"{number}@example.org", "password": PASSWORD}
            return anonymous.post("/auth/register", sent)

        return register

    too_many(refused_after(5, start))
    assert Client(strict.url).register().id


def test_logging_in_ten_times_a_minute_from_an_address(strict: Server) -> None:
    ann = Client(strict.url).register()

    def start() -> Callable[[], Response]:
        anonymous = Client(strict.url)
        return lambda: anonymous.post("/auth/login", {"username": ann.username, "password": PASSWORD})

    too_many(refused_after(10, start))
    assert ann.another_device().id == ann.id


def test_other_calls_by_user(strict: Server) -> None:
    people: list[Client] = []

    def start() -> Callable[[], Response]:
        ann = Client(strict.url).register()
        people.append(ann)
        return lambda: ann.get("/events/")

    too_many(refused_after(12, start))
    too_many(people[-1].get("/auth/me"))
    device = Client(strict.url)  # from another address it is the same user
    device.token = people[-1].token
    too_many(device.get("/events/"))
    assert Client(strict.url).register().get("/events/").status_code == 200


def test_other_calls_by_address_without_a_user(strict: Server) -> None:
    def start() -> Callable[[], Response]:
        anonymous = Client(strict.url)
        return lambda: anonymous.get("/events/")

    too_many(refused_after(12, start))
    assert Client(strict.url).get("/events/").status_code == 401


def test_a_batch_counts_as_one_call(strict: Server) -> None:
    ann = Client(strict.url).register()
    sent = {"events": [new_event(**hours(hour, hour + 1)) for hour in range(20)]}
    assert len(body(ann.post("/events/batch", sent), 201)) == 20
    assert ann.get("/events/").status_code == 200


def test_health_is_not_limited(strict: Server) -> None:
    anonymous = Client(strict.url)
    assert [anonymous.service("/health").status_code for _ in range(20)] == [200] * 20


def test_twenty_failed_logins_an_hour_for_a_pair_of_account_and_address(own_server: Server) -> None:
    ann, ben = Client(own_server.url).register(), Client(own_server.url).register()
    attacker = Client(own_server.url)

    def guess(login: str) -> Response:
        return attacker.post("/auth/login", {"username": login, "password": "wrong password"})

    # name and email are one account
    assert [guess(login).status_code for login in [ann.username, ann.email.upper()] * 10] == [401] * 20
    too_many(guess(ann.username))
    too_many(attacker.post("/auth/login", {"username": ann.username, "password": PASSWORD}))
    assert ann.another_device().id == ann.id  # nobody locks another out
    assert attacker.post("/auth/login", {"username": ben.username, "password": PASSWORD}).status_code == 200


def test_who_is_no_trusted_proxy_names_no_addresses(only_own: None, new_database: NewDatabase) -> None:
    with running(new_database, {**DEFAULTS, **ALONE, "TRUSTED_PROXIES": ""}) as server:
        login = {"username": "nobody", "password": "x"}
        answers = [Client(server.url).post("/auth/login", login).status_code for _ in range(21)]
    assert 429 in answers  # of 21 calls in a minute, whose windows are two at most


@pytest.mark.skipif(
    not os.environ.get("REDIS_URL"), reason="needs Redis at REDIS_URL: workers share counters there"
)
def test_counters_are_shared_by_all_workers(only_own: None, new_database: NewDatabase) -> None:
    with running(new_database, {**DEFAULTS, "WORKERS": "2"}, "--workers", "2") as server:

        def start() -> Callable[[], Response]:
            # several connections from one address, so that both workers are met
            clients = [Client(server.url) for _ in range(4)]
            for client in clients:
                client.http.headers["X-Forwarded-For"] = clients[0].address
            turns = cycle(clients)
            return lambda: next(turns).post("/auth/login", {"username": "nobody", "password": "x"})

        too_many(refused_after(10, start))
