"""`manage.py changepassword`."""

from collections.abc import Iterator
from io import StringIO
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Session, User
from accounts.tests.web.conftest import Browser
from journal.models import Entry

GOOD = "quite another passphrase"


@pytest.fixture
def typed() -> Iterator[list[str]]:
    """What is typed, one after the other."""
    lines: list[str] = []
    with patch("accounts.management.commands.changepassword.getpass", lambda prompt: lines.pop(0)):
        yield lines


def written() -> list[tuple[str, str, int | None, str]]:
    entries = Entry.objects.filter(verb="password_changed")
    return list(entries.values_list("verb", "source", "subject_id", "summary"))


def test_a_password_set_by_an_operator_is_in_the_journal_and_ends_all_sessions(
    ada: User, typed: list[str]
) -> None:
    browser = Browser()
    browser.sign_in("ada")
    typed += [GOOD, "something else", "short", "short", GOOD, GOOD]
    out, err = StringIO(), StringIO()
    call_command("changepassword", "ADA@example.org", stdout=out, stderr=err)
    assert "The password of Ada is changed." in out.getvalue()
    assert "The two are not the same." in err.getvalue()
    assert "This password is too short." in err.getvalue()
    assert written() == [("password_changed", "command", ada.pk, "by an operator")]
    assert (browser.is_signed_in(), Session.objects.filter(revoked_at=None).count()) == (False, 0)
    assert browser.sign_in("ada", GOOD).status_code == 302


def test_an_unknown_name_and_three_bad_tries_change_nothing(ada: User, typed: list[str]) -> None:
    with pytest.raises(CommandError, match="There is no user 'bob'"):
        call_command("changepassword", "bob")
    typed += ["short"] * 6
    with pytest.raises(CommandError, match="is not changed, after 3 tries"):
        call_command("changepassword", "ada", stderr=StringIO())
    assert written() == []
