"""Codes of authenticator apps (RFC 6238): six digits that change every thirty seconds."""

import base64
import binascii
import hashlib
import hmac
import struct

PERIOD = 30
DIGITS = 6
DRIFT = 1
"""How many periods a clock may be ahead or behind (RFC 6238, section 5.2)."""


def code_at(secret: str, counter: int) -> str:
    """The code of a period, counted from the epoch (RFC 4226, section 5.3); `secret` is Base32."""
    key = base64.b32decode(secret, casefold=True)
    digest = hmac.new(key, struct.pack(">Q", counter), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    (number,) = struct.unpack(">I", digest[offset : offset + 4])
    return f"{(number & 0x7FFFFFFF) % 10**DIGITS:0{DIGITS}}"


def matching_counter(secret: str, code: str, now: float, after: int = -1) -> int | None:
    """The period that the code is of: one around `now`, in seconds of the epoch, and later than `after`.

    A code is good once because the period that it was of is given as `after` from then on.
    """
    present = int(now) // PERIOD
    for counter in range(present - DRIFT, present + DRIFT + 1):
        if counter > after and hmac.compare_digest(code_at(secret, counter), code):
            return counter
    return None


def is_secret(text: str) -> bool:
    """Whether a text is Base32 of at least 80 bits."""
    try:
        return len(base64.b32decode(text, casefold=True)) >= 10
    except (binascii.Error, ValueError):
        return False


def plain(code: str) -> str:
    """A code as it was typed, without the gaps that people put into one; what is no ASCII digit goes too."""
    return "".join(character for character in code if character in "0123456789")
