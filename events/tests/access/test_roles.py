"""The two forms of what one may see agree, and every route to a role counts."""

import pytest
from django.contrib.auth.models import Group
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoAssertNumQueries

from accounts.factories import UserFactory
from accounts.models import User
from core.actors import System
from core.errors import Forbidden, NotFound
from events.access import get_calendar, get_event, lock_event, visible_to
from events.access.roles import events_with_rank, is_visible
from events.actions.delete_calendar import delete_calendar
from events.actions.delete_event import delete_event
from events.enums import Permission, Role
from events.factories import grant, make_calendar, make_event
from events.models import Calendar, CalendarUserPermission, Event, EventUserPermission

ROUTES = ("event", "event through a group", "calendar", "calendar through a group")


def give(route: str, role: Role, to: User, event: Event) -> None:
    """Grants the role by one of the four routes."""
    holder: User | Group = to
    if "group" in route:
        holder = Group.objects.get_or_create(name=f"{route} {role}")[0]
        to.groups.add(holder)
    grant(event if route.startswith("event") else event.calendar, holder, role)


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("route", ROUTES)
def test_a_role_counts_by_whatever_route(anna: User, ben: User, route: str, role: Role) -> None:
    event = make_event(anna)
    give(route, role, ben, event)
    assert get_event(ben, event.pk).rank == role.rank
    assert [(row.pk, row.rank) for row in visible_to(ben.pk)] == [(event.pk, role.rank)]
    allowed = {p for p in Permission if ben.has_perm(f"events.{p}_event", event)}
    assert (
        allowed
        == {
            Role.VIEWER: {Permission.VIEW},
            Role.EDITOR: {Permission.VIEW, Permission.CHANGE},
            Role.OWNER: set(Permission),
        }[role]
    )


@pytest.mark.django_db
def test_the_higher_of_two_roles_counts(anna: User, ben: User) -> None:
    event = make_event(anna)
    grant(event, ben, Role.VIEWER)
    grant(event.calendar, ben, Role.EDITOR)
    assert get_event(ben, event.pk).rank == Role.EDITOR.rank
    assert visible_to(ben.pk).count() == 1


@pytest.mark.django_db
def test_the_system_may_do_everything_with_what_is_there(anna: User) -> None:
    event, calendar = make_event(anna), make_calendar(anna)
    assert get_event(System(), event.pk, Permission.SHARE).rank == Role.OWNER.rank
    assert get_calendar(System(), calendar.pk, Permission.SHARE).rank == Role.OWNER.rank
    delete_calendar(actor=System(), calendar_id=calendar.pk)
    with pytest.raises(NotFound):
        get_calendar(System(), calendar.pk)


@pytest.mark.django_db
def test_unseen_is_not_found_and_seen_but_forbidden_is_forbidden(anna: User, ben: User) -> None:
    event = make_event(anna)
    with pytest.raises(NotFound):
        get_event(ben, event.pk)
    with pytest.raises(NotFound):
        get_calendar(ben, event.calendar_id)
    grant(event, ben, Role.VIEWER)
    with pytest.raises(Forbidden):
        get_event(ben, event.pk, Permission.CHANGE)


@pytest.mark.django_db
def test_a_superuser_sees_no_more_than_others(anna: User) -> None:
    root = UserFactory.create(is_staff=True, is_superuser=True)
    event = make_event(anna)
    assert not root.has_perm("events.view_event", event)
    assert root.has_perm("events.view_event")
    assert list(visible_to(root.pk)) == []


@pytest.mark.django_db
def test_an_inactive_user_has_no_permission(anna: User) -> None:
    event = make_event(anna)
    anna.is_active = False
    assert not anna.has_perm("events.view_event", event)


@pytest.mark.django_db
def test_a_deleted_event_is_nobodys(anna: User) -> None:
    event = make_event(anna)
    delete_event(actor=anna, event_id=event.pk)
    with pytest.raises(NotFound):
        get_event(anna, event.pk)
    assert list(visible_to(anna.pk)) == []
    assert not anna.has_perm("events.view_event", event)


@pytest.mark.django_db
def test_a_fetch_is_one_query_and_a_lock_four_at_most(
    anna: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    event = make_event(anna)
    with django_assert_num_queries(1):
        get_event(anna, event.pk)
    with pytest.raises(NotFound):
        lock_event(UserFactory.create(), event.pk, Permission.CHANGE)


class BothForms(TestCase):
    """A property over the whole matrix of grants, on one small world."""

    def setUp(self) -> None:
        self.users = UserFactory.create_batch(3)
        self.group = Group.objects.create(name="team")
        self.users[2].groups.add(self.group)
        for owner in self.users[:2]:
            make_event(owner)
            make_event(owner, calendar_id=make_calendar(owner).pk)

    @settings(max_examples=40)
    @given(
        st.lists(
            st.tuples(st.integers(0, 3), st.integers(0, 3), st.sampled_from(list(Role)), st.booleans()),
            max_size=6,
        )
    )
    def test_the_union_and_the_condition_show_the_same(
        self, grants: list[tuple[int, int, Role, bool]]
    ) -> None:
        EventUserPermission.objects.all().delete()
        CalendarUserPermission.objects.all().delete()
        events = list(Event.objects.order_by("pk"))
        for holder, at, role, on_calendar in grants:
            to = self.users[holder] if holder < 3 else self.group
            grant(Calendar.objects.get(pk=events[at].calendar_id) if on_calendar else events[at], to, role)
        for user in self.users:
            union = {(event.pk, event.rank) for event in visible_to(user.pk)}
            named = events_with_rank(user.pk).filter(is_visible(user.pk))
            assert union == {(event.pk, event.rank) for event in named}
            assert union == {(event.pk, event.rank) for event in events_with_rank(user.pk) if event.rank}
            assert all(get_event(user, pk).rank == rank for pk, rank in union)
