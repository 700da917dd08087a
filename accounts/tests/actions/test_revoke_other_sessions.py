"""Ending all sessions but one's present one."""

from datetime import timedelta

from django.utils import timezone

from accounts.actions.open_session import open_session
from accounts.actions.revoke_other_sessions import revoke_other_sessions
from accounts.changes import Origin
from accounts.models import Session, User
from journal.models import Entry


def opened(user: User, kind: Session.Kind = Session.Kind.API) -> Session:
    return open_session(actor=user, kind=kind, origin=Origin())


def live() -> list[int]:
    return sorted(Session.objects.filter(revoked_at=None).values_list("pk", flat=True))


def revocations() -> list[tuple[int | None, int | None]]:
    entries = Entry.objects.filter(verb="session_revoked").order_by("pk")
    return list(entries.values_list("actor_id", "subject_id"))


def test_all_others_end_and_each_is_on_record(ada: User, grace: User) -> None:
    phone, here, browser = opened(ada), opened(ada), opened(ada, Session.Kind.BROWSER)
    stranger = opened(grace)
    assert revoke_other_sessions(actor=ada, session_id=here.pk) == 2
    assert live() == [here.pk, stranger.pk]
    assert revocations() == [(ada.pk, phone.pk), (ada.pk, browser.pk)]


def test_what_has_ended_already_is_left_alone(ada: User) -> None:
    here, late = opened(ada), opened(ada)
    Session.objects.filter(pk=late.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert revoke_other_sessions(actor=ada, session_id=here.pk) == 0
    assert (live(), revocations()) == ([here.pk, late.pk], [])
