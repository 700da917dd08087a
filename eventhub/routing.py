"""Routes that answer with and without the trailing slash, by the same route and without a redirect."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.urls import URLPattern, URLResolver
from django.urls.exceptions import Resolver404
from django.urls.resolvers import ResolverMatch, RoutePattern

REMEMBERED = 4096


class EitherSlash(URLResolver):
    """Routes under a prefix, tried as the path was sent and then in its other form.

    A redirect would lose the body of a write. A path in the form of its route costs nothing more. The paths
    that were asked for last are remembered with what they led to, which nobody changes.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.resolve = lru_cache(REMEMBERED)(self._resolve)  # type: ignore[method-assign]

    def _resolve(self, path: str) -> ResolverMatch:
        try:
            return super().resolve(path)
        except Resolver404 as error:
            other = path[:-1] if path.endswith("/") else path + "/"
            try:
                return super().resolve(other)
            except Resolver404:
                raise error from None


def either_slash(prefix: str, routes: Sequence[URLPattern | URLResolver], **kwargs: Any) -> EitherSlash:
    """What `path(prefix, include(routes))` makes, with a tolerant end."""
    return EitherSlash(RoutePattern(prefix, is_endpoint=False), list(routes), kwargs)
