"""The words of the journal that have a fixed set of meanings."""

from enum import StrEnum


class Problem(StrEnum):
    """What is wrong with a chain at the place that is named."""

    ALTERED = "altered"
    REMOVED = "removed"
    CUT_OFF = "cut_off"
    UNCHAINED = "unchained"
