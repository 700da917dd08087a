"""Headers of answers, set as Django keeps them: its mapping takes longer for them than a statement.

Looking one up there raises and catches a `KeyError` where it is missing, and setting one encodes its name and
its value. What is given here must be Latin-1 without line breaks.
"""

from collections.abc import Iterable, Mapping

from django.http.response import HttpResponseBase, ResponseHeaders

Kept = Iterable[tuple[str, tuple[str, str]]]


def as_kept(headers: Mapping[str, str]) -> Kept:
    """The headers as `ResponseHeaders` keeps them: by the name in small letters."""
    return kept_by(ResponseHeaders(headers))


def kept_by(headers: ResponseHeaders) -> Kept:
    """What these headers keep."""
    return list(headers._store.items())


def set_defaults(response: HttpResponseBase, headers: Kept) -> None:
    """Sets those that the answer has not."""
    store = response.headers._store
    for key, header in headers:
        store.setdefault(key, header)


def set_default(response: HttpResponseBase, name: str, value: str) -> None:
    """Sets one where the answer has it not."""
    response.headers._store.setdefault(name.lower(), (name, value))
