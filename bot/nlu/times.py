"""What a message says of times: of day, how often a week, for how long."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.knowledge.model import Moment
from bot.nlu.reading import Mention

MOMENTS: dict[str, Moment] = {
    "morning": "morning",
    "mornings": "morning",
    "mornin": "morning",
    "mrng": "morning",
    "am": "morning",
    "daytime": "morning",
    "daylight": "morning",
    "breakfast": "morning",
    "evening": "evening",
    "evenings": "evening",
    "pm": "evening",
    "night": "evening",
    "nights": "evening",
    "tonight": "evening",
    "nighttime": "evening",
    "nightly": "evening",
    "bed": "evening",
    "bedtime": "evening",
    "nite": "evening",
    "overnight": "evening",
}
_NO_AM = {"i", "who", "what", "where", "how", "why"}
_NUMBERS = {
    "once": 1,
    "twice": 2,
    "thrice": 3,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "a": 1,
    "every": 1,
    "each": 1,
    "per": 1,
}
PER_WEEK = {
    "day": 7,
    "daily": 7,
    "days": 7,
    "night": 7,
    "nights": 7,
    "nightly": 7,
    "everyday": 7,
    "morning": 7,
    "evening": 7,
    "week": 1,
    "weekly": 1,
    "wk": 1,
    "month": 0.25,
}
_IN_A_ROW = re.compile(
    r"\b(?:[3-9]|three|four|five|six|seven) (?:days|nights|evenings|times) (?:in a row|running|straight)\b"
)
_WEEKDAYS = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b")
_IN_ONE_DAY = re.compile(
    r"\b(?:twice|thrice|(?:2|3|two|three) ?(?:x|times))\b[^.?!]{0,12}\b(?:in|on)? ?"
    r"(?:one|the same|a single) (?:day|night)\b"
)
_DAYS = {"day": 1, "night": 1, "week": 7, "wk": 7, "month": 30, "mth": 30, "year": 365, "yr": 365}
_SPANS = {"for", "since", "ago", "later", "last", "past", "after", "still", "over", "now", "been", "keep", "keeps"}


_EVERY_SO_MANY = re.compile(
    r"\bevery (?P<count>\d+|couple(?: of)?|few|two|three|four|five|six|seven|other|second|third|fourth) "
    r"(?P<span>days?|nights?|evenings?|weeks?|months?)\b"
    r"|\b(?P<fortnight>fortnightly|(?:a|every|per|each) fortnight|biweekly)\b"
)
_SO_MANY = {"couple": 2, "couple of": 2, "few": 3, "other": 2, "second": 2, "third": 3, "fourth": 4}


def _moments_of(words: list[str]) -> list[tuple[int, Moment]]:
    return [
        (index, MOMENTS[word])
        for index, word in enumerate(words)
        if word in MOMENTS and not (word == "am" and index and words[index - 1] in _NO_AM)
    ]


def moment_of(words: list[str]) -> Moment | None:
    """The time of day, where just one is named."""
    found = {moment for _, moment in _moments_of(words)}
    return found.pop() if len(found) == 1 else None


def set_moments(things: Sequence[tuple[Mention, tuple[int, int]]], words: list[str]) -> None:
    """`vitamin c in the morning and retinol at night`: where both times are named, each thing has the one beside it."""
    named = _moments_of(words)
    if len(things) < 2 or len({moment for _, moment in named}) < 2:
        return
    first_thing, first_moment = things[0][1][0], named[0][0]
    for mention, (start, end) in things:
        if first_moment < first_thing:
            before = [moment for index, moment in named if index < start]
            mention.moment = before[-1] if before else None
        else:
            after = [moment for index, moment in named if index >= end]
            mention.moment = after[0] if after else None


def per_week(words: list[str]) -> float | None:
    """How often a week, from `4 times a week`, `every night`, `daily`, `3 days in a row`; None when nothing is said."""
    said = " ".join(words)
    if _IN_A_ROW.search(said):
        return 7
    if _IN_ONE_DAY.search(said):
        return 14
    if (named := len(set(_WEEKDAYS.findall(said)))) > 1:
        return named
    if match := _EVERY_SO_MANY.search(said):
        return _spaced(match)
    for index, word in enumerate(words):
        if word not in PER_WEEK:
            continue
        count: float = 1
        before = words[max(0, index - (6 if words[index - 2 : index] == ["in", "a"] else 4)) : index]
        if {"many", "often"} & set(before) and "how" in words[max(0, index - 6) : index]:
            continue  # Asked, not said.
        if word in ("daily", "nightly", "everyday", "weekly"):
            pass
        elif not before or before[-1] not in ("a", "per", "every", "each", "/", "the", "x", "times", "other"):
            continue
        elif before[-1] == "other":
            count = 0.5
        for place, said in enumerate(before):
            if before[place + 1 : place + 2] in (["%"], ["."]):
                continue
            if said.isdigit():
                count = min(int(said), 50)
            elif said.rstrip("x").isdigit():
                count = int(said.rstrip("x"))
            elif said in _NUMBERS and _NUMBERS[said] > 1:
                count = _NUMBERS[said]
        return count * PER_WEEK[word]
    return None


def _spaced(match: re.Match[str]) -> float:
    """How often a week something is that is done `every third night`, `every couple of weeks`, `every fortnight`."""
    if match["fortnight"]:
        return 0.5
    said = match["count"]
    count = int(said) if said.isdigit() else _SO_MANY.get(said) or _NUMBERS[said]
    return 7 / (max(count, 1) * _DAYS[match["span"].removesuffix("s").replace("evening", "night")])


def days(words: list[str]) -> float | None:
    """The days that something has lasted, from `for three days`, `since last week`, `5 days later`; None if unsaid."""
    for index, word in enumerate(words):
        length = _DAYS.get(word.removesuffix("s"))
        if length is None or not _SPANS & set(words[max(0, index - 4) : index + 3]):
            continue
        before = words[index - 1] if index else ""
        if before in ("a", "per", "every", "each", "times", "other", "x", "the"):
            continue
        count = int(before) if before.isdigit() else _NUMBERS.get(before, 2 if word.endswith("s") else 1)
        return float(min(count, 1000) * length)
    return None
