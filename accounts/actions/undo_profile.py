"""Taking back an edit of one's own account."""

from accounts.actions.update_profile import update_profile
from accounts.changes import ProfileChanges
from accounts.enums import Verb
from accounts.models import User
from core.errors import NotFound
from core.transactions import write_atomic
from journal.errors import UndoConflict
from journal.selectors import entries_to_undo

PROFILE_VERBS = frozenset({str(Verb.PROFILE_UPDATED)})
"""What is taken back here."""


def undo_profile(*, actor: User, token: str) -> None:
    """Sets the fields back that the edit changed; what was changed beside them stays.

    Raises `NotFound` for a token that is old or another's and for an edit that is not taken back, such as
    that of the email, and `UndoConflict` where one of the fields was changed again since.
    """
    with write_atomic():
        (entry,) = entries_to_undo(actor.pk, token, PROFILE_VERBS)
        told = entry.payload or {}
        if "before" not in told:
            raise NotFound("This can no longer be undone.")
        current = User.objects.select_for_update(no_key=True).get(pk=actor.pk)
        if any(getattr(current, name) != value for name, value in told["after"].items()):
            raise UndoConflict("This has been changed again since. Nothing was undone.")
        update_profile(actor=actor, changes=ProfileChanges(**told["before"]), address=None, undoes=entry.pk)
