"""Compares a password with an account's, so that guessing is slow, limited, and tells nothing."""

from django.contrib.auth.hashers import make_password

from accounts.models import User
from core.limits import check_limit, count_call

FAILURES_PER_HOUR = "20/h"
FAILURES = "failed logins"


def verify_password(user: User | None, password: str, *, login: str, address: str | None) -> bool:
    """Whether the password is the user's; for None it is False, after the same time.

    `login` stands for an account that does not exist. Raises `TooManyRequests` when the pair of account and
    address has failed twenty times in an hour: from another address the owner still gets in.
    """
    who = _who(user, login, address)
    check_limit(FAILURES, who, FAILURES_PER_HOUR)
    if user is None:
        # the same work as a comparison
        make_password(password)
        right = False
    else:
        right = user.check_password(password)
    if not right:
        count_call(FAILURES, who, FAILURES_PER_HOUR)
    return right


def refuse_guessing(user: User | None, *, login: str, address: str | None) -> None:
    """Raises `TooManyRequests` where `verify_password` would; for doors that cannot hear it from there."""
    check_limit(FAILURES, _who(user, login, address), FAILURES_PER_HOUR)


def _who(user: User | None, login: str, address: str | None) -> str:
    account = f"user {user.pk}" if user else f"name {login.lower()}"
    return f"{account} from {address}"
