"""An authenticator app and a passkey in software, as a person's devices would be."""

import hashlib
import secrets
import struct
import time
from typing import Any

import orjson
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode

from accounts.rules.totp import PERIOD, code_at

PRESENT_VERIFIED = 0x05
WITH_CREDENTIAL = 0x40


def app_code(secret: str, later: int = 0) -> str:
    """What the app shows now, or some periods later."""
    return code_at(secret, int(time.time()) // PERIOD + later)


class Passkey:
    """One credential (WebAuthn, section 6), kept by whoever makes it; it has no attestation."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._id = secrets.token_bytes(32)
        self._user = b""

    def create(self, options: dict[str, Any]) -> str:
        """The JSON that a page posts after `navigator.credentials.create`."""
        public = options["publicKey"]
        self._user = websafe_decode(public["user"]["id"])
        public_key = ES256.from_cryptography_key(self._key.public_key())  # type: ignore[no-untyped-call]
        key = cbor.encode(dict(public_key))
        attested = bytes(16) + struct.pack(">H", len(self._id)) + self._id + key
        data = self._data(public["rp"]["id"], PRESENT_VERIFIED | WITH_CREDENTIAL) + attested
        return self._written(
            clientDataJSON=self._client_data("webauthn.create", public["challenge"]),
            attestationObject=cbor.encode({"fmt": "none", "attStmt": {}, "authData": data}),
        )

    def get(self, options: dict[str, Any]) -> str:
        """The JSON that a page posts after `navigator.credentials.get`."""
        public = options["publicKey"]
        client = self._client_data("webauthn.get", public["challenge"])
        data = self._data(public["rpId"], PRESENT_VERIFIED)
        signed = data + hashlib.sha256(client).digest()
        signature = self._key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._written(
            clientDataJSON=client, authenticatorData=data, signature=signature, userHandle=self._user
        )

    def _data(self, host: str, flags: int) -> bytes:
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + struct.pack(">I", 1)

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return orjson.dumps(
            {"type": kind, "challenge": challenge, "origin": self._origin, "crossOrigin": False}
        )

    def _written(self, **response: bytes) -> str:
        return orjson.dumps(
            {
                "id": websafe_encode(self._id),
                "rawId": websafe_encode(self._id),
                "type": "public-key",
                "clientExtensionResults": {"credProps": {"rk": True}},
                "response": {name: websafe_encode(value) for name, value in response.items()},
            }
        ).decode()
