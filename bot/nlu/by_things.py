"""The kind of a question as the number of things named, and the words between them, make it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.nlu.reading import Mention, Reading
from bot.nlu.scope import DOUBTFUL, PLAIN, SURE, is_general, is_small_talk
from bot.nlu.times import MOMENTS

USES = ("necessity", "suitability", "effect")
STATED = ("tell", "label")
"""Kinds that tell something and ask nothing of it."""
_PLACES = frozenset(("after", "before", "over", "under", "underneath", "beneath", "below", "top"))
_HARM = frozenset(("harm", "hurt", "harmful", "problem"))
_TIMED = frozenset(("long", "wait", "minutes", "minute", "hours", "days", "soon", "when", "time"))
MAY = frozenset(("can", "could", "may", "ok", "okay", "fine", "allowed", "should"))
_MAY_BE = MAY | {"safe", "alright"}
_SO_OFTEN = ("faq/two_masks_in_a_row", "faq/midday_again")
"""Entries on twice in a row, for which twice a week is easily taken."""
_FAIRLY_SURE = 0.75
_SHORT, _HALF_A_DOZEN = 11, 6
"""Words of a question that asks of two things and no more, and of what may stand between them."""
_BESIDE = _PLACES - {"top"} | {"with", "and", "plus", "then", "&", "+"}
_ASKS_MORE = frozenset(("how", "why", "what", "what's", "whats", "when", "which", "where", "who", "need", "without"))
_PLACING = ("order", "wait", "compatibility")
_BOUND_TO = re.compile(
    r"\b(?:everybody|everyone|always|every time)\b.*\b(?:have|has|need|needs|must)\b"
    r"|\b(?:have|has|need|needs|must)\b.*\b(?:always|every time|the moment|right away|straight away|at once)\b"
)
"""Asks whether one must, each time."""
_LEAVE = ("can", "could", "may")
_MUST = frozenset(("need", "necessary", "must", "have", "skip", "without"))
_MORE = frozenset(("stronger", "better", "gentler", "milder", "weaker", "harsher", "safer", "faster", "worse"))
_VERSUS = frozenset(("vs", "versus", "or"))
_CARE = ("choice", "usage", "effect", "definition", "routine")
_PAINFUL = frozenset(("painful", "sore", "hurt", "hurts", "hurting", "infected", "pus", "bleeding", "angry", "cystic"))
_TWO = 2
_STIRRED = re.compile(
    r"\b(?:mix|mixed|mixing|stir|stirred|stirring|blend|blended|blending)\b[^.?!]*\b(?:into|in)\b"
    r"(?! (?:\w+ ){0,3}(?:routine|regimen|mornings?|evenings?|nights?|days?|weeks?|am|pm|session|step)\b)"
    r"|\bmix(?:ed|ing)?\b[^.?!]*\b(?:palm|hand|bottle|same jar)\b"
)
_HELPS_THAT = re.compile(
    r"\bhelp (?:me )?(?:with|against|for) (?:that|this|it|those|these)\b"
    r"|\b(?:(?:be|is) (?:of )?any good|do(?:es)? (?:it|me|that|this|my (?:skin|face)) (?:any|some) good"
    r"|make it (?:all )?worse)\b"
)
"""Asks of one thing whether it suits what was told."""
_IN_TURN = re.compile(r"\b(?:and then|followed by|on top of|together with|along with)\b")
_THICK = frozenset(("moisturiser", "makeup", "foundation"))
"""What one may thin a strong active with."""
_A_PRODUCT = "product"
_IN_A_PRODUCT = (
    *("fragrance", "essential_oil", "alcohol_denat", "parabens", "sulfates", "dimethicone", "phenoxyethanol"),
    *("petrolatum", "mineral_oil"),
)
"""What people find on a label and worry about."""
_MATCHED = re.compile(
    r"\b(?:match for|as good as|stack up|hold a candle|do(?:es)? (?:\w+ ){0,3}(?:as much|more)|who wins"
    r"|works? as well as|as (?:effective|strong|potent) as)\b"
)
_WHICH_IS_BEST = re.compile(
    r"\b(?:which|what)\b(?: \w+){0,3} (?:is|are|works?|would be|do i (?:choose|take|buy|pick))\b"
    r"(?: \w+){0,2}(?: (?:best|better|strongest|stronger|safest|safer|gentlest|gentler|more effective|the one))?\b"
)


def by_things(kind: str, reading: Reading, confidence: float = 1.0) -> str:
    """The kind that the number of things named, and the words between them, make of another."""
    words = set(reading.words)
    several = len(actives(reading)) > 1
    weighed = kind in ("compatibility", "comparison", "choice")
    if kind in _SO_OFTEN and reading.per_week is not None and confidence < _FAIRLY_SURE:
        return "frequency"  # `two kinds of mask in a week`
    of_both = {mention.id for mention in reading.things} == {"mask", "serum"}
    if of_both and kind in _PLACING and confidence < SURE and _BOUND_TO.search(" ".join(reading.words)):
        return "faq/serum_or_moisturiser_after_mask"  # `must everybody put serum on when the mask is off`
    if kind.startswith("faq/") and confidence < _FAIRLY_SURE and words & MAY and _is_of_a_pair(reading):
        return "compatibility"  # `Can I apply oils after moisturiser?`
    if len(reading.things) > 1 and "instead" in words and _is_asked(kind) and not {"on", "top"} <= words:
        return "comparison"  # `retinol instead of my tretinoin?` weighs one against the other.
    if kind in ("compatibility", "comparison", *USES) and _is_one_of(reading):
        return "definition"  # `is mandelic acid an AHA or a BHA`
    two = len(reading.things) == 2 and not is_small_talk(kind) and not _named_at_large(reading)
    if (weighed and _best_of(reading)) or (two and "than" in words and words & _MORE):
        return "comparison"  # `is retinal 0.1 stronger than 1% retinol`
    partly = {bool(thing.either) for thing in reading.things} == {True, False}
    if kind == "comparison" and partly and not _in_a_row(reading):
        return "compatibility"  # `snail or hyaluronic acid with my AHA`: which of them goes with it.
    if kind in USES and len(reading.things) > 1 and words & _PLACES and words & (MAY | _HARM) and not words & _MUST:
        return "compatibility"  # `Can I apply oil after my cream?` asks whether, in that order.
    if kind == "necessity" and confidence < SURE and reading.words[0] in _LEAVE and not words & _MUST:
        return "suitability"  # `can I use a ceramide moisturiser` asks whether, and not whether one must.
    if kind == "effect" and len(reading.things) == 1 and _HELPS_THAT.search(" ".join(reading.words)):
        return "suitability"
    if kind == "wait" and confidence < DOUBTFUL and words & MAY and not words & _TIMED:
        return "compatibility"  # `and can I use vitamin C after`
    if kind == "suitability" and several and _IN_TURN.search(" ".join(reading.words)):
        return "compatibility"  # `is it alright to use hydroquinone and then benzoyl peroxide`
    if kind == "suitability" and len({mention.kind == "tool" for mention in reading.things}) > 1 and words & _MAY_BE:
        return "compatibility"  # `I take doxycycline, is it safe to use my LED mask`
    if kind == "choice" and several and words & _VERSUS:
        return "comparison"
    unsure = kind.startswith("faq/") and confidence < SURE
    concerned = any(trait.kind in ("concern", "skin") for trait in reading.traits)
    if concerned and (unsure or weighed) and (_either(reading) or _one_of_several(reading)):
        return "comparison"  # `azelaic or kojic first for dark marks`, `toner or essence for dry skin`
    care = kind in _CARE or (kind.startswith("faq/") and confidence < DOUBTFUL)
    if care and words & _PAINFUL and any(trait.kind == "concern" for trait in reading.traits):
        return "medical"  # What hurts is to be seen, not to be exfoliated.
    moments = {MOMENTS[word] for word in words & MOMENTS.keys()}
    if kind == "compatibility" and len(reading.things) == 1 and len(moments) > 1:
        return "time_of_day"  # `can I use it in the morning or only at night`
    return kind


def measured_against(kind: str, confidence: float, reading: Reading) -> str:
    """The kind that tells whether one does as much as the other, or "": `paper masks any match for a serum`."""
    doubtful = kind in ("compatibility", "comparison") or (kind.startswith("faq/") and confidence < PLAIN)
    if not doubtful or len(reading.things) != _TWO or not _MATCHED.search(" ".join(reading.words)):
        return ""
    return "faq/sheet_or_serum" if {thing.id for thing in reading.things} == {"mask.sheet", "serum"} else "comparison"


def in_a_product(things: Sequence[Mention]) -> list[Mention]:
    """What is asked about of a product that holds it: the scent of `a perfumed toner`, and not the toner."""
    held = [mention for mention in things if mention.id in _IN_A_PRODUCT]
    sorts = [mention for mention in things if mention.kind == _A_PRODUCT]
    return held if held and sorts and len(held) + len(sorts) == len(things) else list(things)


def stirred_in(reading: Reading) -> str:
    """The entry on stirring one thing into another, which is not the same as one after the other, or ""."""
    named = {thing.id for thing in reading.things if not thing.negated}
    masks = any(thing.kind == "mask" for thing in reading.things)
    if len(named) < _TWO or masks or not _STIRRED.search(" ".join(reading.words)):
        return ""
    if "sunscreen" in named:
        return "faq/cream_in_sunscreen" if named & _THICK else "faq/serum_in_sunscreen"
    if any(word.startswith("powder") for word in reading.words):
        return "faq/diy_serum"
    return "" if named & _THICK else "faq/serums_mixed_in_palm"


def _is_asked(kind: str) -> bool:
    """Whether a kind asks something of things, and tells nothing."""
    return is_general(kind) and kind not in STATED


def _is_of_a_pair(reading: Reading) -> bool:
    """Whether a short question puts one of two particular things beside the other and asks nothing else of them."""
    in_a_state = any(trait.kind == "state" for trait in reading.traits)
    a_mask = any(thing.id == "mask" for thing in reading.things)
    if len(reading.things) != _TWO or a_mask or in_a_state:
        return False
    one, other = sorted(reading.things, key=lambda mention: mention.start)
    between = reading.words[one.end : other.start]
    short = len(reading.words) <= _SHORT and len(between) <= _HALF_A_DOZEN and _ASKS_MORE.isdisjoint(reading.words)
    return short and not _BESIDE.isdisjoint(between) and {"or", "vs"}.isdisjoint(between)


def _either(reading: Reading) -> bool:
    """Whether two things stand side by side with an `or` between them."""
    asked = [thing for thing in reading.things if not thing.negated]
    things = asked if len(asked) == 2 else actives(reading)
    if len(things) != 2:
        return False
    one, other = things
    return reading.words[one.end : other.start] in (["or"], ["or", "a"], ["or", "an"], ["or", "the"])


def _in_a_row(reading: Reading) -> bool:
    """Whether all that is named stands in one row: `toner, essence or serum`."""
    between = (reading.words[one.end : other.start] for one, other in pairwise(reading.things))
    return all(words and {",", "or", "/", "and"}.issuperset(words) for words in between)


def _one_of_several(reading: Reading) -> bool:
    """Whether more than two stand in a row with an `or` before the last: `sheet, gel or cream mask for dry skin`."""
    return len(reading.things) > _TWO and _in_a_row(reading) and "or" in reading.words


def _best_of(reading: Reading) -> bool:
    """Whether one of several actives is asked for: `which is best for marks, a, b or c`."""
    asks = bool(_WHICH_IS_BEST.search(" ".join(reading.words)))
    return asks and len(actives(reading)) > 1 and _only_alternatives(reading)


def _is_one_of(reading: Reading) -> bool:
    """Whether it is asked of a thing if it belongs to the class, or one of the classes, named right behind it."""
    if len(reading.things) < 2 or reading.words[:1] not in (["is"], ["are"], ["isnt"], ["isn't"]):
        return False
    one, *classes = reading.things
    between = reading.words[one.end : classes[0].start]
    return all(other.kind == "class" for other in classes) and between in (["a"], ["an"], ["one", "of", "the"])


def _only_alternatives(reading: Reading) -> bool:
    """Whether the actives stand side by side, an `or` or `/` before the last, with nothing that puts them together."""
    named = actives(reading)
    between = {word for one, other in pairwise(named) for word in reading.words[one.end : other.start]}
    last = reading.words[named[-2].end : named[-1].start]
    return bool({"or", "/"} & set(last)) and not between & {"with", "and", "+", "then", "after", "before", "over"}


def _named_at_large(reading: Reading) -> bool:
    """Whether a mask or serum of no named kind is among the things: entries tell how those two stand to each other."""
    return any(thing.id in ("mask", "serum") for thing in reading.things)


def actives(reading: Reading) -> list[Mention]:
    """What of the things named works on skin of its own: actives, and masks."""
    return [mention for mention in reading.things if mention.kind in ("ingredient", "class", "mask")]
