"""Who gets which answer: every call of the API, every role. It is read by people first.

A cell is the status; where a right on the event itself gives another answer than one through its calendar or
a group, it is `direct|otherwise`. A method that a path has no row for is a 405 for everybody.
"""

from typing import NamedTuple

ROLES = ("anonymous", "stranger", "viewer", "editor", "owner", "creator", "staff")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

# `owner` is a granted one. Rights on the event itself, on its calendar, or through a group that has either.
OF_EVENTS = """
call                                              anonymous stranger viewer  editor  owner   creator staff
GET    /events/{event}                            401       404      200     200     200     200     404
PUT    /events/{event}                            401       404      403     200     200     200     404
PATCH  /events/{event}                            401       404      403     200     200     200     404
DELETE /events/{event}                            401       404      403     403     204     204     404
GET    /events/{event}/history                    401       404      200     200     200     200     404
GET    /events/{event}/versions/1                 401       404      200     200     200     200     404
GET    /events/{event}/versions/99                401       404      404     404     404     404     404
POST   /events/{event}/rollback/1                 401       404      403     200     200     200     404
POST   /events/{event}/rollback/99                401       404      403     404     404     404     404
GET    /events/{event}/diff/1/2                   401       404      200     200     200     200     404
GET    /events/{event}/diff/1/99                  401       404      404     404     404     404     404
GET    /events/{event}/changelog                  401       404      200     200     200     200     404
GET    /events/{event}/activity                   401       404      200     200     200     200     404
GET    /events/{event}/blame                      401       404      200     200     200     200     404
GET    /export?event_id={event}                   401       404      200     200     200     200     404
POST   /events/batch?update={event}               401       400      400     200     200     200     400
POST   /events/batch?move={event}                 401       400      400     200     200     200     400
POST   /events/batch?delete={event}               401       400      400     400     200     200     400
POST   /freebusy?creator_of={event}               401       403      200     200     200     200     403
POST   /suggestions?creator_of={event}            401       403      200     200     200     200     403
POST   /events/{event}/share                      401       404      403     403     201     201     404
GET    /events/{event}/permissions                401       404      200     200     200     200     404
PUT    /events/{event}/permissions/{guest}        401       404      403     403     200     200     404
DELETE /events/{event}/permissions/{guest}        401       404      403     403     200     200     404
PUT    /events/{event}/permissions/{nobody}       401       404      403     403     404     404     404
DELETE /events/{event}/permissions/{nobody}       401       404      403     403     404     404     404
PUT    /events/{event}/permissions/{creator}      401       404      403     403     400     400     404
DELETE /events/{event}/permissions/{creator}      401       404      403     403     400     400     404
DELETE /events/{event}/permissions/{self}         401       404      200|404 200|404 200|404 400     404
GET    /events/{event}/collaborators              401       404      200     200     200     200     404
POST   /events/{event}/transfer                   401       404      403     403     403     200     404
POST   /collaboration/{event}/share               401       404      403     403     201     201     404
GET    /collaboration/{event}/permissions         401       404      200     200     200     200     404
PUT    /collaboration/{event}/permissions/{guest} 401       404      403     403     200     200     404
DELETE /collaboration/{event}/permissions/{guest} 401       404      403     403     200     200     404
GET    /collaboration/{event}/collaborators       401       404      200     200     200     200     404
POST   /collaboration/{event}/transfer            401       404      403     403     403     200     404
POST   /events/{trashed}/restore                  401       404      403     403     200     200     404
DELETE /trash/{trashed}                           401       404      403     403     204     204     404
GET    /events/{trashed}                          401       404      404     404     404     404     404
PATCH  /events/{trashed}                          401       404      404     404     404     404     404
PUT    /events/{trashed}                          401       404      404     404     404     404     404
DELETE /events/{trashed}                          401       404      404     404     404     404     404
POST   /events/{trashed}/rollback/1               401       404      404     404     404     404     404
POST   /events/{trashed}/share                    401       404      404     404     404     404     404
GET    /events/{trashed}/permissions              401       404      404     404     404     404     404
DELETE /events/{trashed}/permissions/{self}       401       404      404     404     404     404     404
GET    /events/{trashed}/collaborators            401       404      404     404     404     404     404
POST   /events/{trashed}/transfer                 401       404      404     404     404     404     404
GET    /events/{trashed}/versions/1               401       404      200     200     200     200     404
GET    /events/{trashed}/versions/99              401       404      404     404     404     404     404
GET    /events/{trashed}/diff/1/2                 401       404      200     200     200     200     404
GET    /events/{trashed}/changelog                401       404      200     200     200     200     404
GET    /events/{trashed}/activity                 401       404      200     200     200     200     404
GET    /events/{trashed}/history                  401       404      200     200     200     200     404
GET    /events/{nothing}                          401       404      404     404     404     404     404
PUT    /events/{nothing}                          401       404      404     404     404     404     404
DELETE /events/{nothing}                          401       404      404     404     404     404     404
POST   /events/{nothing}/share                    401       404      404     404     404     404     404
"""

