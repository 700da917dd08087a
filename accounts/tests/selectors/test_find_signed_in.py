"""The one query behind every call with a token."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.actions.open_session import open_session
from accounts.changes import Origin
from accounts.models import Session, User
from accounts.selectors.find_signed_in import find_signed_in


@pytest.fixture
def session(ada: User) -> Session:
    return open_session(actor=ada, kind=Session.Kind.API, origin=Origin())


def test_user_and_session_come_in_one_query(
    ada: User, session: Session, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        found = find_signed_in(user_id=ada.pk, session_id=session.pk)
        assert found is not None
        assert (found.user, found.session_id, found.session_kind, found.last_used_at) == (
            ada,
            session.pk,
            "api",
            session.last_used_at,
        )
        names = ("username", "email", "full_name", "timezone", "is_active", "is_staff", "is_superuser")
        assert [getattr(found.user, name) for name in names] == [getattr(ada, name) for name in names]
    assert found.user.get_deferred_fields() == {"password", "last_login", "created_at"}
    assert (found.user.created_at, found.user.check_password("x")) == (ada.created_at, False)


def test_nobody_comes_for_a_session_that_does_not_live(ada: User, grace: User, session: Session) -> None:
    assert find_signed_in(user_id=grace.pk, session_id=session.pk) is None
    assert find_signed_in(user_id=ada.pk, session_id=session.pk + 1) is None
    Session.objects.update(revoked_at=timezone.now())
    assert find_signed_in(user_id=ada.pk, session_id=session.pk) is None
    Session.objects.update(revoked_at=None, expires_at=timezone.now() - timedelta(seconds=1))
    assert find_signed_in(user_id=ada.pk, session_id=session.pk) is None
    Session.objects.update(expires_at=timezone.now() + timedelta(days=1))
    User.objects.update(is_active=False)
    assert find_signed_in(user_id=ada.pk, session_id=session.pk) is None
