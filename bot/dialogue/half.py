"""What half a sentence is, for whoever completes one, corrects by one, or takes a whole one for what it says."""

from __future__ import annotations

from bot.answers.kinds import ANSWERS

TAKEN_OVER = ANSWERS.keys() - {"red_flag", "reaction", "medical", "label"}
"""Kinds that half a sentence may go on with. A report is not asked again about another thing."""
_FILLERS = {
    "great",
    "ok",
    "okay",
    "oh",
    "thanks",
    "cool",
    "hm",
    "hmm",
    "so",
    "well",
    "yeah",
    "yes",
    "right",
    "good",
    "nice",
    "alright",
    "ah",
    "hey",
    "wait",
    ",",
    ".",
    "!",
    "-",
}
NEEDS_TWO = ("compatibility", "comparison")
VAGUE = (
    "tell",
    "affirm",
    "greet",
    "nonsense",
    "out_of_scope",
    "help",
    "unsure",
    "time_of_day",
    "walk_next",
    "choice",
    "routine",
)
"""What the classifier makes of half a sentence when it is not really that."""
LONGEST_HALF = 7
DOUBTED = 0.5


def without_fillers(words: list[str]) -> list[str]:
    """The words without those that a sentence only begins with."""
    start = next((index for index, word in enumerate(words) if word not in _FILLERS), len(words))
    return words[start:]
