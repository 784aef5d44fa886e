"""Writes docs/conversations.md: some conversations as they really go, each turn through the trained bot.

Run with `make transcripts` after a change of answers, and read the result: it is how Lamella sounds.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.rehearsal import load_agent, say

PAGE = Path("docs/conversations.md")
CONVERSATIONS: dict[str, tuple[str, ...]] = {
    "From a first question to the evening routine": (
        "hi",
        "can i use a clay mask and vitamin c serum on the same day?",
        "why?",
        "and at night?",
        "walk me through it",
        "next",
        "how long do i leave it on?",
        "next",
        "stop",
    ),
    "Somebody who is pregnant": (
        "my skin is dry and i'm 20 weeks along",
        "no",
        "which serum for fine lines?",
        "and retinol, just a tiny bit?",
        "what can i use instead",
        "what do you know about me",
        "forget me",
    ),
    "What is on the shelf": (
        "I have a retinol serum, niacinamide and a clay mask",
        "can I add glycolic acid to my routine?",
        "plan my week",
        "which of my products go together?",
    ),
    "A reaction in the middle": (
        "walk me through a glycolic acid mask and a hyaluronic acid serum",
        "next",
        "it burns really badly",
        "should i put the serum on now?",
    ),
    "Half-sentences": (
        "bakuchiol or retinol for lines?",
        "how often the second one",
        "what about sensitive skin",
        "same question for my mum, hers is dry",
        "says who",
        "shorter",
        "what's the weather tomorrow",
        "thanks, bye",
    ),
}


async def held() -> list[str]:
    """The page's lines."""
    agent = load_agent()
    lines = ["# How it sounds", "", "Made by `make transcripts`; nothing here is typed by hand.", ""]
    for number, (title, said) in enumerate(CONVERSATIONS.items()):
        lines += [f"## {title}", ""]
        for text in said:
            lines += [f"**{text}**", ""]
            for reply in await say(agent, text, f"transcript-{number}"):
                lines += [f"> {line}  " for line in reply["text"].splitlines()]
                lines.append("")
    return lines


def main() -> None:
    """Holds each conversation anew and writes the page."""
    PAGE.write_text("\n".join(asyncio.run(held())).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
