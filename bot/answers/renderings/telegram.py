"""An answer as Telegram's HTML, in messages that keep to its limits by construction.

Telegram counts in UTF-16 units, and after the marks are taken out; here the marks count too, which is never too little.
Limits and marks: https://core.telegram.org/bots/api#html-style and #sendmessage.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.answers.answer import LONGEST, Answer, reasons_within
from bot.answers.texts import Texts

LONGEST_MESSAGE = 4096
LONGEST_CAPTION = 1024

_B, _I, _QUOTE = "<b>", "<i>", "<blockquote>"
_LINK = re.compile(r"https?://\S+")
_TOKENS = re.compile(r"\s+|\S+")
_DONE, _TO_DO = "●", "○"


class Span(NamedTuple):
    """Some words as they are meant, and the marks around them, the outermost first."""

    text: str
    marks: tuple[str, ...] = ()


def messages(
    answer: Answer, texts: Texts, *, before: Sequence[Span] = (), longest: int = LONGEST
) -> list[str]:
    """The answer as the HTML of one message, or of several where it is very long.

    `before` stands above it, as the question of a button does. Beyond `longest` characters less important reasons are
    left out, as in plain text.
    """
    sections = [
        list(before),
        _badge(answer, texts),
        [Span(answer.headline, () if _marked(answer, texts) or len(answer.headline) > 100 else (_B,))],
        *([Span(reason)] for reason in _reasons(answer, texts, longest)),
        _steps(answer),
        *_cautions(answer, texts),
        _sources(answer, texts),
        *([Span(note)] for note in answer.notes),
    ]
    return split(_parted([section for section in sections if section]))


def plain(text: str, *, before: Sequence[Span] = ()) -> list[str]:
    """A reply without an answer."""
    return split(_parted([section for section in (list(before), [Span(text)]) if section]))


def layers_caption(answer: Answer, texts: Texts) -> str:
    """What the picture of layers shows, for who does not see it."""
    off = texts.phrase("layering.picture.comes_off")
    names = [f"{step.layer} ({off})" if step.comes_off else step.layer for step in answer.layers]
    said = texts.say("telegram.layers", layers=", ".join((texts.phrase("layering.picture.skin"), *names)))
    return split([Span(said)], LONGEST_CAPTION)[0]


def shows_layers(answer: Answer) -> bool:
    """Whether a picture of its layers belongs to the answer."""
    return answer.week is None and answer.walk is None and len(answer.layers) > 1


def units(text: str) -> int:
    """How long Telegram finds a text."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(spans: Iterable[Span], longest: int = LONGEST_MESSAGE) -> list[str]:
    """The spans as HTML, in pieces of `longest` units at most: cut between paragraphs, lines or words if it can be.

    Never within a mark or an escaped sign. No piece is empty; where nothing is said there is none.
    """
    waiting = [Span(token, span.marks) for span in spans for token in _tokens(span, longest)]
    found = []
    while waiting:
        fits = _fitting(waiting, longest)
        cut = fits if fits == len(waiting) else _break(waiting, fits)
        found.append(_written(_stripped(waiting[:cut])))
        waiting = waiting[cut:]
    return [piece for piece in found if piece]


def _badge(answer: Answer, texts: Texts) -> list[Span]:
    """The verdict as a sign and a word: the sign alone would say nothing to who cannot see it."""
    if key := _marked(answer, texts):
        return [Span(texts.say(key), (_B,))]
    if answer.walk is not None:
        return [Span(_DONE * answer.walk.at + _TO_DO * (answer.walk.of - answer.walk.at))]
    return []


def _marked(answer: Answer, texts: Texts) -> str:
    keys = (f"telegram.kind.{answer.kind}", f"telegram.verdict.{answer.verdict}")
    return next((key for key in keys if key in texts), "")


def _reasons(answer: Answer, texts: Texts, longest: int) -> list[str]:
    others = [answer.headline, *(step.text for step in answer.steps), *answer.cautions, *answer.notes]
    return reasons_within(answer.reasons, [*others, *(source.title for source in answer.sources)], longest)


