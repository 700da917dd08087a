"""Tokens that say up to where a reader of changes has read: signed, opaque, and stored nowhere."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import timedelta

from django.core import signing

from core.errors import Invalid
from feeds.errors import TokenTooOld

SALT = "feeds.access.change_token"
LIFETIME = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Reading:
    """How far one has read.

    `pos` is the journal's, `group_ids` are the groups that the reader was in. `expanding` names what is being
    told of in pages, and `after_id` the last event told: ("all", 0) is everything that one may see,
    ("calendar", id) and ("lost", id) are what a calendar has held, ("groups", 0) what the groups in `others`,
    joined or left since, give sight of. The others stay until the end of the journal is seen, because what it
    says of them while they are told of still matters. `drifted` are groups that came or went while pages were
    read, even if for one page alone: what was told then may be due to them, and is told again.
    """

    pos: int
    group_ids: tuple[int, ...]
    expanding: tuple[str, int] | None = None
    after_id: int = 0
    others: tuple[int, ...] = ()
    drifted: tuple[int, ...] = ()

    @property
    def known_groups(self) -> frozenset[int]:
        """All groups of which the journal has to say something that matters."""
        return frozenset((*self.group_ids, *self.others, *self.drifted))


def change_token(user_id: int, reading: Reading) -> str:
    """What goes on from there; good for `LIFETIME`, for that reader alone."""
    return signing.dumps([user_id, *astuple(reading)], salt=SALT, compress=True)


def read_change_token(user_id: int, token: str) -> Reading:
    """Where to go on. Raises `TokenTooOld` (410), and `Invalid` for what is forged or another's."""
    try:
        owner_id, pos, group_ids, expanding, after_id, others, drifted = signing.loads(
            token, salt=SALT, max_age=LIFETIME
        )
    except signing.SignatureExpired as error:
        raise too_old() from error
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise _no_token() from error
    if owner_id != user_id:
        raise _no_token()
    what = (expanding[0], expanding[1]) if expanding else None
    return Reading(pos, _ids(group_ids), what, after_id, _ids(others), _ids(drifted))


def too_old() -> TokenTooOld:
    """The refusal after which one reads all anew."""
    return TokenTooOld("What changed since is no longer known. Read everything again, without since.")


def _no_token() -> Invalid:
    return Invalid.of("since", "invalid", "This is no token that changes have given to you.")


def _ids(values: Iterable[int]) -> tuple[int, ...]:
    return tuple(int(value) for value in values)
