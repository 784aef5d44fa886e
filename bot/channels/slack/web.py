"""Slack's Web API: sends one part, and says what came of it."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import msgspec
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.answers.answer import Answer
from bot.channels.delivery import TryLater, Undeliverable
from bot.channels.replies import texts
from bot.channels.slack import pictures
from bot.storage.outbox import Part

_SECONDS = 10
"""That Slack has to answer a call."""
_LONGEST_WAIT = 60 * 60.0
"""Seconds; whatever Slack asks for beyond is asked for again."""
_HOOKS = ("hooks.slack.com", "hooks.slack-gov.com")

_BUSY = ("ratelimited", "rate_limited", "service_unavailable", "team_added_to_org")
_PERHAPS_DONE = ("internal_error", "fatal_error", "request_timeout")
"""Errors after which, as Slack says, some of what was asked for may have happened."""
_ADVICE = {
    "not_in_channel": "invite the app to the channel",
    "channel_not_found": "the channel is gone, or the app was removed from it",
    "is_archived": "the channel is archived",
    "missing_scope": "install the app again with the scopes of deploy/slack-manifest.yml",
    "invalid_auth": "LAMELLA_SLACK_TOKEN is not valid",
    "not_authed": "LAMELLA_SLACK_TOKEN is not valid",
    "account_inactive": "the app was taken out of the workspace: install it again and set LAMELLA_SLACK_TOKEN",
    "token_revoked": "LAMELLA_SLACK_TOKEN was revoked: install the app again and set the new one",
    "token_expired": "LAMELLA_SLACK_TOKEN has expired: turn token rotation off and install the app again",
}
"""What the owner of the app can do about an error."""


class Web:
    """Calls with the app's token. One connection is kept for all; it begins with the first call."""

    def __init__(self, token: str, api: str) -> None:
        self._token, self._api = token, api
        self._client: AsyncWebClient | None = None

    async def send(self, part: Part) -> None:
        """Makes the call of a part, as `parts` lists them. Raises TryLater and Undeliverable."""
        try:
            if "post" in part:
                await self._opened().chat_postMessage(**part["post"])
            elif "picture" in part:
                await self._upload(part)
            else:
                await self._respond(part["respond"], part["message"])
        except SlackApiError as refused:
            raise _outcome(*_said(refused.response)) from None
        except SlackRequestError:
            raise TryLater() from None  # The file did not arrive, so nothing is shown yet.
        except aiohttp.ClientConnectorError:
            raise TryLater() from None
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError):
            raise TryLater(maybe_sent=True) from None

    async def close(self) -> None:
        """Closes the connection; a later call opens a new one."""
        if self._client is not None and self._client.session is not None:
            await self._client.session.close()
        self._client = None

    def _opened(self) -> AsyncWebClient:
        if self._client is None:
            session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_SECONDS))
            # The outbox tries again, and counts what may be sent twice; the library would not.
            self._client = AsyncWebClient(self._token, self._api, session=session, retry_handlers=[])
        return self._client

    async def _upload(self, part: Part) -> None:
        answer = msgspec.convert(part["answer"], Answer)
        drawn = await asyncio.to_thread(pictures.drawn, part["picture"], answer)
        await self._opened().files_upload_v2(
            content=drawn,
            filename=f"{part['picture']}.png",
            title=texts().say(f"slack.picture.{part['picture']}.title"),
            alt_txt=pictures.told(part["picture"], answer),
            channel=part["place"]["channel"],
            thread_ts=part["place"].get("thread_ts"),
        )

    async def _respond(self, address: str, message: dict[str, Any]) -> None:
        if not self._is_slacks(address):
            raise Undeliverable("the address for the answer is not Slack's")
        hook = AsyncWebhookClient(address, session=self._opened().session, retry_handlers=[])
        answered = await hook.send_dict(message)
        if answered.status_code != 200:
            error = answered.body if answered.body.isidentifier() else "the address for the answer is no longer open"
            raise _outcome(answered.status_code, answered.headers, error)

    def _is_slacks(self, address: str) -> bool:
        """Whether it is at Slack, or where the owner says that Slack's API is."""
        named, api = urlsplit(address), urlsplit(self._api)
        return (named.scheme == "https" and named.netloc in _HOOKS) or named[:2] == api[:2]


def _said(response: Any) -> tuple[int, Any, str]:
    """Status, headers and error of a response. The library hands out its own, or that of the connection."""
    data = getattr(response, "data", None)
    status = response.status_code if hasattr(response, "status_code") else response.status
    return status, response.headers, str(data.get("error", "")) if isinstance(data, dict) else ""


def _outcome(status: int, headers: Any, error: str) -> TryLater | Undeliverable:
    """What an answer other than yes means for the part."""
    if status == 429 or error in _BUSY or status == 503:
        wait = str({key.lower(): value for key, value in headers.items()}.get("retry-after", ""))
        return TryLater(min(float(wait), _LONGEST_WAIT) if wait.isdecimal() else None)
    if status >= 500 or error in _PERHAPS_DONE:
        return TryLater(maybe_sent=True)
    advice = f" ({_ADVICE[error]})" if error in _ADVICE else ""
    return Undeliverable(f"{error or status}{advice}")
