"""Where a request came from: the address, through the proxies that are trusted, and the device."""

import ipaddress
import re
from collections.abc import Collection
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Networks = Collection[ipaddress.IPv4Network | ipaddress.IPv6Network]

UNPRINTABLE = re.compile(r"[^\x20-\x7e\xa0-\ud7ff\ue000-\uffff]")
LONGEST_DEVICE = 200


def client_address(request: HttpRequest) -> str | None:
    """The peer's address, or what `TRUSTED_PROXIES` hand on in `X-Forwarded-For`; None where there is none.

    The header is read from the right, where each proxy appends its own peer: the first address that is
    no trusted proxy is the client. Whatever stands further left is the client's own invention.
    """
    return _client(
        request.META.get("REMOTE_ADDR", ""),
        request.META.get("HTTP_X_FORWARDED_FOR", ""),
        frozenset(settings.TRUSTED_PROXIES),
    )


def client_device(request: HttpRequest) -> str:
    """How the client names itself in `User-Agent`, without what cannot be shown or stored."""
    return UNPRINTABLE.sub("", request.META.get("HTTP_USER_AGENT", "")).strip()[:LONGEST_DEVICE]


def network_of(address: str | None) -> str:
    """What limits count by: an IPv4 address, or the /64 that an IPv6 subscriber has to himself."""
    parsed = _parsed(address or "")
    if parsed is None:
        return "unknown"
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def is_within(address: str, networks: Networks) -> bool:
    """Whether an address lies in one of the networks; what is no address lies in none."""
    return _is_within(address, frozenset(networks))


@lru_cache(maxsize=4096)
def _is_within(address: str, networks: Networks) -> bool:
    parsed = _parsed(address)
    return parsed is not None and _is_in(parsed, networks)


@lru_cache(maxsize=4096)
def _client(peer: str, forwarded: str, trusted: Networks) -> str | None:
    address = _parsed(peer)
    if address is None:
        return None
    if forwarded and _is_in(address, trusted):
        for hop in reversed(forwarded.split(",")):
            parsed = _parsed(hop)
            if parsed is None:
                break
            address = parsed
            if not _is_in(address, trusted):
                break
    return str(address)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Address | None:
    """The address in `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1` or `[2001:db8::1]:80`; else None."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if address.scope_id:
            return ipaddress.IPv6Address(int(address))
    return address


def _is_in(address: Address, networks: Networks) -> bool:
    return any(address in network for network in networks)
