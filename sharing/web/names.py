"""The people whom an address or a form names."""

from django.http import QueryDict

LONGEST = 254
NUL = "\0"


def names_in(query: QueryDict, key: str) -> list[str]:
    """What the values of the key name, each once; a NUL, which no database takes, is replaced."""
    names = (name.strip()[:LONGEST].replace(NUL, "\N{REPLACEMENT CHARACTER}") for name in query.getlist(key))
    return list(dict.fromkeys(name for name in names if name))
