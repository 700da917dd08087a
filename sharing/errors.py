"""The refusals of sharing: each has a stable code."""

from core.errors import Forbidden, NotFound, Refused


class UsersNotFound(Refused):
    """Some of the people named have no active account, so nothing was granted (400)."""

    code = "users_not_found"
    title = "Users not found"


class OwnerIsFixed(Refused):
    """The creator holds every right by being the creator: no grant adds to it or takes from it (400)."""

    code = "owner_is_fixed"
    title = "Owner's permissions are fixed"


class PermissionNotFound(NotFound):
    """The user holds no role of his own on the thing (404)."""

    code = "permission_not_found"
    title = "Permission not found"


class FreeBusyHidden(Forbidden):
    """Some of the people do not show the caller when they are busy, or are not there at all (403)."""

    code = "free_busy_hidden"
    title = "Free and busy hidden"


class NotCreator(Forbidden):
    """Only the creator may hand an event over; a granted owner may not (403)."""

    code = "not_creator"


class GroupNotFound(NotFound):
    """There is no such group (404)."""

    code = "group_not_found"
    title = "Group not found"
