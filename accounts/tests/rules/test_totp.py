"""Codes of authenticator apps against the vectors of RFC 6238, appendix B, cut to six digits."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.rules.totp import PERIOD, code_at, is_secret, matching_counter, plain

SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_the_vectors_of_the_rfc(seconds: int, code: str) -> None:
    assert code_at(SECRET, seconds // PERIOD) == code
    assert matching_counter(SECRET, code, seconds) == seconds // PERIOD


@given(now=st.integers(10**8, 10**11), periods=st.integers(-4, 4))
def test_a_code_is_good_for_a_period_before_and_after_its_own(now: int, periods: int) -> None:
    code = code_at(SECRET, now // PERIOD + periods)
    found = matching_counter(SECRET, code, now)
    # two of some periods may have the same code
    assert (found is not None) == (abs(periods) <= 1) or found is not None


@given(now=st.integers(10**8, 10**11))
def test_a_code_is_spent_with_its_period(now: int) -> None:
    present = now // PERIOD
    found = matching_counter(SECRET, code_at(SECRET, present), now, after=present)
    assert found is None or found == present + 1


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef"])
def test_what_is_no_code_matches_nothing(code: str) -> None:
    assert matching_counter(SECRET, code, 59) is None


@pytest.mark.parametrize(
    ("typed", "code"), [("287 082", "287082"), ("287-082", "287082"), ("２８７０８２", ""), ("", "")]
)
def test_gaps_are_for_people(typed: str, code: str) -> None:
    assert plain(typed) == code


@pytest.mark.parametrize(
    ("text", "is_one"),
    [(SECRET, True), (SECRET.lower(), True), ("", False), ("GEZDGNBV", False), ("!", False)],
)
def test_a_secret_has_eighty_bits_in_base32(text: str, is_one: bool) -> None:
    assert is_secret(text) is is_one
