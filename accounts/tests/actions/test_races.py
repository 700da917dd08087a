"""What happens when two ask at the same time."""

from collections import Counter
from threading import Barrier
from typing import Any

import pytest
from django.core.cache import caches

from accounts.actions.change_password import change_password
from accounts.actions.log_in import log_in
from accounts.actions.open_session import open_session
from accounts.actions.refresh_session import refresh_session
from accounts.actions.register_user import register_user
from accounts.changes import Origin, Registration
from accounts.errors import EmailTaken, IncorrectCredentials, TokenReused, UsernameTaken
from accounts.factories import PASSWORD, make_user
from accounts.models import Session, User
from core.actors import Anonymous
from core.errors import DomainError
from journal.models import Entry
from journal.tests.concurrency import PATIENCE, needs_postgresql, threads

pytestmark = [needs_postgresql, pytest.mark.django_db(transaction=True)]

TOGETHER = 4


def race(run: Any) -> list[Any]:
    """What each of several threads got that started together: a result, or the class of the refusal."""
    barrier = Barrier(TOGETHER, timeout=PATIENCE)

    def attempt(number: int) -> Any:
        barrier.wait()
        try:
            return run(number)
        except DomainError as error:
            return type(error)

    with threads(TOGETHER) as start:
        runs = [start(lambda number=number: attempt(number)) for number in range(TOGETHER)]  # type: ignore[misc]
        return [each.result(PATIENCE) for each in runs]


def test_of_several_who_spend_one_refresh_token_one_wins_and_the_session_ends() -> None:
    user = make_user()
    session = open_session(actor=user, kind=Session.Kind.API, origin=Origin())

    def spend(number: int) -> str:
        refreshed = refresh_session(
            actor=Anonymous(), user_id=user.pk, session_id=session.pk, jti=session.refresh_jti
        )
        return refreshed.refresh_jti

    results = race(spend)
    won = [each for each in results if isinstance(each, str)]
    assert len(won) == 1
    assert TokenReused in results
    after = Session.objects.get()
    assert (after.refresh_jti, after.revoked_at is not None) == (won[0], True)
    assert Entry.objects.filter(verb="token_reused").count() == 1


@pytest.mark.parametrize(
    ("username", "email", "refusal"),
    [
        ("Same", "person{}@example.org", UsernameTaken),
        ("person{}", "Same@example.org", EmailTaken),
    ],
)
def test_of_several_who_want_one_name_one_gets_it(
    username: str, email: str, refusal: type[DomainError]
) -> None:
    def register(number: int) -> Session:
        name = username.format(number)
        return register_user(
            actor=Anonymous(),
            registration=Registration(
                username=name.upper() if number % 2 else name,
                email=email.format(number),
                password=PASSWORD,
            ),
            origin=Origin(),
        )

    results = race(register)
    assert Counter(type(each) if isinstance(each, Session) else each for each in results) == {
        Session: 1,
        refusal: TOGETHER - 1,
    }
    assert (User.objects.count(), Session.objects.count()) == (1, 1)
    assert Entry.objects.filter(verb="registered").count() == 1


def test_no_session_opened_with_the_old_password_outlives_it() -> None:
    caches["limits"].clear()
    user = make_user(username="ada")
    mine = open_session(actor=user, kind=Session.Kind.API, origin=Origin())

    def both(number: int) -> object:
        if number == 0:
            return change_password(
                actor=user,
                session_id=mine.pk,
                current_password=PASSWORD,
                new_password="a better passphrase",
                address=None,
            )
        return log_in(actor=Anonymous(), login="ada", password=PASSWORD, origin=Origin())

    for each in race(both):
        assert isinstance(each, User | Session) or each is IncorrectCredentials
    live = Session.objects.filter(revoked_at=None)
    assert [session.pk for session in live] == [mine.pk]
