"""Give committed entries the positions that readers of the journal keep."""

from django.db import connection

from core.transactions import LockClass, try_lock, write_atomic
from journal.models import Entry

# Evaluated once and row by row: nextval must follow the order of ids.
NUMBER = """
WITH numbered AS MATERIALIZED (
    SELECT id, nextval('journal_entry_pos_seq') AS pos
    FROM (SELECT id FROM journal_entry WHERE pos IS NULL ORDER BY id) AS waiting
)
UPDATE journal_entry SET pos = numbered.pos FROM numbered WHERE journal_entry.id = numbered.id
"""


def number_entries() -> int:
    """Numbers what has been committed since the last call, commits, and returns how many that were.

    Call it outside any transaction, before `entries_after`. It never waits: while somebody else is numbering
    it returns 0, and one reads what there is. A position appears only after all smaller ones have, which is
    not true of ids, because transactions commit in another order than they insert.
    """
    # On SQLite entries get their positions when they are written. Elsewhere an idle poll takes no lock.
    if connection.vendor == "sqlite" or not Entry.objects.filter(pos=None).exists():
        return 0
    with write_atomic():
        # in a statement of its own, so that the next one sees what the last holder has committed
        if not try_lock(LockClass.JOURNAL_NUMBERING, 0):
            return 0
        with connection.cursor() as cursor:
            cursor.execute(NUMBER)
            return int(cursor.rowcount)
