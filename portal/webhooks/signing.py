"""Secrets and signatures after the Standard Webhooks specification (standardwebhooks.com, version 1).

A secret is not kept: it is made from the portal's own key and a random number in the endpoint's row, so that whoever
reads the database cannot sign. Another SECRET_KEY makes other secrets; while the old one stands in
SECRET_KEY_FALLBACKS, what is sent is signed with the old secrets too.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime
from uuid import UUID

from django.conf import settings

from portal.webhooks.models import Endpoint

PREFIX = "whsec_"
_PURPOSE = b"portal.webhooks.secret:"


def secret_of(endpoint: Endpoint) -> str:
    """What the receiver is given, once: "whsec_" and base64 of 32 bytes."""
    return PREFIX + base64.b64encode(_key(endpoint.nonce, settings.SECRET_KEY)).decode()


def headers_for(*, endpoint: Endpoint, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """`webhook-id`, `webhook-timestamp` and `webhook-signature` of what is sent at `at`. One signature for each secret
    that holds."""
    seconds = str(int(at.timestamp()))
    signed = b".".join((message_id.encode(), seconds.encode(), body))
    signatures = (hmac.new(key, signed, hashlib.sha256).digest() for key in _keys(endpoint, at))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": seconds,
        "webhook-signature": " ".join(f"v1,{base64.b64encode(one).decode()}" for one in signatures),
    }


def _keys(endpoint: Endpoint, at: datetime) -> list[bytes]:
    nonces = [endpoint.nonce]
    if endpoint.previous_nonce is not None and endpoint.previous_until is not None and endpoint.previous_until > at:
        nonces.append(endpoint.previous_nonce)
    return [_key(nonce, own) for own in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS) for nonce in nonces]


def _key(nonce: UUID, own: str) -> bytes:
    return hmac.new(own.encode(), _PURPOSE + nonce.bytes, hashlib.sha256).digest()
