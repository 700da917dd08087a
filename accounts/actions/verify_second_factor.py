"""Compares a code with a person's authenticator app and recovery codes; each is good once."""

import time

from allauth.mfa.models import Authenticator

from accounts.models import User
from accounts.rules.totp import matching_counter, plain
from accounts.selectors.second_factors import Kind
from core.limits import check_limit, count_call
from core.transactions import write_atomic

# Three of a million codes are right at any time. Who guesses has the password already, so the limit of the
# account holds wherever he guesses from.
FAILURES = "failed second factors"
FAILURES_PER_HOUR = "10/h"
FAILURES_OF_ACCOUNT = "failed second factors of an account"
FAILURES_OF_ACCOUNT_PER_HOUR = "100/h"
LAST_COUNTER = "last_counter"


def verify_second_factor(user: User, code: str, *, address: str | None) -> Authenticator | None:
    """What the code belongs to, which is spent then; None where it is wrong, expired or was used before.

    Raises `TooManyRequests` after ten failures in an hour of this account from this address, or a hundred
    from anywhere.
    """
    account = f"user {user.pk}"
    limits = (
        (FAILURES, f"{account} from {address}", FAILURES_PER_HOUR),
        (FAILURES_OF_ACCOUNT, account, FAILURES_OF_ACCOUNT_PER_HOUR),
    )
    for group, who, rate in limits:
        check_limit(group, who, rate)
    found = _spend(user, plain(code))
    if found is None:
        for group, who, rate in limits:
            count_call(group, who, rate)
    return found


def _spend(user: User, code: str) -> Authenticator | None:
    with write_atomic():
        # locked, so that of two who come with one code at once one gets in
        kinds = [Kind.TOTP, Kind.RECOVERY_CODES]
        factors = Authenticator.objects.select_for_update().filter(user_id=user.pk, type__in=kinds)
        for factor in factors.order_by("pk"):
            if _is_good(factor, code):
                return factor
    return None


def _is_good(factor: Authenticator, code: str) -> bool:
    if factor.type == Kind.RECOVERY_CODES:
        right: bool = factor.wrap().validate_code(code)
        return right
    counter = matching_counter(
        factor.data["secret"], code, time.time(), after=factor.data.get(LAST_COUNTER, -1)
    )
    if counter is None:
        return False
    factor.data[LAST_COUNTER] = counter
    factor.save(update_fields=["data"])
    return True
