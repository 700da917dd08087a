"""The one road of every write of events: one transaction, started over where an owner has changed."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from core.errors import Conflict
from core.transactions import write_atomic
from events.access import OwnerChanged

Params = ParamSpec("Params")
Result = TypeVar("Result")

TRIES = 5


def on_the_road(action: Callable[Params, Result]) -> Callable[Params, Result]:
    """Runs the action in one transaction, and again from the start where the owner changed meanwhile."""

    @wraps(action)
    def run(*args: Params.args, **kwargs: Params.kwargs) -> Result:
        for _ in range(TRIES):
            try:
                with write_atomic():
                    return action(*args, **kwargs)
            except OwnerChanged:
                continue
        raise Conflict("The event is being handed over again and again. Try again in a moment.")

    return run
