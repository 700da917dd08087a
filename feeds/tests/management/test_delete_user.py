"""A person is forgotten, others lose nothing, and history and journal stay whole."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.factories import make_user
from accounts.models import Session, User
from events.access import visible_to
from events.actions.delete_event import delete_event
from events.actions.update_event import update_event
from events.changes import EventChanges
from events.enums import Role
from events.factories import make_calendar, make_event
from events.models import Calendar, Event, EventUserPermission, HistoricalEvent, Occurrence
from feeds.actions import delete_user as action
from feeds.actions.create_feed import create_feed
from feeds.actions.hand_over_calendar import hand_over_calendar
from feeds.changes import NewFeed
from feeds.models import Feed
from journal.actions.blank_payloads import about
from journal.models import Entry
from sharing.actions.share_event import share_event
from sharing.changes import Grant, Grantee

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> User:
    return make_user(username="anna")


@pytest.fixture
def ben() -> User:
    return make_user(username="ben")


def run(command: str, *arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command(command, *arguments, "--json", stdout=out)
    result: dict[str, Any] = json.loads(out.getvalue())
    return result


def is_whole() -> bool:
    return bool(run("verify_history")["ok"] and run("verify_journal")["ok"])


def share(event: Event, owner: User, to: User, role: Role = Role.EDITOR) -> None:
    share_event(actor=owner, event_id=event.pk, grants=[Grant(grantee=Grantee(user_id=to.pk), role=role)])


def lives(anna: User, ben: User) -> tuple[Event, Event, Event]:
    """Anna's shared event, one in her trash, and an event of Ben's that she has edited and deleted."""
    team = make_calendar(anna)
    shared, trashed = make_event(anna, calendar_id=team.pk, hours=50), make_event(anna)
    share(shared, anna, ben)
    delete_event(actor=anna, event_id=trashed.pk, reason="A word of Anna's")
    bens = make_event(ben, title="Ben's")
    share(bens, ben, anna, Role.OWNER)
    update_event(actor=anna, event_id=bens.pk, changes=EventChanges(title="Anna's edit"))
    delete_event(actor=anna, event_id=bens.pk)
    create_feed(actor=anna, changes=NewFeed(name="Phone"))
    return shared, trashed, bens


def test_what_others_see_goes_to_somebody_else(anna: User, ben: User) -> None:
    shared, trashed, bens = lives(anna, ben)
    user_id = anna.pk
    summary = run("delete_user", "--user", "anna", "--transfer-to", "ben")
    assert {name: summary[name] for name in ("user_id", "calendars", "events", "shared_events")} == {
        "user_id": user_id,
        "calendars": 2,
        "events": 2,
        "shared_events": 1,
    }
    assert not User.objects.filter(pk=user_id).exists()
    assert (Session.objects.filter(user_id=user_id).count(), Feed.objects.count()) == (0, 0)
    assert set(Event.objects.values_list("owner_id", "calendar__owner_id")) == {(ben.pk, ben.pk)}
    assert [(e.pk, e.version, e.rank) for e in visible_to(ben.pk)] == [(shared.pk, 2, 3)]
    assert set(Occurrence.objects.values_list("owner_id", flat=True)) == {ben.pk}
    assert Calendar.objects.filter(owner=ben, is_default=True).count() == 1
    assert EventUserPermission.objects.filter(user_id__in=[user_id, ben.pk]).count() == 0
    assert Event.objects.get(pk=trashed.pk).deleted_at is not None
    edits = HistoricalEvent.objects.filter(id=bens.pk).order_by("version")
    assert list(edits.values_list("history_user__username", "title")) == [
        ("ben", "Ben's"),
        (None, "Anna's edit"),
        (None, "Anna's edit"),
    ]
    assert is_whole()


def test_what_names_a_person_is_blanked(anna: User, ben: User) -> None:
    lives(anna, ben)
    user_id = anna.pk
    run("delete_user", "--user", "anna", "--transfer-to", "ben")
    assert set(Entry.objects.filter(actor_id=user_id).values_list("payload", flat=True)) == {None}
    assert not Entry.objects.filter(payload__user_id=user_id).exists()
    assert "word of Anna" not in str(list(Entry.objects.values_list("payload", flat=True)))
    last = Entry.objects.latest("id")
    assert (last.verb, last.subject_id, last.actor_id) == ("user.deleted", user_id, None)


def test_everything_can_end(anna: User, ben: User) -> None:
    lives(anna, ben)
    user_id = anna.pk
    run("delete_user", "--user", "anna", "--purge")
    assert Event.objects.filter(owner_id=user_id).count() == 0
    assert Calendar.objects.filter(owner_id=user_id).count() == 0
    assert list(visible_to(ben.pk)) == []
    assert is_whole()


def test_shared_events_need_a_word(anna: User, ben: User) -> None:
    lives(anna, ben)
    before = Entry.objects.count()
    with pytest.raises(CommandError, match="1 events are shared"):
        run("delete_user", "--user", "anna")
    with pytest.raises(CommandError, match="another user"):
        run("delete_user", "--user", "anna", "--transfer-to", "anna")
    with pytest.raises(CommandError, match="no user"):
        run("delete_user", "--user", "nobody")
    assert run("delete_user", "--user", "anna", "--purge", "--dry-run")["dry_run"] is True
    anna.refresh_from_db()
    assert (anna.is_active, Entry.objects.count()) == (True, before)


def test_who_shared_nothing_just_goes(anna: User) -> None:
    make_event(anna)
    run("delete_user", "--user", "anna@example.org")
    assert (User.objects.count(), Event.objects.count()) == (0, 0)
    assert is_whole()


@pytest.mark.parametrize("step", ["_close", "record", "blank_payloads"])
@pytest.mark.parametrize("fate", [["--transfer-to", "ben"], ["--purge"]])
def test_what_was_interrupted_goes_on_when_called_again(
    anna: User, ben: User, monkeypatch: pytest.MonkeyPatch, step: str, fate: list[str]
) -> None:
    shared, _, bens = lives(anna, ben)
    user_id = anna.pk

    def interrupted(*args: object, **options: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(action, step, interrupted)
        with pytest.raises(KeyboardInterrupt):
            run("delete_user", "--user", "anna", *fate)
    assert User.objects.filter(pk=user_id).exists()
    assert is_whole()
    run("delete_user", "--user", "anna", *fate)
    assert not User.objects.filter(pk=user_id).exists()
    assert Calendar.objects.filter(owner_id=user_id).count() == 0
    assert Event.objects.filter(pk=shared.pk).exists() == (fate[0] == "--transfer-to")
    assert HistoricalEvent.objects.filter(id=bens.pk).count() == 3
    telling = Entry.objects.filter(about(user_id), payload__isnull=False)
    assert list(telling.values_list("verb", flat=True)) == ["user.deleted"]
    assert is_whole()


@pytest.mark.parametrize("done", [0, 1])
def test_a_calendar_that_was_handed_over_before_the_interruption_stays_so(
    anna: User, ben: User, monkeypatch: pytest.MonkeyPatch, done: int
) -> None:
    lives(anna, ben)
    calls: list[int] = []

    def stops(**options: Any) -> int:
        if len(calls) == done:
            raise KeyboardInterrupt
        calls.append(options["calendar_id"])
        return hand_over_calendar(**options)

    with monkeypatch.context() as patched:
        patched.setattr(action, "hand_over_calendar", stops)
        with pytest.raises(KeyboardInterrupt):
            run("delete_user", "--user", "anna", "--transfer-to", "ben")
    assert not User.objects.get(username="anna").is_active
    assert Calendar.objects.filter(owner=ben).count() == 1 + done
    summary = run("delete_user", "--user", "anna", "--transfer-to", "ben")
    assert (summary["calendars"], Calendar.objects.filter(owner=ben).count()) == (2 - done, 3)
    assert Event.objects.filter(owner=ben).count() == 3
    assert is_whole()
