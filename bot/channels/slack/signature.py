"""Whether a request comes from Slack: the library's verifier behind what it takes for granted."""

from __future__ import annotations

from urllib.parse import parse_qs

from sanic.request import Request
from slack_sdk.signature import SignatureVerifier

from bot.channels.guard.refused import Refused

_DIGITS = 12
"""Of a time in seconds since 1970."""


class Signed:
    """The check. A signature holds for five minutes. Raises Refused with 401."""

    def __init__(self, secret: str) -> None:
        self._verifier = SignatureVerifier(secret)

    async def __call__(self, request: Request) -> None:
        stamp = request.headers.get("x-slack-request-timestamp", "")
        signature = request.headers.get("x-slack-signature", "")
        # The verifier raises what is none of its business for a time that is no number and for other than UTF-8.
        readable = stamp.isascii() and stamp.isdigit() and len(stamp) <= _DIGITS and signature.isascii()
        if not (readable and _is_text(request.body) and self._verifier.is_valid(request.body, stamp, signature)):
            raise Refused(401, "not_the_platform")


def is_certificate_check(body: bytes) -> bool:
    """Whether Slack only looks whether the address has a valid certificate; such a request is not signed."""
    return body.startswith(b"ssl_check=") and parse_qs(body[:200].decode("utf-8", "replace")).get("ssl_check") == ["1"]


def _is_text(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
