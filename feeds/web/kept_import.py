"""A file between the look at what an import would do and the import itself, and then its report."""

import secrets
import zlib
from dataclasses import dataclass

from django.core.cache import cache

from events.changes import OnConflict
from feeds.facts import ImportReport

SECONDS = 3600


@dataclass(frozen=True, slots=True)
class KeptImport:
    """One person's last file. `data` is compressed, and empty once the file is imported."""

    key: str
    filename: str
    data: bytes
    calendar_id: int
    on_conflict: OnConflict
    report: ImportReport
    undo_token: str | None = None

    @property
    def is_done(self) -> bool:
        """Whether the report tells what was done, and not what would be."""
        return not self.data


def keep_import(
    user_id: int, filename: str, data: bytes, on_conflict: OnConflict, report: ImportReport
) -> KeptImport:
    """Keeps the file for an hour, in place of the one that was kept for this person before."""
    kept = KeptImport(
        key=secrets.token_urlsafe(12),
        filename=filename,
        data=zlib.compress(data),
        calendar_id=report.calendar_id,
        on_conflict=on_conflict,
        report=report,
    )
    cache.set(_name(user_id), kept, SECONDS)
    return kept


def keep_result(user_id: int, kept: KeptImport, report: ImportReport, undo_token: str | None) -> None:
    """Puts what has been done in the place of the file."""
    done = KeptImport(kept.key, kept.filename, b"", kept.calendar_id, kept.on_conflict, report, undo_token)
    cache.set(_name(user_id), done, SECONDS)


def find_import(user_id: int, key: str) -> KeptImport | None:
    """The person's file of that key; None where it is gone, or another has come since."""
    kept = cache.get(_name(user_id))
    return kept if isinstance(kept, KeptImport) and kept.key == key else None


def data_of(kept: KeptImport) -> bytes:
    """The file as it was sent."""
    return zlib.decompress(kept.data)


def note_progress(user_id: int, key: str, done: int) -> None:
    """Notes how many components have been written, for the page that waits."""
    cache.set(f"import-progress:{user_id}:{key}", done, SECONDS)


def progress_of(user_id: int, key: str) -> int:
    """How many components have been written."""
    return int(cache.get(f"import-progress:{user_id}:{key}", 0))


def _name(user_id: int) -> str:
    return f"import:{user_id}"
