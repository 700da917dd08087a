"""Gives a person new recovery codes; the former ones are good no more."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from accounts.enums import Verb
from accounts.errors import SecondFactorNotFound
from accounts.models import User
from accounts.selectors.second_factors import Kind, has_second_factor
from core.transactions import write_atomic
from journal.actions.record import record
from journal.facts import Fact


def renew_recovery_codes(*, actor: User) -> None:
    """Replaces the codes. Raises `SecondFactorNotFound` where the account has no second factor."""
    with write_atomic():
        user = User.objects.select_for_update(no_key=True).get(pk=actor.pk)
        if not has_second_factor(user.pk):
            raise SecondFactorNotFound("Recovery codes come with an authenticator app or a passkey.")
        Authenticator.objects.filter(user=user, type=Kind.RECOVERY_CODES).delete()
        codes = RecoveryCodes.activate(user).instance
        record([Fact(Verb.RECOVERY_CODES_RENEWED, "second_factor", codes.pk)], actor_id=user.pk)
