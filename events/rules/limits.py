"""How much the content of an event may hold."""

from datetime import UTC, datetime, timedelta
from typing import Final

TITLE_MAX: Final = 200
LOCATION_MAX: Final = 500
DESCRIPTION_MAX: Final = 100_000
TAGS_MAX: Final = 50
TAG_MAX: Final = 64
ICAL_PROPERTIES_MAX: Final = 100_000
WINDOW_MAX: Final = timedelta(days=400)
"""How long a window of occurrences may be."""
OCCURRENCES_AT_ONCE: Final = 60_000
"""How many occurrences the series that are written in one transaction may have together."""
EARLIEST: Final = datetime(1900, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2200, 1, 1, tzinfo=UTC)
