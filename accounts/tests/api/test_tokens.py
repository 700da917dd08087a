"""The memory of verified access tokens."""

import time
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from accounts.api import tokens as module
from accounts.api.tokens import AccessTokens, Claims, issue_tokens, read_refresh_token
from accounts.errors import InvalidToken
from accounts.models import Session


def session(pk: int = 5) -> Session:
    return Session(pk=pk, user_id=3, refresh_jti="abc", expires_at=timezone.now() + timedelta(days=7))


def test_tokens_say_who_and_which_session() -> None:
    pair = issue_tokens(session())
    access = AccessTokens().read(pair.access_token)
    refresh = read_refresh_token(pair.refresh_token)
    assert (access.user_id, access.session_id, pair.expires_in) == (3, 5, 1800)
    assert (refresh.user_id, refresh.session_id, refresh.jti) == (3, 5, "abc")


def test_a_token_is_verified_once_until_it_expires() -> None:
    known = AccessTokens()
    token = issue_tokens(session()).access_token
    first = known.read(token)
    with patch.object(module, "_verified", side_effect=InvalidToken("Verified again.")) as verified:
        assert known.read(token) is first
        with patch.object(time, "time", return_value=first.expires_at), pytest.raises(InvalidToken):
            known.read(token)
        with pytest.raises(InvalidToken):
            known.read(token)
    assert verified.call_count == 2


def test_what_is_invalid_is_not_remembered() -> None:
    known = AccessTokens()
    for token in ("x", issue_tokens(session()).refresh_token, "\udcff", ""):
        with pytest.raises(InvalidToken):
            known.read(token)
    assert known._known == {}


def test_the_memory_is_bounded_and_forgets_what_was_used_longest_ago() -> None:
    known = AccessTokens(size=2)
    one, two, three = (issue_tokens(session(pk)).access_token for pk in (1, 2, 3))
    for token in (one, two, one, three):
        known.read(token)

    def verify(kind: object, token: str) -> Claims:
        verified.append(token)
        return Claims(0, 0, "", 2**40)

    verified: list[str] = []
    with patch.object(module, "_verified", verify):
        for token in (one, three, two):
            known.read(token)
    assert verified == [two]
