"""Registrations that only the database can refuse, and what comes with one."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection
from pytest_django import DjangoAssertNumQueries

from accounts.actions import register_user as module
from accounts.actions.register_user import register_user
from accounts.changes import Origin, Registration
from accounts.errors import EmailTaken, UsernameTaken
from accounts.factories import PASSWORD, make_user
from accounts.models import Session, User
from core.actors import Anonymous
from core.errors import DomainError, Fault, Invalid


def register(username: str = "new", email: str = "new@example.org", password: str = PASSWORD) -> Session:
    return register_user(
        actor=Anonymous(),
        registration=Registration(username=username, email=email, password=password),
        origin=Origin(),
    )


@pytest.mark.parametrize(
    ("username", "email", "refusal", "fault"),
    [
        (
            "ADA",
            "new@example.org",
            UsernameTaken,
            Fault("username", "username_taken", "Username already registered"),
        ),
        (
            "Ada",
            "new@example.org",
            UsernameTaken,
            Fault("username", "username_taken", "Username already registered"),
        ),
        (
            "new",
            "umlaut@exa\u0308mple.org",
            EmailTaken,
            Fault("email", "email_taken", "Email already registered"),
        ),
        ("new", "ADA@EXAMPLE.ORG", EmailTaken, Fault("email", "email_taken", "Email already registered")),
    ],
)
def test_who_comes_second_is_told_so_by_the_database(
    ada: User,
    monkeypatch: pytest.MonkeyPatch,
    username: str,
    email: str,
    refusal: type[DomainError],
    fault: Fault,
) -> None:
    make_user(username="umlaut", email="umlaut@ex\u00e4mple.org")
    # as if the other had registered between the look and the write
    monkeypatch.setattr(module, "refuse_taken", lambda user: None)
    with pytest.raises(refusal) as refused:
        register(username, email)
    assert (refused.value.detail, refused.value.faults) == (fault.message, (fault,))
    assert (User.objects.count(), Session.objects.count()) == (2, 0)


@pytest.mark.django_db
def test_another_violation_is_nobodys_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def violated(**fields: object) -> None:
        raise IntegrityError("FOREIGN KEY constraint failed")

    monkeypatch.setattr(module, "new_session", violated)
    with pytest.raises(IntegrityError):
        register()
    assert User.objects.count() == 0


@pytest.mark.django_db
def test_the_action_itself_refuses_what_the_door_would() -> None:
    with pytest.raises(Invalid) as refused:
        register("a b", "nobody", "password")
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [
        ("username", "invalid"),
        ("email", "invalid"),
        ("password", "password_too_common"),
    ]


@pytest.mark.django_db
def test_the_session_comes_with_its_user(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    session = register("new")
    with django_assert_num_queries(0):
        assert (session.user.username, session.user.role) == ("new", "user")


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How often a password was hashed inside a transaction that a test did not open."""
    depths: list[int] = []
    original = User.set_password

    def watched(self: User, raw_password: str | None) -> None:
        depths.append(len(connection.savepoint_ids))
        original(self, raw_password)

    monkeypatch.setattr(User, "set_password", watched)
    return lambda: sum(depth > 0 for depth in depths)


@pytest.mark.django_db
def test_nobody_waits_for_a_hash_in_a_transaction(hashed: Callable[[], int]) -> None:
    register()
    assert hashed() == 0
