"""Takes an authenticator app, a passkey, or all of them off an account."""

from allauth.mfa.models import Authenticator

from accounts.actors import Actor
from accounts.enums import Verb
from accounts.errors import SecondFactorNotFound
from accounts.models import User
from accounts.selectors.second_factors import PROOFS, Kind
from core.transactions import write_atomic
from journal.actions.record import record
from journal.facts import Fact


def remove_second_factor(*, actor: User, factor_id: int) -> None:
    """Removes one of the actor's own; with the last one go the recovery codes.

    Raises `SecondFactorNotFound`, also for another's.
    """
    with write_atomic():
        own = Authenticator.objects.filter(user_id=actor.pk)
        factor = own.filter(pk=factor_id, type__in=PROOFS).first()
        if factor is None:
            raise SecondFactorNotFound("There is no such second factor.")
        left = own.filter(type__in=PROOFS).exclude(pk=factor.pk).exists()
        _remove([factor] if left else list(own.order_by("pk")), actor)


def remove_second_factors(*, actor: Actor, user: User) -> int:
    """How many the user had, none of which is left: for one who has lost them. The door has asked who may."""
    with write_atomic():
        factors = list(Authenticator.objects.filter(user_id=user.pk).order_by("pk"))
        _remove(factors, actor)
    return len(factors)


def _remove(factors: list[Authenticator], actor: Actor) -> None:
    facts = [
        Fact(
            Verb.SECOND_FACTOR_REMOVED,
            "second_factor",
            factor.pk,
            summary=str(Kind(factor.type)),
            payload={"user_id": factor.user_id},
        )
        for factor in factors
    ]
    Authenticator.objects.filter(pk__in=[factor.pk for factor in factors]).delete()
    record(facts, actor_id=actor.id)
