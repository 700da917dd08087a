"""The time zones that a form offers."""

from functools import lru_cache

from accounts.rules.timezones import timezone_names

_REGIONS = (
    *("Africa", "America", "Antarctica", "Arctic", "Asia"),
    *("Atlantic", "Australia", "Europe", "Indian", "Pacific"),
)

Choices = list[tuple[str, list[tuple[str, str]]]]


@lru_cache(maxsize=1)
def _by_region() -> Choices:
    groups: dict[str, list[tuple[str, str]]] = {region: [] for region in _REGIONS}
    for key in sorted(timezone_names()):
        region, _, place = key.partition("/")
        if region in groups:
            groups[region].append((key, place.replace("_", " ").replace("/", " / ")))
    return [("UTC", [("UTC", "UTC")]), *groups.items()]


def zone_choices(current: str) -> Choices:
    """Zones by region, and the current one even if it is none that would be offered."""
    offered = _by_region()
    if any(current == key for _, zones in offered for key, _ in zones):
        return offered
    return [(current, [(current, current)]), *offered]
