"""The Rasa shell as text that fits a terminal, its suggestions numbered.

Rasa puts an answer into a menu as the menu's question: it breaks words in the middle, and who wants to type something
of their own has to choose that from the menu first, after every answer. There is no setting for it.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import sys
import textwrap
from collections.abc import Sequence
from typing import Any

import aiohttp
from rasa.core.channels import console

from bot.answers.look import load_look
from bot.answers.texts import load_texts
from bot.channels.guard.text import as_text

WIDTH = 80
"""Characters of a line at most, whatever the terminal has."""
_LEAVE = "/stop"
_STEP = re.compile(r"\d+\. ")


def install() -> None:
    """Replaces `console.record_messages`, the loop of `rasa shell`."""
    console.record_messages = talk


async def talk(
    sender_id: str,
    server_url: str = "http://localhost:5005",
    auth_token: str = "",
    max_message_limit: int | None = None,
    use_response_stream: bool = True,
    request_timeout: int | None = None,
) -> int:
    """Reads messages, one a line, until `/stop` or the end of the input; returns how many there were.

    The number of a suggestion stands for its sentence.
    """
    texts = load_texts(look=load_look())
    print("\n".join(_wrapped(texts.say("shell.begins", leave=_LEAVE), width())))
    suggested: Sequence[str] = ()
    number = 0
    async with aiohttp.ClientSession() as session:
        while max_message_limit is None or number < max_message_limit:
            typed = await _line()
            if typed is None or typed == _LEAVE:
                break
            said = meant(typed, suggested)
            if said is None:
                continue
            replies = await _replies(session, server_url, auth_token, sender_id, said)
            suggested = tuple(button["payload"] for reply in replies for button in reply.get("buttons") or ())
            print(shown(replies, width()) or texts.say("common.trouble"), end="\n\n")
            number += 1
    return number


def meant(typed: str, suggested: Sequence[str]) -> str | None:
    """The message that a typed line stands for; None for an empty line, which sends nothing."""
    if typed.isdecimal() and 0 < int(typed) <= len(suggested):
        return suggested[int(typed) - 1]
    return as_text(typed).strip() or None


def shown(replies: Sequence[dict[str, Any]], width: int) -> str:
    """Replies as they are printed: lines of at most `width` characters, suggestions numbered across all replies."""
    blocks, number = [], 0
    for reply in replies:
        lines = [wrapped for line in reply.get("text", "").splitlines() for wrapped in _wrapped(line, width)]
        for button in reply.get("buttons") or ():
            number += 1
            lines += _wrapped(button["title"], width, f"  [{number}] ")
        blocks.append("\n".join(lines))
    return "\n\n".join(filter(None, blocks))


def width() -> int:
    """How wide to print here."""
    return min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns)


def _wrapped(line: str, width: int, mark: str = "") -> list[str]:
    step = _STEP.match(line)
    indent = " " * len(mark or (step[0] if step else ""))
    return textwrap.wrap(line, width, initial_indent=mark, subsequent_indent=indent, break_on_hyphens=False)


async def _line() -> str | None:
    """What was typed next; None at the end."""
    if not sys.stdin.isatty():
        line = await asyncio.to_thread(sys.stdin.readline)
        return line.strip() if line else None
    typed = await console.questionary.text("", qmark="Your input ->").ask_async()
    return None if typed is None else str(typed).strip()


async def _replies(
    session: aiohttp.ClientSession, server_url: str, auth_token: str, sender: str, text: str
) -> list[dict[str, Any]]:
    """The replies, none where the turn failed: this is a rehearsal, and the log above says why."""
    url = f"{server_url}/webhooks/rest/webhook"
    body = {"sender": sender, "message": text}
    async with session.post(url, params={"token": auth_token}, json=body) as response:
        return list(await response.json()) if response.status == 200 else []
