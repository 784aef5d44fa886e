"""Narrow questions on one thing, to which a fact says yes, no or how much: whether it purges, thins or bleaches skin,
makes it burn in the sun or breaks it out, how strong it should be, and in which form."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from bot.answers.answer import Answer, citations
from bot.answers.context import Context
from bot.answers.faq import answer as entry
from bot.answers.question import Question
from bot.knowledge.model import Fact, Topic

_SKIN = r"(?:the |my |your |our |his |her )?(?:own )?(?:skin|face|complexion)"
_NUMBER = r"\d+(?:[.,]\d+)?"
_ASKED: dict[Topic, re.Pattern[str]] = {
    "purging": re.compile(r"\bpurg\w+\b|\bworse (?:at first|first|before)\b"),
    "thinning": re.compile(
        rf"\bthin(?:s|ning) {_SKIN}|\b(?:mak\w+|leav\w+|get\w*|turn\w*) {_SKIN} thin(?:ner)?\b"
        rf"|^(?:so |and |but |hi |hello |, )*(?:does|do|will|can|could|did|would|is it true)\b.*\bthin (?:out )?{_SKIN}"
        rf"|\b(?:does|do|will|can) (?:\w+ ){{1,3}}age {_SKIN}"
    ),
    "bleaching": re.compile(rf"\b(?:bleach|lighten|whiten)(?:es|s|ing|ed)?\b(?: out)?(?: {_SKIN})?"),
    "sun": re.compile(
        r"\b(?:sun|photo|uv|light) ?-? ?sensitiv\w+|\bsensitiv\w+ (?:to|in) (?:the )?(?:sun|light|uv)\b"
        r"|\bburn (?:more |quicker|faster|easily|easier)+.*\bsun\b"
    ),
    "strength": re.compile(
        r"\b(?:which|what|how much|best|right|ideal|highest|lowest|max\w*|good) "
        r"(?:\w+ )?(?:percentages?|percent|strengths?|concentrations?|dose|%)"
        r"|\bhow strong (?:should|a|an|is|does|must|can)\b"
        rf"|\b{_NUMBER} ?(?:%|percent)? ?(?:\w+ )?(?:or|vs|versus|/) ?{_NUMBER}\b"
        rf"|\b{_NUMBER} ?(?:%|percent)(?: [\w-]+){{0,4}} (?:too (?:strong|much|high|weak|low)|enough|overkill)\b"
    ),
    "acne_prone": re.compile(
        r"\b(?:acne|spots?|pimples?|break ?-? ?outs?|blemish) ?-? ?prone\b|\bbreak(?:s|ing)? (?:me|you|people|us) out\b"
        r"|\b(?:cause|causes|causing|give me|gives me|trigger) (?:\w+ )?(?:acne|spots|pimples|break ?-? ?outs|zits)\b"
        r"|\bcomedogenic\b|\bmak\w+ (?:me|you|people|my (?:skin|face)) break out\b"
    ),
    "caution": re.compile(r"\b(?:side ?-? ?effects?|downsides?|risks?)\b"),
}
"""What asks for which topic; a form is asked for by the entries on forms alone."""
_ENTRIES: dict[Topic, tuple[str, ...]] = {
    "purging": ("faq/purging", "faq/which_products_purge"),
    "thinning": ("faq/retinol_thins_skin", "faq/acids_thin_skin"),
    "bleaching": ("faq/bpo_bleaching", "faq/vitamin_c_stains", "faq/glutathione_drip", "faq/even_tone_dark_skin"),
    "sun": ("faq/acids_summer_holiday", "faq/why_evening"),
    "strength": (
        "faq/retinol_strength", "faq/aha_strength", "faq/percent_add_up", "faq/vitamin_c_strength", "faq/raise_acid",
        "faq/niacinamide_strength", "faq/percent_on_label", "faq/retinoid_stronger", "faq/retinol_eu_limit",
    ),
    "acne_prone": ("faq/non_comedogenic", "faq/clogging_list", "faq/which_products_purge", "faq/mask_breakout"),
    "caution": (),
    "form": ("faq/active_form", "faq/active_in_cleanser", "faq/active_in_toner"),
}  # fmt: skip
"""Entries that such a question is taken for, and that say less than the thing's own fact, or speak of another."""
_KINDS = ("effect", "definition", "suitability", "choice", "time_of_day", "comparison", "necessity")
NARROW = tuple(topic for topic in _ENTRIES if topic not in ("sun", "caution"))
"""Topics whose facts answer such a question only."""
_OF_CLOTH = re.compile(r"\b(?:towels?|pillow\w*|sheets?|cloth\w*|shirts?|hair|fabric|bedding|eyebrows?|beard)\b")
_OWN: tuple[Topic, ...] = ("strength", "form")
"""Topics on which a class says nothing of its members."""
_OF_TOPIC = {"acne_prone": ("concern.acne",), "sun": ("skin.sensitive",), "purging": ("concern.acne",)}
"""Traits that are part of the question and tell nothing of the person."""


