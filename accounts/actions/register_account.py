"""Makes an account for somebody who signs up on the pages, and is logged in by them."""

from accounts.actions.register_user import new_user, refusing_taken, save_new
from accounts.changes import Registration
from accounts.models import User
from core.actors import Anonymous
from core.transactions import write_atomic
from journal.actions.record import record


def register_account(*, actor: Anonymous, registration: Registration) -> User:
    """The new user, who has no session yet. Raises as `register_user` does."""
    user = new_user(registration)
    with refusing_taken(), write_atomic():
        record([save_new(user)], actor_id=user.pk)
    return user
