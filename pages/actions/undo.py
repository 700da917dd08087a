"""Taking back what was just done, whichever app it was done in."""

from collections.abc import Callable, Mapping

from accounts.actions.undo_profile import PROFILE_VERBS, undo_profile
from accounts.models import User
from core.errors import NotFound
from events.actions.undo_calendar import CALENDAR_VERBS, undo_calendar
from events.models import Event
from feeds.actions.undo_feed import FEED_VERBS, undo_feed
from history.actions.undo_write import undo_write
from journal.access.undo import read_deed_token
from pages.actions.undo_examples import undo_examples
from sharing.actions.undo_roles import ROLE_VERBS, undo_roles

UNDO_OF: Mapping[str, Callable[..., None]] = {
    **dict.fromkeys(CALENDAR_VERBS, undo_calendar),
    **dict.fromkeys(ROLE_VERBS, undo_roles),
    **dict.fromkeys(FEED_VERBS, undo_feed),
    **dict.fromkeys(PROFILE_VERBS, undo_profile),
}
"""What takes back a deed of which the journal has this verb."""


def undo(*, actor: User, token: str) -> list[Event]:
    """Reverses what the token stands for, and returns the events that this has written.

    Raises `NotFound` for a token that is old or another's, and what the action of its app raises.
    """
    deed = read_deed_token(actor.pk, token)
    if deed is None:
        examples = undo_examples(actor=actor, token=token)
        return undo_write(actor=actor, token=token) if examples is None else examples
    verb, _ = deed
    if verb not in UNDO_OF:
        raise NotFound("This can no longer be undone.")
    UNDO_OF[verb](actor=actor, token=token)
    return []
