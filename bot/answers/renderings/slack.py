"""An answer as Slack shows it: Block Kit, within the limits that docs.slack.dev gives.

What is said goes into rich text, whose words Slack shows as they are: a product that somebody calls `<!channel>` or
`*mine*` calls nobody and formats nothing. Only what is ours, and escaped, is markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from bot.answers.answer import LONGEST, Answer, reasons_within
from bot.answers.texts import Texts

Block = dict[str, Any]

LONGEST_TEXT = 3000
"""Characters of one text; longer ones become several, one behind the other."""
LONGEST_LABEL = 75
"""Characters on a button."""
LONGEST_VALUE = 2000
"""Characters of what a button says when it is pressed."""
MOST_BUTTONS = 5
"""Of the 25 that Slack allows in a row: more than these nobody reads."""
LONGEST_FALLBACK = 4000
"""Characters of `text`, which notifications and screen readers take; Slack advises no more."""
LONGEST_QUESTION = 300
"""Characters of a question that stand above its answer."""

SAY, SAY_ALOUD = "say", "say_aloud"
"""The ids of a row of buttons: what is pressed is answered in its conversation, or in the channel at large."""

_URGENT = ("red_flag", "reaction")
_CUT = "…"


def message(
    texts: Texts,
    text: str,
    answer: Answer | None,
    buttons: Sequence[str],
    *,
    asked: str = "",
    private: str = "",
    aloud: bool = False,
    longest: int = LONGEST,
) -> dict[str, Any]:
    """`{"text", "blocks"}` of one reply; `text` alone is shown where there is no answer.

    `buttons` are sentences. `asked` tells what was asked where the channel does not show it, `private` is the address
    of the private chat where one is offered, `aloud` says that buttons are answered in the channel at large. Beyond
    `longest` characters less important reasons are left out, as in plain text.
    """
    blocks = [_context(_plain(asked))] if asked else []
    blocks += [_rich(_section(_words(text)))] if answer is None else _answer(texts, answer, longest)
    if row := [*_link(texts, private), *_buttons(buttons)]:
        blocks.append({"type": "actions", "block_id": SAY_ALOUD if aloud else SAY, "elements": row})
    return {"text": escaped(text[:LONGEST_FALLBACK]), "blocks": blocks}


def question(texts: Texts, way: Literal["button", "command"], said: str) -> str:
    """What tells what was asked by a button or by the command."""
    return texts.say(f"slack.asked.{way}", said=_cut(said, LONGEST_QUESTION))


def escaped(text: str) -> str:
    """The text with what Slack's markup begins and ends with as it is written there."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _answer(texts: Texts, answer: Answer, longest: int) -> list[Block]:
    """What an answer says, from the verdict to the sources, a block each."""
    head = _words(answer.headline)
    if mark := _mark(texts, answer):
        head = [*_words(mark, bold=True), *_words("\n"), *head]
    blocks = [_rich(_section(head))]
    others = (answer.headline, *(step.text for step in answer.steps), *answer.cautions, *answer.notes)
    titles = (source.title for source in answer.sources)
    if reasons := reasons_within(answer.reasons, (*others, *titles), longest):
        blocks.append(_rich(_section(_words("\n".join(reasons)))))
    if answer.steps:
        # The days of a week are no steps that are counted.
        style = "bullet" if answer.week is not None else "ordered"
        lines = [_section(_words(step.text)) for step in answer.steps]
        blocks.append(_rich({"type": "rich_text_list", "style": style, "elements": lines}))
    if answer.cautions:
        caution = [*_words(texts.say("slack.take_care"), bold=True), *_words("\n" + "\n".join(answer.cautions))]
        blocks.append(_rich({"type": "rich_text_quote", "elements": caution}))
    if answer.notes:
        blocks.append(_rich(_section(_words("\n".join(answer.notes)))))
    if answer.sources:
        blocks.append(_context({"type": "mrkdwn", "text": _sources(texts, answer), "verbatim": True}))
    return blocks


def _mark(texts: Texts, answer: Answer) -> str:
    """The verdict as a sign and a word; what cannot wait is marked as that instead."""
    if answer.kind in _URGENT:
        return texts.say("slack.urgent")
    return texts.say(f"slack.verdict.{answer.verdict}") if answer.verdict is not None else ""


def _sources(texts: Texts, answer: Answer) -> str:
    """The sources, linked, as many as fit, and what kind the first is."""
    kind = escaped(texts.say(f"common.grade.{answer.sources[0].grade}").lower())
    said = ""
    for source in answer.sources:
        title = escaped(source.title)
        # A bar parts a link's address from its title.
        link = f"<{escaped(source.url).replace('|', '%7C')}|{title.replace('|', '/')}>"
        shown = link if source.url else title
        longer = f"{said}; {shown}" if said else f"{texts.say('common.source')}: {shown}"
        if len(longer) + len(kind) + 3 > LONGEST_TEXT:
            break
        said = longer
    return f"{said} ({kind})"


def _buttons(sentences: Sequence[str]) -> list[Block]:
    said = [sentence for sentence in sentences if 0 < len(sentence) <= LONGEST_VALUE]
    return [
        {
            "type": "button",
            "action_id": f"{SAY}.{number}",
            "text": _plain(_cut(sentence, LONGEST_LABEL)),
            "value": sentence,
        }
        for number, sentence in enumerate(said[:MOST_BUTTONS])
    ]


def _link(texts: Texts, address: str) -> list[Block]:
    if not address:
        return []
    label = _plain(texts.say("slack.private"))
    return [{"type": "button", "action_id": "private", "text": label, "url": address, "style": "primary"}]


def _rich(element: Block) -> Block:
    return {"type": "rich_text", "elements": [element]}


def _section(elements: Iterable[Block]) -> Block:
    return {"type": "rich_text_section", "elements": list(elements)}


def _words(text: str, *, bold: bool = False) -> list[Block]:
    """The text in as many pieces as it needs; Slack joins them without a seam, and takes none that is empty."""
    style = {"style": {"bold": True}} if bold else {}
    pieces = [text[at : at + LONGEST_TEXT] for at in range(0, len(text), LONGEST_TEXT)] or [" "]
    return [{"type": "text", "text": piece, **style} for piece in pieces]


def _context(element: Block) -> Block:
    return {"type": "context", "elements": [element]}


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + _CUT
