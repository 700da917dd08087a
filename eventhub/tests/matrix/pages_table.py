"""Who gets which answer from the pages: the same rights as through the API, by a table of their own.

302 answers a form that was taken. Who has not signed in is led to where he can: that is written `login`.
"""

from eventhub.tests.matrix.table import ROLES, Row

# Rights on the event itself, or on its calendar, or through a group that has them.
OF_EVENTS = """
call                                        anonymous stranger viewer  editor  owner   creator staff
GET    /events/{event}/                     login     404      200     200     200     200     404
GET    /events/{event}/edit/                login     404      403     200     200     200     404
POST   /events/{event}/edit/                login     404      403     302     302     302     404
GET    /events/{event}/move/                login     404      403     200     200     200     404
POST   /events/{event}/move/                login     404      403     302     302     302     404
GET    /find-a-time/?event={event}          login     404      403     200     200     200     404
GET    /events/several/?event={event}       login     200      200     200     200     200     200
POST   /events/several/                     login     409      409     302     302     302     409
GET    /events/{event}/delete/              login     404      403     403     200     200     404
POST   /events/{event}/delete/              login     404      403     403     302     302     404
GET    /events/{event}/history/             login     404      200     200     200     200     404
GET    /events/{event}/diff/1/2/            login     404      200     200     200     200     404
GET    /events/{event}/restore/1/           login     404      403     200     200     200     404
POST   /events/{event}/restore/1/           login     404      403     302     302     302     404
POST   /events/{event}/keep/                login     404      302     302     302     302     404
GET    /events/{event}/share/               login     404      200     200     200     200     404
POST   /events/{event}/share/               login     404      403     403     302     302     404
POST   /events/{event}/share/several/       login     404      403     403     302     302     404
POST   /events/{event}/share/{guest}/       login     404      403     403     302     302     404
POST   /events/{event}/share/{creator}/     login     404      403     403     400     400     404
GET    /events/{event}/share/leave/         login     404      200     200     200     200     404
POST   /events/{event}/share/leave/         login     404      302|404 302|404 302|404 400     404
GET    /events/{event}/transfer/{guest}/    login     404      403     403     403     200     404
POST   /events/{event}/transfer/{guest}/    login     404      403     403     403     302     404
GET    /events/{event}/export/              login     404      200     200     200     200     404
GET    /events/{trashed}/                   login     404      200     200     200     200     404
GET    /events/{trashed}/edit/              login     404      404     404     404     404     404
POST   /trash/{trashed}/restore/            login     404      403     403     302     302     404
GET    /trash/{trashed}/delete/             login     404      403     403     200     200     404
POST   /trash/{trashed}/delete/             login     404      403     403     302     302     404
GET    /trash/several/delete/?event={trashed} login   302      302     302     200     200     302
GET    /events/{nothing}/                   login     404      404     404     404     404     404
POST   /events/{nothing}/edit/              login     404      404     404     404     404     404
POST   /events/{nothing}/share/             login     404      404     404     404     404     404
"""

# Rights on the calendar, or through a group that has them.
OF_CALENDARS = """
call                                        anonymous stranger viewer  editor  owner   creator staff
GET    /calendars/{calendar}/edit/          login     404      403     403     200     200     404
POST   /calendars/{calendar}/edit/          login     404      403     403     302     302     404
POST   /calendars/{empty}/delete/           login     404      403     403     302     302     404
GET    /calendars/{calendar}/share/         login     404      200     200     200     200     404
POST   /calendars/{calendar}/share/         login     404      403     403     302     302     404
POST   /calendars/{calendar}/share/{guest}/ login     404      403     403     302     302     404
GET    /calendars/{calendar}/share/leave/   login     404      200     200     200     200     404
POST   /calendars/{calendar}/share/leave/   login     404      302|404 302|404 302|404 400     404
GET    /export/file/?calendar_id={calendar} login     404      200     200     200     200     404
POST   /import/?into={calendar}             login     422      422     302     302     302     422
"""

# Pages about nothing that has an owner.
OF_NOBODY = """
call                                        anonymous stranger viewer  editor  owner   creator staff
GET    /calendar/                           login     200      200     200     200     200     200
POST   /calendar/examples/                  login     302      302     302     302     302     302
GET    /events/new/                         login     200      200     200     200     200     200
GET    /find-a-time/                        login     200      200     200     200     200     200
GET    /calendars/new/                      login     200      200     200     200     200     200
GET    /search/?q=Second                    login     200      200     200     200     200     200
GET    /search/all/?q=Second                login     200      200     200     200     200     200
GET    /people/?person=guest                login     200      200     200     200     200     200
GET    /trash/                              login     200      200     200     200     200     200
GET    /activity/                           login     200      200     200     200     200     200
GET    /import/                             login     200      200     200     200     200     200
GET    /export/                             login     200      200     200     200     200     200
GET    /settings/                           login     200      200     200     200     200     200
GET    /help/                               200       200      200     200     200     200     200
GET    /nothing/                            404       404      404     404     404     404     404
"""


def rows() -> list[Row]:
    """The tables."""
    found: list[Row] = []
    for subject, table in (("event", OF_EVENTS), ("calendar", OF_CALENDARS), ("nobody", OF_NOBODY)):
        header, *lines = table.strip().splitlines()
        assert tuple(header.split()[1:]) == ROLES
        for line in lines:
            method, path, *cells = line.split()
            found.append(Row(subject, method, path, dict(zip(ROLES, cells, strict=True))))
    return found
