"""Half-sentences about the last answer that no kind of question covers: read off their words."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from bot.answers.kinds import ANSWERS, SMALL_TALK
from bot.answers.question import Question
from bot.dialogue.focus import Focus
from bot.dialogue.walk import MOVES
from bot.knowledge.base import Knowledge
from bot.rules.items import Item

_SHORTER = re.compile(
    r"\b(?:shorter|short version|in short|be brief|briefly|brief|tl ?;? ?dr|summar(?:y|ise|ize)|sum (?:it|that) up"
    r"|in (?:one|a|1) (?:word|sentence|line)|simpler|more simply|in plain (?:words|english)|eli5|huh|what do you mean"
    r"|(?:ur|your|the|these) answers? (?:are|is) (?:way |far |much )*too long|^short (?:pls|please|version)"
    r"|^(?:just |only )?(?:say )?yes or no(?: please| pls)?(?: \?)?$"
    r"|(?:don't|dont|do not|didn't|didnt) (?:get|understand|follow|quite get) (?:it|that|this|you))\b"
)
_INSISTS = re.compile(
    r"\b(?:come on|cmon|just (?:this )?once|only (?:this )?once|pretty please|oh please|don't care|dont care"
    r"|(?:don't|dont|do not|can't|cant) (?:really )?believe (?:you|it|that|this)|not convinced|prove it"
    r"|but i (?:really |do )?(?:want|like|love|need)|don't be (?:so|like)|dont be (?:so|like)|live a little)\b"
)
_SAYS_WHO = re.compile(r"\b(?:says who|who says(?: so| that)?|according to (?:who|whom))\b")
_WHEN_THEN = re.compile(
    r"^(?:(?:ok|okay|and|so|well|but|yes|no|fine|right|then|[.,!-]) )*"
    r"(?:when(?: then| exactly| though| can i(?: start| use it| again)*)?"
    r"|(?:on )?which (?:night|evening|day|morning)s?(?: then)?)(?: [?.!])*$"
)
"""`so when?`, `ok ok. when then`."""
_SURE_OF_IT = re.compile(
    r"^(?:(?:and|so|but|ok|hm|really|,) )*(?:are )?(?:you|u|ya) (?:really |quite |very |100 % )?(?:sure|certain)\b"
    r"|^(?:(?:and|so|but|ok) )*(?:it ?'?s|its|is it|that ?'?s|thats) (?:really )?(?:ok|okay|fine|allowed)(?: then)? \?$"
    r"|^is (?:she|he|my \w+) right\b"
)
"""Asks whether the last answer stands."""
_DOUBTS = frozenset(("wrong", "right", "true", "correct", "really", "seriously", "lying", "nonsense"))
_ASKS_IN_PLACE = frozenset(("what", "which", "anything", "something", "whats", "alternative", "alternatives"))
_ALTERNATIVE = re.compile(
    r"^(?:(?:and|so|but|ok) )*(?:is there |are there )?(?:an|any|what|which|other)(?: \w+)? alternatives?\b"
)
_LISTED = re.compile(r"\b(?:in (?:it|there|that|this|the list|that list)|contain|contains|has it got|does it have)\b")
_OTHER_ONE = re.compile(r"\b(?:the )?other(?: (?:one|two|ones))?\b")
_FIRST_ONE, _SECOND_ONE = (
    re.compile(r"\bthe (?:first one|former)\b"),
    re.compile(r"\bthe (?:second one|latter|last one)\b"),
)
_NEW_TALK = re.compile(
    r"^\W*(?:(?:ok|okay|please|can we|let'?s|let us|i want to|i'd like to|start|begin|have) )*(?:a |an? (?:whole )?)?"
    r"(?:new|fresh|different|another) (?:conversation|chat|topic|subject|start)\W*$"
    r"|\b(?:change|switch) (?:the )?(?:subject|topic)\b|\btalk about something else\b"
)
_START_OVER = re.compile(
    r"^\W*(?:(?:ok|okay|please|can we|let'?s|let us) )*(?:start|begin) (?:over|afresh|again|anew)\W*$"
)
_BOTH = frozenset(("both", "together"))
_SAME_TIME = re.compile(
    r"^(?:(?:and|so|on|at|in|the|but|ok) )*same (?:day|night|evening|morning|time|session)(?: [?.!])*$"
    r"|\b(?:them|these|those)(?: two)?(?: both)?(?: on| at| in)?(?: the)? same (?:day|night|evening|morning|time)\b"
)
_WALK_WORDS = {
    "walk_restart": re.compile(r"\b(?:(?:start|begin) (?:over|again|anew)|restart|from the (?:top|start|beginning))\b"),
    "walk_stop": re.compile(r"\b(?:forget (?:it|that)|never ?mind|(?:off|going) to (?:bed|sleep)|too tired)\b"),
    "walk_skip": re.compile(r"\bskip(?:ping)?\b"),
    # What a step asked for is done.
    "walk_next": re.compile(
        r"^(?!.*(?:\?|\bnot\b|n't\b|\bnever\b|\bhow\b|\bwhat\b))(?:[\w']+[ ,.!]*){0,3}"
        r"\b(?:washed|cleansed|rinsed|patted|dried|applied|massaged|it's (?:on|off)|took it off|put it on)\b"
        r"(?:[ ,.!]*[\w']+){0,2}\W*$"
    ),
}
_ACTIVE = r"(?:it|this|them|retin\w+|acids?|actives|ahas?|bhas?|exfoliat\w+)"
_USED_TO_IT = re.compile(
    rf"\b(?:skin(?: is| has|'s)?|i'?m|i am|i'?ve|i have) (?:\w+ )?(?:used|got used|accustomed|adjusted|adapted) to"
    rf" {_ACTIVE}\b"
    rf"|\b(?:i|i'?ve|i have|been) (?:\w+ )?us(?:ed|ing|e) {_ACTIVE}\b[^.?!]{{0,30}}\b(?:for|over|since)\b[^.?!]{{0,12}}"
    r"\b(?:months|years?|ages)\b|\b(?:not a|no) (?:beginner|newbie)\b"
)
_NEW_TO_IT = re.compile(
    rf"\bnew to {_ACTIVE}\b|\b(?:i'?m|i am|as) (?:a )?(?:total |complete |absolute )?(?:beginner|newbie)\b"
    rf"|\bnever (?:used|tried) {_ACTIVE}\b|\bnot used to {_ACTIVE}\b"
)
_REST = re.compile(
    r"\b(?:nights?|days?|evenings?)\b[^.?!]{0,12}\b(?:off|free)\b|\b(?:free|rest(?:ing)?) (?:nights?|days?|evenings?)\b"
    r"|\b(?:break|rest)\b[^.?!]{0,20}\b(?:in (?:there|that|it|the plan|the week))\b"
)
_IN_THERE = re.compile(r"\b(?:in (?:there|that|it|(?:the|my|this) (?:plan|week|schedule))|my (?:plan|week))\b")
_IN_GENERAL = re.compile(r"\b(?:why|what (?:is|are)|what's|need|cycling)\b")
_WHY = re.compile(r"\b(?:why|how come|what for)\b")
_DAY = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:mon|tue|wed|thu|fri|sat)s?\b|\b(?:that|those|other) days?\b"
)
_MOVE = re.compile(r"\b(?:move|swap|switch|shift|put|change|rather|instead)\b")
_FEW, _SEVERAL = 6, 10
"""Words, signs included, that such a half-sentence has at most."""
_SURE = 0.6
_CERTAIN = 0.85
"""Confidence from which an entry is what is meant, even where a walkthrough is on and a word of it is said."""


def about_answer(question: Question, focus: Focus, *, unsure: bool) -> str:
    """`shorter`, `stands`, `instead`, `when`, `source`, where the last answer is asked about and no thing; else ""."""
    if not focus.headline or question.things or question.traits or question.unknown or len(question.words) > _SEVERAL:
        return ""
    said, words = " ".join(question.words), set(question.words)
    if _SAYS_WHO.search(said):
        return "source"
    if ("instead" in words and _ASKS_IN_PLACE & words) or _ALTERNATIVE.search(said):
        return "instead"
    if _WHEN_THEN.search(said) and focus.things:
        return "when"
    if _SURE_OF_IT.search(said):
        return "stands"
    if _is_firm(question, unsure=unsure):
        return ""
    if _SHORTER.search(said) and not (focus.walk is not None and question.kind in MOVES):
        return "shorter"
    if _INSISTS.search(said):
        return "stands"
    return "stands" if "?" in words and _DOUBTS & words and len(question.words) <= _FEW else ""


def _is_firm(question: Question, *, unsure: bool) -> bool:
    """Whether the question was understood as one that has an answer of its own."""
    own = question.kind in ANSWERS or question.kind.startswith("faq/") or question.kind in ("why", "source")
    return own and not unsure and question.confidence >= _SURE


def begins_anew(text: str, focus: Focus) -> bool:
    """Whether a message puts aside all that was talked of; `start over` in a walkthrough is about its steps."""
    walking = focus.walk is not None or focus.left is not None
    return bool(_NEW_TALK.search(text)) or (not walking and bool(_START_OVER.search(text)))


def accustomed(text: str, before: bool) -> bool:
    """Whether skin is used to retinoids and acids after what a message says; `before` where it says nothing of that."""
    if _NEW_TO_IT.search(text):
        return False
    return before or bool(_USED_TO_IT.search(text))


def asks_for_rest(text: str, *, of_plan: bool) -> bool:
    """`does my skin get a night off in there`; with `of_plan` the week was told just now and need not be pointed at."""
    return bool(_REST.search(text)) and not _IN_GENERAL.search(text) and (of_plan or bool(_IN_THERE.search(text)))


def asks_why_that_day(text: str) -> bool:
    """`why no mask on tuesday`, of a week that was planned."""
    return bool(_WHY.search(text)) and bool(_DAY.search(text))


def asks_to_move(text: str) -> bool:
    """`move the mask to friday`, of a week that was planned."""
    return bool(_MOVE.search(text)) and bool(_DAY.search(text))


def asks_what_is_listed(question: Question, focus: Focus) -> bool:
    """`is there perfume in it`, after an ingredient list."""
    return bool(focus.listed) and len(question.things) == 1 and bool(_LISTED.search(" ".join(question.words)))


def pointed_at(question: Question, focus: Focus) -> list[Item]:
    """What `the other one`, `the second one` and `both` mean among the things last talked of side by side; or none."""
    if question.things or question.unknown or len(focus.pair) < 2:
        return []
    said = " ".join(question.words)
    if _BOTH & set(question.words) or _SAME_TIME.search(said):
        return list(focus.pair)
    if _FIRST_ONE.search(said):
        return focus.pair[:1]
    if _SECOND_ONE.search(said):
        return focus.pair[-1:]
    if _OTHER_ONE.search(said):
        now = {item.id for item in focus.things}
        return [item for item in focus.pair if item.id not in now]
    return []


def resolved(knowledge: Knowledge, questions: Sequence[Question], focus: Focus) -> list[Question]:
    """The questions of a message, `the mask` and `the glycolic one` being what was just talked of under that name."""
    words = [word for question in questions for word in question.words]
    known = [*focus.things, *(item for item in focus.pair if item not in focus.things)]
    if focus.mask is not None and all(not item.id.startswith("mask.") for item in known):
        known.append(focus.mask)
    return [
        msgspec.structs.replace(
            question, things=list(dict.fromkeys(_meant(knowledge, item, words, known) for item in question.things))
        )
        for question in questions
    ]


def _meant(knowledge: Knowledge, item: Item, words: list[str], known: list[Item]) -> Item:
    pointing = any(words[at - 1] in ("the", "that", "this") for at, word in enumerate(words) if at and word == item.id)
    if pointing and not item.contains and not item.attributes:
        named = [one for one in known if one.id != item.id and (knowledge.is_a(one.id, item.id) or one.form == item.id)]
        return named[0] if len(named) == 1 else item
    if "one" in words and not item.form:
        holding = [one for one in known if item.id in one.contains]
        return holding[0] if len(holding) == 1 else item
    return item


def walk_word(question: Question, focus: Focus) -> str:
    """The walkthrough word that a half-understood message holds, where one is on: `it's clean already, skip that`."""
    if focus.walk is None or question.things:
        return ""
    if _WALK_WORDS["walk_restart"].search(" ".join(question.words)):
        return "walk_restart"
    if question.kind in MOVES and question.confidence >= _SURE:
        return ""
    ours = question.kind not in SMALL_TALK and question.confidence >= _SURE
    passing = question.kind.startswith("faq/") and question.confidence < _CERTAIN and "?" not in question.words
    if ours and not passing:
        return ""
    said = " ".join(question.words)
    return next((word for word, pattern in _WALK_WORDS.items() if pattern.search(said)), "")


def is_bare_name(question: Question) -> bool:
    """`sheet mask`: one thing, and nothing said of it."""
    words = {word for word in question.words if word.isalpha()}
    return question.kind == "definition" and len(question.things) == 1 and words <= set(question.things[0].name.split())