def _steps(answer: Answer) -> list[Span]:
    """The steps numbered; days of a week have their names."""
    lines = [
        f"• {step.text}" if answer.week is not None else f"{number}. {step.text}"
        for number, step in enumerate(answer.steps, 1)
    ]
    return [Span("\n".join(lines))] if lines else []


def _cautions(answer: Answer, texts: Texts) -> list[list[Span]]:
    """Set apart by a line beside them, and by a word."""
    word = Span(f"{texts.say('telegram.caution')}: ", (_QUOTE, _B))
    return [[word, Span(said, (_QUOTE,))] for said in answer.cautions]


def _sources(answer: Answer, texts: Texts) -> list[Span]:
    if not answer.sources:
        return []
    spans = [Span(f"{texts.say('common.source')}: ", (_I,))]
    for number, source in enumerate(answer.sources):
        link = (f'<a href="{html.escape(source.url)}">',) if _LINK.fullmatch(source.url) else ()
        spans += [Span("; ", (_I,))] if number else []
        spans.append(Span(source.title, (_I, *link)))
    evidence = texts.phrase(f"common.grade.{answer.sources[0].grade}")
    return [*spans, Span(f" ({evidence})", (_I,))]


def _parted(sections: Sequence[Sequence[Span]]) -> list[Span]:
    """Sections with an empty line between them."""
    spans: list[Span] = []
    for section in sections:
        spans += [Span("\n\n"), *section] if spans else section
    return spans


def _tokens(span: Span, longest: int) -> list[str]:
    """Words and the spaces between them; a word that no message can hold is cut between its signs."""
    room = longest - _marks_cost(span.marks)
    found = []
    for token in _TOKENS.findall(_sayable(span.text)):
        begun, taken = 0, 0
        for at, sign in enumerate(token):
            cost = units(_escaped(sign))
            if taken + cost > room:
                found.append(token[begun:at])
                begun, taken = at, 0
            taken += cost
        found.append(token[begun:])
    return found


def _fitting(spans: Sequence[Span], longest: int) -> int:
    """How many of the spans one message holds."""
    total, marks = 0, None
    for number, span in enumerate(spans):
        total += units(_escaped(span.text)) + (_marks_cost(span.marks) if span.marks != marks else 0)
        if total > longest:
            return number
        marks = span.marks
    return len(spans)


def _break(spans: Sequence[Span], fits: int) -> int:
    """Where to cut: after the last paragraph in the second half, else the last line, else the last word."""
    for gap in ("\n\n", "\n", ""):
        for number in range(fits - 1, fits // 2, -1):
            if spans[number].text.isspace() and gap in spans[number].text:
                return number + 1
    return fits


def _stripped(spans: Sequence[Span]) -> Sequence[Span]:
    """Without space at either end, which Telegram takes off as well."""
    held = [number for number, span in enumerate(spans) if not span.text.isspace()]
    return spans[held[0] : held[-1] + 1] if held else []


def _written(spans: Sequence[Span]) -> str:
    """Marks that go on from one span to the next stay open."""
    written: list[str] = []
    open_marks: tuple[str, ...] = ()
    for span in (*spans, Span("")):
        same = 0
        while same < min(len(open_marks), len(span.marks)) and open_marks[same] == span.marks[same]:
            same += 1
        written += [_closing(mark) for mark in reversed(open_marks[same:])]
        written += [*span.marks[same:], _escaped(span.text)]
        open_marks = span.marks
    return "".join(written)


def _closing(mark: str) -> str:
    return f"</{mark[1:].split()[0].rstrip('>')}>"


def _marks_cost(marks: tuple[str, ...]) -> int:
    return sum(units(mark) + len(_closing(mark)) for mark in marks)


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _sayable(text: str) -> str:
    """Without control characters and halves of a surrogate pair, which no message can hold."""
    return "".join(sign for sign in text if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs"))
