"""What a message plainly asks, read from its words where a classifier is easily wrong."""

from __future__ import annotations

import re

from bot.answers.kinds import OF_THE_DAY
from bot.answers.question import Question
from bot.dialogue.focus import Focus
from bot.dialogue.half import DOUBTED, VAGUE, without_fillers
from bot.knowledge.base import Knowledge
from bot.rules.items import Item

_MAY = {"can", "could", "should", "may", "might", "would", "is", "do", "does", "shall"}
_JOINING = {
    *("with", "and", "too", "also", "it", "that", "this", "them", "those", "these", "both", "together", "same", "add"),
    *("plus", "after", "before", "over", "under", "on", "then", "same", "instead", "as", "well", "between", "beside"),
}
"""Words by which a thing is put beside what was talked of."""
_HEARSAY = {"says", "said", "told", "tells", "swears", "heard", "read", "helps", "works", "recommends", "recommended"}
_A_WEEK = re.compile(r"\b(?:make|plan|build|give|create|do|need|want)\b(?: \w+){0,4} (?:week|weekly|schedule)\b")
_WHAT_TO_DO = re.compile(
    r"^what (?:(?:do|should|can|could|shall|would|must) i|to) (?:do|use|put on|apply|wear|try|take|buy|get)\b"
    r"(?!.*\b(?:if|when|about|against|for|instead|with)\b)"
)
_AT_A_TIME = re.compile(r"^(?:and )?(?:before bed|(?:in the|at) (?:mornings?|evenings?|nights?))(?: [?.!])*$")
_HOW_TO_BEGIN = re.compile(r"^how (?:do|should|can|would) i (?:start|begin|go about it)\b")
_IS_IT_FOR_ME = re.compile(
    r"\b(?:is|isn't|isnt|are) (?:it|that|this|they)(?: \w+)? (?:strong|harsh|weak|safe|ok|okay|gentle|mild)\b"
)
_BARE = 3
"""Words and signs of a question that names a sort of product and nothing else."""
_A_PAIR = 2
_DAYS = {
    *("routine", "routines", "regimen", "regime", "plan", "schedule", "build", "make", "week", "weekly"),
    *("steps", "order"),
}
"""Words of whoever wants a day or a week laid out, rather than two things weighed."""
_AT_ALL = {"no", "at", "all"}
_EVIDENCE = {"evidence", "proof", "proven", "studies", "study", "research", "science"}


def plain_kind(knowledge: Knowledge, question: Question, focus: Focus, *, unsure: bool) -> str:
    """The kind that a message says plainly, whatever the classifier made of it; "" where it does not."""
    said, words = question.kind, without_fillers(question.words)
    if routine := _asks_what_to_do(question, unsure=unsure):
        return routine
    if said in ("compatibility", "tell") and _goes_on_alone(question, focus):
        return "suitability"
    if said == "compatibility" and focus.things and _is_alone(question):
        return "suitability"
    if said == "help" and focus.things and _HOW_TO_BEGIN.search(" ".join(words)):
        return "usage"
    if set(words) >= _AT_ALL and len(question.things) == 1 and question.rejected and not said.startswith("faq/"):
        return "suitability"  # `so no clay at all?`
    points = bool(focus.things) and not question.things and question.confidence < DOUBTED
    if points and _IS_IT_FOR_ME.search(" ".join(words)):
        return "suitability"
    if _EVIDENCE & set(words) and question.things and (unsure or question.confidence < DOUBTED):
        return "effect"
    if said == "comparison" and len(question.things) == 1 and question.traits and question.confidence < DOUBTED:
        return "suitability"
    in_doubt = said.startswith("faq/") and question.confidence < DOUBTED and len(words) <= _BARE
    if (said == "definition" or in_doubt) and _asks_which(knowledge, question, words):
        return "choice"
    if said in ("tell", "nonsense") and len(question.things) == 1 and _HEARSAY & set(words):
        return "effect"
    if len(question.things) > 1 and _A_WEEK.search(" ".join(question.words)) and not said.startswith("faq/"):
        return "routine"
    doubted_pair = len(question.things) == _A_PAIR and question.confidence < DOUBTED
    if said == "routine" and doubted_pair and not _DAYS & set(words):
        return "compatibility"  # `the gel every night, wanna squeeze in a glycolic mask`.
    if said in ("time_of_day", "order") and question.confidence < DOUBTED and _asks_leave(question, words):
        return "suitability"
    if said == "necessity" and "now" in words and _asks_leave(question, words):
        return "suitability"  # `should I put the serum on now?`, while skin is sore.
    return ""


def _asks_leave(question: Question, words: list[str]) -> bool:
    """`should I put aloe on it`: whether, and not when or in what order."""
    return len(question.things) == 1 and words[:2] in (["can", "i"], ["should", "i"], ["may", "i"], ["could", "i"])


def _asks_what_to_do(question: Question, *, unsure: bool) -> str:
    """`what can I use`, `what do I do in the morning`: a routine for the time of day that is named, else a choice."""
    open_kind = unsure or question.kind in ("help", *VAGUE) or question.confidence < DOUBTED
    if question.things or question.unknown or not open_kind or any(state in OF_THE_DAY for state in question.traits):
        return ""
    said = " ".join(without_fillers(question.words))
    if not _WHAT_TO_DO.search(said):
        return "routine" if question.moment and _AT_A_TIME.search(said) and question.kind != "time_of_day" else ""
    return "routine" if question.moment else "choice"


def _asks_which(knowledge: Knowledge, question: Question, words: list[str]) -> bool:
    """`what sunscreen`: not what one is."""
    of_a_sort = len(question.things) == 1 and knowledge.things[question.things[0].id].kind in ("product", "mask")
    return of_a_sort and words[:1] in (["what"], ["which"]) and words[1:2] == question.things[0].name.split()[:1]


def _goes_on_alone(question: Question, focus: Focus) -> bool:
    """`so coconut oil then`, after whether natural is better."""
    if len(question.things) != 1 or question.unknown or not focus.kind.startswith("faq/"):
        return False
    return set(question.words) <= {*question.things[0].name.split(), "so", "then", "ok", "?", "."}


def _is_alone(question: Question) -> bool:
    """`can I keep the vitamin C`: nothing in it points at what was talked of, so it is about the one thing."""
    words = set(question.words)
    if len(question.things) != 1 or question.unknown:
        return False
    if {"help", "helps"} & words and not {"with", "together"} & set(_before(question, question.things[0])):
        return True
    return bool(_MAY & {*without_fillers(question.words)[:1]}) and not _JOINING & words


def _before(question: Question, item: Item) -> list[str]:
    """The two words right before a thing."""
    first = item.name.split()[:1]
    at = question.words.index(first[0]) if first and first[0] in question.words else 0
    return question.words[max(0, at - 2) : at]
