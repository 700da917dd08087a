"""Gives a person's account an authenticator app or a passkey, and with the first of them recovery codes."""

import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.utils.translation import gettext_noop

from accounts.actions.verify_second_factor import LAST_COUNTER
from accounts.enums import Verb
from accounts.errors import SecondFactorExists
from accounts.models import User
from accounts.rules.totp import is_secret, matching_counter, plain
from accounts.selectors.second_factors import Kind
from core.errors import Invalid
from core.transactions import write_atomic
from journal.actions.record import record
from journal.facts import Fact

INCORRECT = gettext_noop("This code is wrong, or no longer good. Use the one that the app shows now.")
LONGEST_NAME = 100


def add_totp(*, actor: User, secret: str, code: str) -> bool:
    """Adds the authenticator app that has the secret, which `code` proves; True where recovery codes are new.

    Raises `Invalid` for a wrong code, and `SecondFactorExists` where there is an app already.
    """
    counter = matching_counter(secret, plain(code), time.time()) if is_secret(secret) else None
    if counter is None:
        raise Invalid.of("code", "incorrect", INCORRECT)
    # the code that proved it is spent
    return _add(actor, Kind.TOTP, {"secret": secret, LAST_COUNTER: counter})


def add_passkey(*, actor: User, name: str, credential: dict[str, Any]) -> bool:
    """Adds a passkey whose registration the door has verified; True where recovery codes are new.

    Raises `Invalid` for a name that is empty or too long.
    """
    name = name.strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Invalid.of("name", "length", f"A name has 1 to {LONGEST_NAME} characters.")
    return _add(actor, Kind.WEBAUTHN, {"name": name, "credential": credential})


def _add(actor: User, kind: str, data: dict[str, Any]) -> bool:
    with write_atomic():
        # of two who add one at once, the second sees what the first has added
        user = User.objects.select_for_update(no_key=True).get(pk=actor.pk)
        present = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
        if kind == Kind.TOTP and kind in present:
            raise SecondFactorExists("The account has an authenticator app already.")
        factor = Authenticator.objects.create(user=user, type=kind, data=data)
        facts = [Fact(Verb.SECOND_FACTOR_ADDED, "second_factor", factor.pk, summary=str(kind))]
        with_codes = Kind.RECOVERY_CODES not in present
        if with_codes:
            codes = RecoveryCodes.activate(user).instance
            facts.append(
                Fact(Verb.SECOND_FACTOR_ADDED, "second_factor", codes.pk, summary=str(Kind.RECOVERY_CODES))
            )
        record(facts, actor_id=actor.pk)
    return with_codes
