"""Who may end whose session."""

import pytest

from accounts.actions.open_session import open_session
from accounts.actions.revoke_session import revoke_session
from accounts.actors import Actor
from accounts.changes import Origin
from accounts.errors import SessionNotFound
from accounts.factories import make_user
from accounts.models import Session, User
from core.actors import Anonymous, System
from journal.models import Entry


@pytest.fixture
def session(ada: User) -> Session:
    return open_session(actor=ada, kind=Session.Kind.API, origin=Origin())


def revocations() -> list[tuple[int | None, int | None]]:
    return list(Entry.objects.filter(verb="session_revoked").values_list("actor_id", "subject_id"))


def test_one_may_end_ones_own(ada: User, session: Session) -> None:
    revoke_session(actor=ada, session_id=session.pk)
    first = Session.objects.get().revoked_at
    assert first is not None
    revoke_session(actor=ada, session_id=session.pk)
    assert Session.objects.get().revoked_at == first
    assert revocations() == [(ada.pk, session.pk)]


def test_the_installation_may_end_any(session: Session) -> None:
    revoke_session(actor=System(), session_id=session.pk)
    assert revocations() == [(None, session.pk)]


@pytest.mark.parametrize("who", ["nobody", "a stranger", "staff without the right"])
def test_others_do_not_even_hear_of_it(grace: User, session: Session, who: str) -> None:
    actors: dict[str, Actor] = {
        "nobody": Anonymous(),
        "a stranger": grace,
        "staff without the right": make_user(is_staff=True),
    }
    with pytest.raises(SessionNotFound):
        revoke_session(actor=actors[who], session_id=session.pk)
    assert (Session.objects.get().revoked_at, revocations()) == (None, [])


def test_a_session_that_is_not_there_is_not_found(ada: User) -> None:
    with pytest.raises(SessionNotFound):
        revoke_session(actor=ada, session_id=10**6)
