"""From what was read and classified to the questions that the dialogue answers."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.question import Question
from bot.nlu.clauses import asks
from bot.nlu.reader import Mention, Reading
from bot.rules.items import Item

QUESTIONS = "questions"
"""Message property and key of `tracker.latest_message`: see `bot.answers.question`."""

_SMALL_TALK = (
    "greet",
    "goodbye",
    "thanks",
    "affirm",
    "deny",
    "insult",
    "unsure",
    "nonsense",
    "out_of_scope",
    "help",
    "bot_challenge",
)
_ONE_PRODUCT = -1
"""Marks the ingredients of one list: they are not weighed against each other."""
_FIRST = ("red_flag", "reaction", "medical")
_USES = ("necessity", "suitability", "effect")
_PLACES = frozenset(("after", "before", "over", "under", "underneath", "top"))
_MAY = frozenset(("can", "could", "may", "ok", "okay", "fine", "allowed", "should"))
_MUST = frozenset(("need", "necessary", "must", "have", "skip", "without"))
_WISHES = frozenset(("recommend", "suggest", "advise", "which", "what", "how"))
"""Words that make a statement a question, wherever they stand."""
_ABOUT_A_THING = ("suitability", "usage", "frequency", "routine", "choice", "effect", "time_of_day", "necessity")
_NEEDS_TWO = ("compatibility", "comparison")


Ranking = Sequence[tuple[str, float]]


def understand(
    readings: Sequence[Reading], ranked: Sequence[Ranking], *, second_question: float
) -> tuple[list[Question], Ranking]:
    """The questions of a message, the most urgent first, and the ranking that the first rests on.

    `readings` are the whole message and then its clauses, `ranked` the kinds of each. A clause counts as a question of
    its own from the confidence `second_question` on; where none does, the message is one question.
    """
    (whole, *parts), (of_whole, *of_parts) = readings, ranked
    if whole.original:
        return [_of_label(whole)], [("label", 1.0), *of_whole]
    some_ask = any(asks(" ".join(part.words)) for part in parts)
    found: list[tuple[Question, Ranking]] = []
    named: list[Mention] = []
    told: list[Mention] = []
    for reading, ranking in zip(parts, of_parts, strict=True):
        kind, confidence = _asked(reading, ranking)
        asked = question(kind, confidence, reading, before=named, told=told)
        mentioned = [mention for mention in reading.things if not mention.negated]
        named.extend(mentioned)
        asking = asks(" ".join(reading.words)) or not some_ask
        if not asking:
            told.extend(mentioned)
        new = all((asked.kind, asked.things) != (other.kind, other.things) for other, _ in found)
        if confidence >= second_question and asking and new and worth_answering(kind):
            found.append((asked, ranking))
    if not found:
        kind, confidence = _asked(whole, of_whole)
        return [question(kind, confidence, whole)], of_whole
    for asked, _ in found:
        asked.traits = list(dict.fromkeys([*asked.traits, *(trait.id for trait in whole.traits if not trait.negated)]))
        asked.moment = asked.moment or whole.moment
        asked.about_self = asked.about_self or whole.about_self
    found.sort(key=lambda entry: _urgency(entry[0]))
    return [asked for asked, _ in found[:3]], found[0][1]


def _asked(reading: Reading, ranking: Ranking) -> tuple[str, float]:
    """The likeliest kind. What has the form of a question, or puts two things side by side, is no mere statement."""
    kind, confidence = ranking[0]
    words = set(reading.words)
    if kind in _USES and len(reading.things) > 1 and words & _PLACES and words & _MAY and not words & _MUST:
        return "compatibility", confidence  # `Can I apply oil after my cream?` asks whether, in that order.
    if kind.startswith("faq/") and len(reading.things) == 2 and "together" in words and words & _MAY:
        return "compatibility", confidence
    if kind != "tell" or not reading.things:
        return kind, confidence
    together = len(reading.things) > 1 and {"+", "with", "and", "&", "x", "/"} & set(reading.words)
    wishes = asks(" ".join(reading.words)) or _WISHES & set(reading.words)
    if not wishes and not (together and not reading.about_self):
        return kind, confidence
    if len(reading.things) > 1:
        return "compatibility", confidence
    others = [entry for entry in ranking if entry[0] in _ABOUT_A_THING]
    return (others[0][0] if others else "suitability"), confidence


def _of_label(reading: Reading) -> Question:
    """A pasted ingredient list is known by its form, whatever else it reads like."""
    return Question(
        kind="label",
        text=reading.original,
        things=[Item(id=name, either=_ONE_PRODUCT) for name in reading.on_label],
        traits=list(dict.fromkeys(trait.id for trait in reading.traits if not trait.negated)),
        script=reading.script,
        words=list(reading.words),
    )


def question(
    kind: str, confidence: float, reading: Reading, before: Sequence[Mention] = (), told: Sequence[Mention] = ()
) -> Question:
    """A question of a kind from a reading. What its clause leaves open is filled from the things named `before`.

    What somebody has `told` that they use is weighed with what they ask to add: `I use Differin, can I add an acid`.
    """
    named = [mention for mention in reading.things if not mention.negated] or reading.things
    if kind == "compatibility" and told:
        named = [*(mention for mention in told if all(mention.id != own.id for own in named)), *named]
    elif len(named) < (2 if kind in _NEEDS_TWO else 1):
        named = [*(mention for mention in before if all(mention.id != own.id for own in named)), *named]
    if kind in ("time_of_day", "order") and len({mention.moment for mention in named if mention.moment}) > 1:
        kind = "compatibility"  # Two things, each at its own time of day: whether that is right.
    if kind == "label":
        for mention in named:
            mention.either = _ONE_PRODUCT
    return Question(
        kind=kind,
        confidence=round(confidence, 4),
        text=" ".join(reading.words),
        things=_once([_item(mention) for mention in named]),
        rejected=[mention.id for mention in reading.things if mention.negated and mention not in named],
        traits=list(dict.fromkeys(trait.id for trait in reading.traits if not trait.negated)),
        unknown=list(reading.unknown) or _unheard(kind, named, reading),
        moment=reading.moment,
        per_week=reading.per_week,
        about_self=reading.about_self,
        script=reading.script,
        words=list(reading.words),
    )


def worth_answering(kind: str) -> bool:
    """Whether a clause of this kind stands as a question beside others: a greeting or a "next" beside one does not."""
    return kind not in _SMALL_TALK and kind != "tell" and not kind.startswith("walk_")


def _urgency(asked: Question) -> int:
    """Reports and medical questions come first; sorting keeps the rest as asked."""
    return _FIRST.index(asked.kind) if asked.kind in _FIRST else len(_FIRST)


def _item(mention: Mention) -> Item:
    return Item(
        id=mention.id,
        name=mention.text,
        form=mention.form,
        contains=tuple(mention.contains),
        attributes=tuple(mention.attributes),
        either=mention.either,
        moment=mention.moment,
    )


def _unheard(kind: str, named: Sequence[Mention], reading: Reading) -> list[str]:
    """Where a question lacks a thing, the word that nobody knows is what it is about."""
    lacking = {"compatibility": 2, "comparison": 2, "definition": 1, "effect": 1, "suitability": 1}
    return reading.strange[:2] if len(named) < lacking.get(kind, 0) else []


def _same(one: Item, other: Item) -> bool:
    """The same thing, unless it is named in two forms: `retinol serum and retinol cream`."""
    return one.id == other.id and (one.form == other.form or not one.form or not other.form)


def _once(items: list[Item]) -> list[Item]:
    """Each thing once; a bare `mask` beside a named mask kind is the same mask."""
    ids = [item.id for item in items]
    kept: list[Item] = []
    for item in items:
        generic = item.id == "mask" and any(other.startswith("mask.") for other in ids)
        if not generic and all(not _same(item, other) for other in kept):
            kept.append(item)
    return kept