def answer(context: Context, question: Question) -> Answer | None:
    """The answer that begins with the fact on just what is asked of the thing; None where nothing so narrow is."""
    ids = {item.id for item in question.things}
    if len(ids) != 1 or not ids <= context.knowledge.things.keys():
        return None
    said = " ".join(question.words)
    for topic, entries in _ENTRIES.items():
        as_entry = question.kind in entries
        asks = bool(_ASKED[topic].search(said)) if topic in _ASKED else as_entry
        if not asks or not (as_entry or question.kind in _KINDS) or not _of_nothing_else(context, question, topic):
            continue
        if facts := _facts(context, question, topic):
            return _led_by(context, question, facts[0], as_entry=as_entry)
    return None


def is_told(context: Context, question: Question, given: Answer) -> bool:
    """Whether an answer begins with the fact on just what was asked, so that no other entry can be meant."""
    return any(
        fact.says == given.headline
        for item in question.things[:1]
        if item.id in context.knowledge.things
        for topic in _ENTRIES
        for fact in context.knowledge.facts(item.id, topic)[:1]
    )


def asks_strength(words: Sequence[str]) -> bool:
    """Whether it is asked how strong something should be: `what is a good strength to start`."""
    return bool(_ASKED["strength"].search(" ".join(words)))


def _facts(context: Context, question: Question, topic: Topic) -> list[Fact]:
    item = question.things[0]
    return context.knowledge.own_facts(item.id, topic) if topic in _OWN else context.facts(item, topic)


def _of_nothing_else(context: Context, question: Question, topic: Topic) -> bool:
    """Whether the question names nothing that decides otherwise: somebody's state, a concern to be treated, cloth."""
    beside = [trait for trait in question.traits if trait not in _OF_TOPIC.get(topic, ())]
    if topic == "bleaching" and _OF_CLOTH.search(" ".join(question.words)):
        return False
    return not beside or (topic == "strength" and all(context.knowledge.things[one].kind == "skin" for one in beside))


def _led_by(context: Context, question: Question, fact: Fact, *, as_entry: bool) -> Answer:
    """The fact first; behind it what the entry that was meant tells, or what the thing does and how one begins."""
    item = question.things[0]
    if as_entry and question.kind not in _ENTRIES["bleaching"] + _ENTRIES["strength"]:
        given = entry(context, question)  # Its first sentence is a verdict on its own question.
        sources = citations(context.knowledge, [fact])
        cited = tuple(dict.fromkeys((*sources, *given.sources)))
        return msgspec.structs.replace(given, headline=fact.says, sources=cited)
    rest = [*context.facts(item, "effect")[:1], *context.facts(item, "start")[:1]]
    given = context.from_facts("effect" if as_entry else question.kind, [fact, *rest], items=question.things)
    cautions = [one.says for one in context.facts(item, "caution")[:1] if one != fact]
    suggestions = context.texts.all("definition.next", thing=context.noun(item))
    return msgspec.structs.replace(given, cautions=(*given.cautions, *cautions), suggestions=suggestions)