# The same rights on an event that recurs, for edits of some of its instances only.
OF_SERIES = """
call                                              anonymous stranger viewer  editor  owner   creator staff
PUT    /events/{series}?scope=this&{second}       401       404      403     200     200     200     404
PATCH  /events/{series}?scope=this&{second}       401       404      403     200     200     200     404
PATCH  /events/{series}?scope=following&{second}  401       404      403     200     200     200     404
PATCH  /events/{series}?scope=all&{second}        401       404      403     200     200     200     404
PATCH  /events/{series}?scope=this&{never}        401       404      403     404     404     404     404
PATCH  /events/{series}?scope=following           401       404      403     422     422     422     404
DELETE /events/{series}?scope=this&{second}       401       404      403     204     204     204     404
DELETE /events/{series}?scope=following&{second}  401       404      403     204     204     204     404
DELETE /events/{series}?scope=following&{first}   401       404      403     403     204     204     404
DELETE /events/{series}?scope=all&{second}        401       404      403     403     204     204     404
DELETE /events/{series}?scope=this&{never}        401       404      403     404     404     404     404
DELETE /events/{series}?scope=this                401       404      403     422     422     422     404
"""

# Rights on the calendar, or through a group that has them; a right on one of its events gives none here.
OF_CALENDARS = """
call                                              anonymous stranger viewer  editor  owner   creator staff
GET    /calendars/{calendar}                      401       404      200     200     200     200     404
PATCH  /calendars/{calendar}                      401       404      403     403     200     200     404
DELETE /calendars/{calendar}                      401       404      403     403     409     409     404
DELETE /calendars/{empty}                         401       404      403     403     204     204     404
DELETE /calendars/{default}                       401       404      403     403     409     409     404
POST   /calendars/{calendar}/share                401       404      403     403     201     201     404
GET    /calendars/{calendar}/permissions          401       404      200     200     200     200     404
PUT    /calendars/{calendar}/permissions/{guest}  401       404      403     403     200     200     404
DELETE /calendars/{calendar}/permissions/{guest}  401       404      403     403     200     200     404
DELETE /calendars/{calendar}/permissions/{self}   401       404      200|404 200|404 200|404 400     404
GET    /calendars/{calendar}/collaborators        401       404      200     200     200     200     404
POST   /events/?into={calendar}                   401       422      422     201     201     201     422
POST   /events/batch?into={calendar}              401       422      422     201     201     201     422
GET    /events/?calendar_id={calendar}            401       200      200     200     200     200     200
POST   /import?calendar_id={calendar}             401       404      403     200     200     200     404
POST   /feeds/?into={calendar}                    401       404      201     201     201     201     404
GET    /calendars/{nothing}                       401       404      404     404     404     404     404
"""

# Calls on nothing that has an owner.
OF_NOBODY = """
call                                              anonymous stranger viewer  editor  owner   creator staff
GET    /events/                                   401       200      200     200     200     200     200
POST   /events/                                   401       201      201     201     201     201     201
POST   /events/batch                              401       201      201     201     201     201     201
GET    /export                                    401       200      200     200     200     200     200
POST   /import                                    401       200      200     200     200     200     200
GET    /changes                                   401       200      200     200     200     200     200
GET    /feeds/                                    401       200      200     200     200     200     200
POST   /feeds/                                    401       201      201     201     201     201     201
DELETE /feeds/{nothing}                           401       404      404     404     404     404     404
GET    /occurrences/?from=2031-03-10&to=2031-03-17 401      200      200     200     200     200     200
GET    /trash/                                    401       200      200     200     200     200     200
GET    /calendars/                                401       200      200     200     200     200     200
POST   /calendars/                                401       201      201     201     201     201     201
GET    /users/                                    401       200      200     200     200     200     200
POST   /auth/register                             201       201      201     201     201     201     201
POST   /auth/login                                200       200      200     200     200     200     200
POST   /auth/refresh                              200       200      200     200     200     200     200
GET    /auth/me                                   401       200      200     200     200     200     200
PATCH  /auth/me                                   401       200      200     200     200     200     200
POST   /auth/password                             401       200      200     200     200     200     200
POST   /auth/logout                               401       200      200     200     200     200     200
GET    /openapi.json                              200       200      200     200     200     200     200
POST   /undo/{token}                              401       404      404     404     404     404     404
GET    /nothing                                   404       404      404     404     404     404     404
POST   /nothing                                   404       404      404     404     404     404     404
"""


class Row(NamedTuple):
    """One call, what it is about, and the cells by role."""

    subject: str
    method: str
    path: str
    cells: dict[str, str]


def rows() -> list[Row]:
    """The tables, and a row of 405 for each method that a path of theirs does not take."""
    found: list[Row] = []
    tables = (("event", OF_EVENTS), ("event", OF_SERIES), ("calendar", OF_CALENDARS), ("nobody", OF_NOBODY))
    for subject, table in tables:
        header, *lines = table.strip().splitlines()
        assert tuple(header.split()[1:]) == ROLES
        for line in lines:
            method, path, *cells = line.split()
            found.append(Row(subject, method, path, dict(zip(ROLES, cells, strict=True))))
    return found + missing_methods(found)


def missing_methods(found: list[Row]) -> list[Row]:
    """The methods that no row has for a path; which thing the path names makes no difference."""
    taken: dict[str, set[str]] = {}
    for row in found:
        taken.setdefault(shape(row.path), set()).add(row.method)
    first = {shape(row.path): row for row in reversed(found) if row.path != "/nothing"}
    return [
        Row(row.subject, method, row.path, dict.fromkeys(ROLES, "405"))
        for kind, row in first.items()
        for method in METHODS
        if method not in taken[kind]
    ]


def shape(path: str) -> str:
    """The path without its query, every id and number alike."""
    parts = path.partition("?")[0].split("/")
    return "/".join("{}" if part.startswith("{") or part.isdigit() else part for part in parts)
