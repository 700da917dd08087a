"""Conditional requests: entity tags, If-Match and If-None-Match (RFC 9110, sections 8.8.3 and 13.1)."""

import re
from dataclasses import dataclass

from django.http import HttpRequest

# empty elements of a list count for nothing (RFC 9110, section 5.6.1.2)
ENTITY_TAG = re.compile(r'[\s,]*(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")\s*(?:,[\s,]*|\Z)')
OUR_TAG = re.compile(r'"(\d{1,19})-(\d{1,10})"')


def etag(id: int, version: int) -> str:
    """The strong entity tag of one version of one thing."""
    return f'"{id}-{version}"'


@dataclass(frozen=True, slots=True)
class EntityTags:
    """The tags that a condition names, without their `W/`; `any` is `*`. A malformed list names none."""

    any: bool
    tags: frozenset[str]

    def matches(self, tag: str) -> bool:
        """Whether the present thing has one of the tags; weak and strong forms compare alike."""
        return self.any or tag in self.tags

    def versions(self, id: int) -> frozenset[int] | None:
        """The versions of the thing that the condition accepts; None for `*`, which accepts every one."""
        if self.any:
            return None
        ours = (OUR_TAG.fullmatch(tag) for tag in self.tags)
        return frozenset(int(match[2]) for match in ours if match and int(match[1]) == id)


def if_match(request: HttpRequest) -> EntityTags | None:
    """The condition of `If-Match`; None where the request has none. A malformed one never matches."""
    value = request.META.get("HTTP_IF_MATCH")
    return None if value is None else _parsed(value)


def not_modified(request: HttpRequest, tag: str) -> bool:
    """Whether `If-None-Match` says that the client has this very version."""
    value = request.META.get("HTTP_IF_NONE_MATCH")
    return value is not None and _parsed(value).matches(tag)


def _parsed(value: str) -> EntityTags:
    if value.strip() == "*":
        return EntityTags(any=True, tags=frozenset())
    tags, position = set(), 0
    while position < len(value):
        match = ENTITY_TAG.match(value, position)
        if match is None:
            return EntityTags(any=False, tags=frozenset())
        tags.add(match[1])
        position = match.end()
    return EntityTags(any=False, tags=frozenset(tags))
