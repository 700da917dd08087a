"""Permissions by heart: the ids are those of the moment, and no statement reads them."""

import pytest
from django.apps.registry import Apps
from django.contrib.auth.models import Permission
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from events.access import get_event
from events.access.permission_ids import permission_id, relearn
from events.enums import Role
from events.factories import grant, make_event


@pytest.mark.django_db
def test_ids_are_known_without_asking(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    stored = Permission.objects.get(content_type__app_label="events", codename="share_event")
    with django_assert_num_queries(0):
        assert permission_id("share_event") == stored.pk


@pytest.mark.django_db(transaction=True)
def test_permissions_made_anew_are_learnt(anna: User, ben: User) -> None:
    event = make_event(anna)
    grant(event, ben, Role.EDITOR)
    assert get_event(ben, event.pk).rank == Role.EDITOR.rank
    before = permission_id("change_event")
    call_command("flush", interactive=False, verbosity=0)
    assert permission_id("change_event") != before
    stored = Permission.objects.get(content_type__app_label="events", codename="change_event")
    assert permission_id("change_event") == stored.pk


@pytest.mark.django_db
def test_without_permissions_there_is_nothing_to_learn() -> None:
    before = permission_id("view_event")
    relearn("default", apps=Apps())
    assert permission_id("view_event") == before
