"""A sentence whose parts are taken out one by one, and the English and German words for days and months."""

import re
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

# stands where a part was taken out: it ends what comes before it
GAP = "\x1f"
FLAGS = re.IGNORECASE


def _numbered(names: str, first: int) -> dict[str, int]:
    return {name: number for number, name in enumerate(names.split(), first)}


WEEKDAYS = {
    **_numbered("monday tuesday wednesday thursday friday saturday sunday", 0),
    **_numbered("montag dienstag mittwoch donnerstag freitag samstag sonntag", 0),
    **_numbered("mon tue wed thu fri sat sun", 0),
    **_numbered("mo di mi do fr sa so", 0),
    "sonnabend": 5,
    "tues": 1,
    "weds": 2,
    "thur": 3,
    "thurs": 3,
}
MONTHS = {
    **_numbered("january february march april may june july august september october november december", 1),
    **_numbered("januar februar märz april mai juni juli august september oktober november dezember", 1),
    **_numbered("jan feb mar apr may jun jul aug sep oct nov dec", 1),
    "mär": 3,
    "mrz": 3,
    "sept": 9,
    "okt": 10,
    "dez": 12,
}


def longest_first(words: dict[str, int]) -> str:
    """The words as alternatives of a pattern."""
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


MONTH = rf"(?P<month>{longest_first(MONTHS)})\b\.?"
LONG = {word: day for word, day in WEEKDAYS.items() if len(word) > 2}
ANY_DAY = rf"(?:(?:{longest_first(LONG)})|(?-i:Mo|Di|Mi|Do|Fr|Sa|So))(?!\w)\.?"
# "sun", "sat", "wed" and the German ones of two letters are words of other meanings too: alone they are days
# only where what follows is what may follow a day
CLEAR = {word: day for word, day in LONG.items() if word not in ("sun", "sat", "wed")}
VAGUE = "Wed|wed|Sat|sat|Sun|sun|Mo|Di|Mi|Do|Fr|Sa|So"
FOLLOWING = (
    "at|um|with|mit|for|für|from|von|to|bis|next|noon|midnight|mittags|halb"
    "|morning|afternoon|evening|night|vormittag|nachmittag|abend"
)
AFTER_A_DAY = rf"(?=\.?,?\s*(?:$|[@\d{GAP}]|(?:{FOLLOWING})\b|(?:-|–)\s*{ANY_DAY}))"
PARTS = {
    "morning": "morning",
    "früh": "morning",
    "vormittag": "morning",
    "mittag": "noon",
    "afternoon": "afternoon",
    "nachmittag": "afternoon",
    "evening": "evening",
    "night": "evening",
    "abend": "evening",
}
"""The words for a part of the day, behind the word for the day."""
PART = rf"(?P<part>{'|'.join(PARTS)})(?![\w-])"
DAY = rf"(?P<day>(?:{longest_first(CLEAR)})\b\.?|(?-i:{VAGUE})\b{AFTER_A_DAY}\.?)"


class Sentence:
    """What is left of a sentence; white space is one space everywhere."""

    def __init__(self, text: str) -> None:
        printable = "".join(char if char.isprintable() else " " for char in text)
        self.left = " ".join(printable.split())

    def take(self, pattern: "re.Pattern[str]", read: Callable[["re.Match[str]"], T | None]) -> T | None:
        """What `read` makes of the first match that means something; the match is taken out."""
        for match in pattern.finditer(self.left):
            value = read(match)
            if value is not None:
                self.left = f"{self.left[: match.start()]}{GAP}{self.left[match.end() :]}"
                return value
        return None
