"""Who may end whose sessions."""

from accounts.actors import Actor
from accounts.errors import SessionNotFound
from accounts.models import Session, User
from core.actors import System


def get_session(actor: Actor, session_id: int) -> Session:
    """The session, if the actor may end it: his own, any for the installation and for staff with that right.

    Raises `SessionNotFound`.
    """
    session = Session.objects.filter(pk=session_id).first()
    if session is None or not may_end(actor, session):
        raise SessionNotFound("There is no such session.")
    return session


def may_end(actor: Actor, session: Session) -> bool:
    """Whether the actor may end the session."""
    if isinstance(actor, User):
        return actor.pk == session.user_id or (actor.is_staff and actor.has_perm("accounts.change_session"))
    return isinstance(actor, System)
