"""How a person wants to read the pages."""

import pytest
from django.utils import timezone

from accounts.actions.update_profile import update_profile
from accounts.changes import ProfileChanges
from accounts.models import User
from core.errors import Invalid
from journal.models import Entry

READING = ("week_start", "hour_cycle", "language", "shortcuts_enabled", "onboarded_at")


def reading(user: User) -> tuple[object, ...]:
    user.refresh_from_db()
    return tuple(getattr(user, name) for name in READING)


def test_a_new_user_reads_as_the_browser_asks_on_a_clock_of_24_hours(ada: User) -> None:
    assert reading(ada) == ("monday", "24", "", True, None)
    assert ada.twelve_hour_clock is False


def test_how_one_reads_is_saved_and_in_the_journal(ada: User) -> None:
    now = timezone.now()
    changes = ProfileChanges(
        week_start="sunday", hour_cycle="12", language="de", shortcuts_enabled=False, onboarded_at=now
    )
    user = update_profile(actor=ada, changes=changes, address=None)
    assert (reading(ada), user.twelve_hour_clock) == (("sunday", "12", "de", False, now), True)
    entries = Entry.objects.filter(calendar_id=0).values_list("verb", "subject_id", "summary")
    assert list(entries) == [
        ("profile_updated", ada.pk, "week_start, hour_cycle, language, shortcuts_enabled, onboarded_at")
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        (ProfileChanges(week_start="friday"), "week_start"),
        (ProfileChanges(hour_cycle="13"), "hour_cycle"),
        (ProfileChanges(language="tlh"), "language"),
    ],
)
def test_what_is_no_choice_is_refused(ada: User, changes: ProfileChanges, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        update_profile(actor=ada, changes=changes, address=None)
    assert [fault.field for fault in refused.value.faults] == [field]
    assert (reading(ada), Entry.objects.filter(calendar_id=0).count()) == (
        ("monday", "24", "", True, None),
        0,
    )
