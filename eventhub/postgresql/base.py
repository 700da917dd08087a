"""The backend that Django loads for `eventhub.postgresql`."""

from select import POLLIN, poll

from django.db.backends.postgresql import base
from psycopg.pq import ConnStatus


class DatabaseWrapper(base.DatabaseWrapper):
    """Looks at the socket of a kept connection before it asks the server.

    `CONN_HEALTH_CHECKS` asks once a request, and Django's question is a round trip, as long as the queries of
    a short call. A server that ended the connection has left the end of the stream in the socket, where an
    idle connection that works has nothing to read.
    """

    def is_usable(self) -> bool:
        if self.connection is None or self.connection.pgconn.status != ConnStatus.OK:
            return False
        if not self.errors_occurred and not _has_something_to_read(self.connection.pgconn.socket):
            return True
        usable: bool = super().is_usable()
        return usable


def _has_something_to_read(socket: int) -> bool:
    looking = poll()
    looking.register(socket, POLLIN)
    return bool(looking.poll(0))
