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
_CHOOSES = re.compile(
    r"\b(?:should|shall|do|would|could) i (?:rather )?(?:buy|get|choose|pick|go for|go with|take|try|order)\b"
)
_AGREE = re.compile(r"\b(?:agree|get along|get on|side by side|go well together|mix well|play nice(?:ly)?)\b")
_TIMED = frozenset(("long", "wait", "minutes", "minute", "hours", "days", "soon", "when", "time"))
MAY = frozenset(("can", "could", "may", "ok", "okay", "fine", "allowed", "should"))
_MUST = frozenset(("need", "necessary", "must", "have", "skip", "without"))
_THROUGH = re.compile(r"\b(?:walk|guide|talk|take|lead|coach) (?:me|us) through (?!why|the difference)")
_TOO_MUCH = frozenset(("much", "many", "overkill", "overdoing", "excessive"))
_SAME = re.compile(r"\b(?:is|are|isn't|isnt|aren't|arent)\b.*\bsame (?:stuff|thing|as)\b")
_JUST = re.compile(
    r"\b(?:is|are|isn't|isnt|aren't|arent|it's|its|that's|they're)\b(?: \w+){0,4}? "
    r"(?:just|basically|really just|only|simply|pretty much|nothing but)\b"
)
"""Doubts that one thing is more than another: `isn't a toner just water with glycerin`."""
_TAKEN = ("definition", "effect", "suitability", "necessity")
"""Kinds that such a doubt is taken for."""
_TOGETHER = frozenset(("same", "together", "with"))
_COMPARED = frozenset(("vs", "versus", "or", "difference", "better", "which", "than"))
_MORE = frozenset(("stronger", "better", "gentler", "milder", "weaker", "harsher", "safer", "faster", "worse"))
_VERSUS = frozenset(("vs", "versus", "or"))
_CARE = ("choice", "usage", "effect", "definition", "routine")
_PAINFUL = frozenset(("painful", "sore", "hurt", "hurts", "hurting", "infected", "pus", "bleeding", "angry", "cystic"))
_SO_OFTEN = ("faq/two_masks_in_a_row", "faq/midday_again")
"""Entries on twice in a row, for which twice a week is easily taken."""
_TWO = 2
_STIRRED = re.compile(
    r"\b(?:mix|mixed|mixing|stir|stirred|stirring|blend|blended|blending)\b[^.?!]*\b(?:into|in)\b"
    r"(?! (?:\w+ ){0,3}(?:routine|regimen|mornings?|evenings?|nights?|days?|weeks?|am|pm|session|step)\b)"
    r"|\bmix(?:ed|ing)?\b[^.?!]*\b(?:palm|hand|bottle|same jar)\b"
)
_THICK = frozenset(("moisturiser", "makeup", "foundation"))
"""What one may thin a strong active with."""
_IN_TURN = re.compile(r"\b(?:and then|followed by|on top of|together with|along with)\b")
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
_NOT_WITH = re.compile(
    r"\b(?:what|which|anything|things|ingredients?|stuff)\b.*"
    r"\b(?:avoid|not (?:use|mix|combine|layer|go|put)|never (?:use|mix|combine)"
    r"|(?:shouldn't|shouldnt|can't|cant|don't|dont) (?:i )?(?:use|mix|combine|layer|go|put)|stay away|clash\w*)\b"
    r".*\b(?:with|when|while|if|using|alongside|together|on)\b"
)
"""Asks what does not go with the one thing that is named."""
_GOES_WHERE = re.compile(r"\b(?:when|where) (?:does|do|should|would|will) (?:[\w-]+ ){1,4}(?:go|come)\b")
_GOES_LAST = re.compile(r"\b(?:go|goes|come|comes) (?:on )?(?:first|last)\b")
_HELPS_THAT = re.compile(
    r"\bhelp (?:me )?(?:with|against|for) (?:that|this|it|those|these)\b"
    r"|\b(?:(?:be|is) (?:of )?any good|do(?:es)? (?:it|me|that|this|my (?:skin|face)) (?:any|some) good"
    r"|make it (?:all )?worse)\b"
)
"""Asks of one thing whether it suits what was told."""
_HALF_A_DOZEN = 6
_ON_SIDES = frozenset(("before", "after"))
_FAIRLY_SURE = 0.75
"""Confidence below which an entry on two products is none where one is asked to go before or after the other."""
_SET_IN_TIME = ("time_of_day", "usage", "suitability")
_JOINING = frozenset(
    ("with", "and", "over", "after", "before", "then", "on", "plus", "followed", "under", "+", "&", "/")
)
_OPEN = frozenset(("how", "why", "what", "what's", "whats", "when", "which", "where", "who"))
_BURNT = frozenset(
    ("burn", "burns", "burned", "burnt", "burning", "stings", "stinging", "irritated", "peeling", "rash")
)
_ONWARD = re.compile(r"\b(?:go|carry) on$")
_FEW_WORDS = 4
_SHORT_PAIR = 11
"""Words of a question that asks of two things and no more."""
_WITHOUT = re.compile(
    r"\bwhat happens (?:if|when) (?:i|you|we) (?:don't|dont|do not|don ?'t|skip|never|forget|leave out|stop)\b"
)
_BOUND_TO = re.compile(
    r"\b(?:everybody|everyone|always|every time)\b.*\b(?:have|has|need|needs|must)\b"
    r"|\b(?:have|has|need|needs|must)\b.*\b(?:always|every time|the moment|right away|straight away|at once)\b"
)
_LASTS = re.compile(r"\blasts? (?:longer|longest)\b.*\bor\b|\bor\b.*\blasts? (?:longer|longest)\b")
_DAILY = re.compile(r"\b(?:every ?day|daily|every (?:night|morning|evening))\b")
_USED_FIRST = re.compile(
    r"\bif i (?:use|put|apply|do) (?:on )?(?:the |my |a )?[\w ]+? first\b"
    r"|\bwash(?:ing|es|ed)? (?:off|away) (?:the |my |all |its |it)"
)
"""Weighs which of two goes on first."""


def by_things(kind: str, reading: Reading, confidence: float = 1.0) -> str:
    """The kind that the number of things named, and the words between them, make of another."""
    words, said = set(reading.words), " ".join(reading.words)
    if not kind.startswith("walk_") and _THROUGH.search(said):
        return "walk_start"
    doubted = not is_small_talk(kind) and confidence < SURE
    if doubted and len(reading.things) == 1 and kind not in ("order", "wait") and _NOT_WITH.search(said):
        return "compatibility"
    particular = len(reading.things) == 2 and not is_small_talk(kind) and not _named_at_large(reading)
    if entry := mask_or_serum(kind, confidence, reading):
        return entry
    if particular and _USED_FIRST.search(said):
        return "order"
    if particular and confidence < SURE and _is_bare_pair(kind, reading):
        return "compatibility"  # `vaseline after a clay mask`, whatever entry stands near it.
    if particular and kind == "frequency" and _DAILY.search(said) and words & MAY and not words & _OPEN:
        return "compatibility"  # `can I use salicylic acid every day with retinol`
    if kind in _SO_OFTEN and reading.per_week is not None and confidence < _FAIRLY_SURE:
        return "frequency"  # `two kinds of mask in a week`
    if kind == "effect" and len(reading.things) == 1 and _HELPS_THAT.search(said):
        return "suitability"
    doubtful_order = kind.startswith("faq/") and confidence < SURE and len(reading.things) == 2
    if doubtful_order and _GOES_WHERE.search(said):
        return "order"
    if kind.startswith("faq/") and confidence < SURE and _GOES_LAST.search(said):
        return "order"
    if kind in _SET_IN_TIME and _before_or_after(reading):
        return "order"
    if kind.startswith("faq/") and confidence < _FAIRLY_SURE and len(reading.things) == 2 and _stands_between(reading):
        return "compatibility" if words & MAY else "order"  # `Can I apply oils after moisturiser?`
    weighable = is_general(kind) and kind not in STATED
    if len(reading.things) > 1 and "instead" in words and weighable and not {"on", "top"} <= words:
        return "comparison"  # `retinol instead of my tretinoin?` weighs one against the other.
    if len(reading.things) == 2 and _SAME.search(said) and kind not in STATED:
        return "comparison"  # `aren't masks and serums the same stuff?`
    if reading.things and _is_just(reading) and (kind in _TAKEN or (kind.startswith("faq/") and confidence < DOUBTFUL)):
        return "comparison" if len(reading.things) == 2 else "definition"
    if kind in ("compatibility", "comparison", "suitability", "effect") and _is_one_of(reading):
        return "definition"  # `is mandelic acid an AHA or a BHA`
    if kind == "compatibility" and _either(reading) and reading.things[0].start == 0:
        return "comparison"  # `Bakuchiol or peptides if I can't tolerate retinol?`
    if {"on", "top"} <= words and kind == "comparison":
        return "compatibility"
    if kind == "comparison" and ("together" in words or "same time" in said) and not words & _COMPARED:
        return "compatibility"  # `mandelic and salicylic together, both are gentle`
    if kind in ("compatibility", "comparison", "choice") and _best_of(reading):
        return "comparison"
    two = len(reading.things) == 2 and not is_small_talk(kind) and not _named_at_large(reading)
    if two and "than" in words and words & _MORE:
        return "comparison"  # `is retinal 0.1 stronger than 1% retinol`
    chosen_from = len(actives(reading)) > 1 and _CHOOSES.search(said) and _only_alternatives(reading)
    if kind in ("compatibility", "comparison") and chosen_from:
        return "comparison"  # `should I buy a mandelic or a lactic serum`
    if kind == "comparison" and {bool(thing.either) for thing in reading.things} == {True, False}:
        return "compatibility"  # `snail or hyaluronic acid with my AHA`: which of them goes with it.
    if kind in ("comparison", *USES) and len(actives(reading)) > 1 and _AGREE.search(said):
        return "compatibility"  # `retinol cream and rosehip oil, do those two agree`
    if kind == "wait" and confidence < DOUBTFUL and words & MAY and not words & _TIMED:
        return "compatibility"  # `and can I use vitamin C after`
    if kind in USES and len(reading.things) > 1 and words & _PLACES and words & (MAY | _HARM) and not words & _MUST:
        return "compatibility"  # `Can I apply oil after my cream?` asks whether, in that order.
    if kind.startswith("faq/") and len(reading.things) == 2 and "together" in words and words & MAY:
        return "compatibility"
    placed = bool(words & _PLACES) and reading.words[0] in ("can", "could", "may")
    if kind.startswith("faq/") and confidence < SURE and particular and placed:
        return "compatibility"  # `can I put an oil on after my cream`
    if kind == "suitability" and len(actives(reading)) > 1 and _IN_TURN.search(said):
        return "compatibility"  # `is it alright to use hydroquinone and then benzoyl peroxide`
    if kind == "routine" and len(actives(reading)) > 1 and words & _TOGETHER:
        return "compatibility"  # `azelaic and mandelic in the same routine`
    doubtful_entry = kind.startswith("faq/") and confidence < DOUBTFUL
    if kind == "choice" and len(actives(reading)) > 1 and words & _VERSUS:
        return "comparison"
    if doubtful_entry and len(actives(reading)) in (2, 3) and words & {"vs", "versus"}:
        return "comparison"
    if kind.startswith("faq/") and confidence < SURE and particular and words & {"vs", "versus"}:
        return "comparison"
    concerned = any(trait.kind in ("concern", "skin") for trait in reading.traits)
    unsure = kind.startswith("faq/") and confidence < SURE
    if concerned and (unsure or kind in ("choice", "compatibility")) and _either(reading):
        return "comparison"  # `azelaic or kojic first for dark marks`, `toner or essence for dry skin`
    if kind == "frequency" and len(actives(reading)) > 1 and _TOO_MUCH & words:
        return "compatibility"  # `a, b and c in one routine, too much?` is not about times a week.
    care = kind in _CARE or doubtful_entry
    if care and words & _PAINFUL and any(trait.kind == "concern" for trait in reading.traits):
        return "medical"  # What hurts is to be seen, not to be exfoliated.
    if kind.startswith("walk_") and reading.words[:1] == ["/"]:
        return "help"  # A typed command is text, and moves nothing.
    if kind == "walk_back" and {"back", "to"} <= words:
        return "walk_resume"  # `back to the steps please`
    if kind in ("affirm", "unsure") and _ONWARD.search(said) and len(reading.words) <= _FEW_WORDS:
        return "walk_next"  # `actually go on`
    moments = {MOMENTS[word] for word in words & MOMENTS.keys()}
    if kind == "compatibility" and len(reading.things) == 1 and len(moments) > 1:
        return "time_of_day"  # `can I use it in the morning or only at night`
    return kind


def is_without(reading: Reading) -> bool:
    """Whether it is asked what comes of leaving something out."""
    return bool(_WITHOUT.search(" ".join(reading.words)))


def mask_or_serum(kind: str, confidence: float, reading: Reading) -> str:
    """The entry on masks and serums at large that a doubtful question about both asks for, or ""."""
    said, named = " ".join(reading.words), {thing.id for thing in reading.things}
    plain = named in ({"mask", "serum"}, {"mask.sheet", "serum"})
    if not plain or reading.traits or any(thing.contains for thing in reading.things):
        return ""
    sheet = "mask.sheet" in named
    placed = {"after", "before", "once"} & set(reading.words)
    if kind == "necessity" and not placed and not _WITHOUT.search(said):
        return "faq/sheet_or_serum" if sheet else "faq/replace"  # `if I keep masking, do I still need the serum`
    if kind in ("order", "wait", "compatibility") and confidence < SURE and _BOUND_TO.search(said):
        return "faq/serum_or_moisturiser_after_mask"
    doubtful = kind == "results" or (kind.startswith("faq/") and confidence < DOUBTFUL)
    return "faq/sheet_or_serum" if sheet and doubtful and _LASTS.search(said) else ""


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


def _either(reading: Reading) -> bool:
    """Whether two things stand side by side with an `or` between them."""
    asked = [thing for thing in reading.things if not thing.negated]
    things = asked if len(asked) == 2 else actives(reading)
    if len(things) != 2:
        return False
    one, other = things
    return reading.words[one.end : other.start] in (["or"], ["or", "a"], ["or", "an"], ["or", "the"])


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


def _is_just(reading: Reading) -> bool:
    """Whether the second thing is said to be all that the first is: `what is a sleeping mask, isn't it just cream`."""
    last = reading.things[1].start if len(reading.things) > 1 else len(reading.words)
    return len(reading.things) < 3 and bool(_JUST.search(" ".join(reading.words[:last])))


def _is_bare_pair(kind: str, reading: Reading) -> bool:
    """Whether two things stand side by side in a short question that asks nothing else of them."""
    one, other = sorted(reading.things, key=lambda mention: mention.start)
    between = set(reading.words[one.end : other.start])
    in_doubt = kind.startswith("faq/") or kind in _SET_IN_TIME
    bare = len(reading.words) <= _SHORT_PAIR and (_OPEN | _PAINFUL | _BURNT).isdisjoint(reading.words)
    return in_doubt and bare and bool(between & _JOINING) and not between & {"or", "vs"} and bool(actives(reading))


def _only_alternatives(reading: Reading) -> bool:
    """Whether the actives stand side by side, an `or` or `/` before the last, with nothing that puts them together."""
    named = actives(reading)
    between = {word for one, other in pairwise(named) for word in reading.words[one.end : other.start]}
    last = reading.words[named[-2].end : named[-1].start]
    return bool({"or", "/"} & set(last)) and not between & {"with", "and", "+", "then", "after", "before", "over"}


def _before_or_after(reading: Reading) -> bool:
    """Whether it is asked on which side of a thing another goes: `before or after the sunscreen`."""
    words = reading.words
    for at, word in enumerate(words):
        if word in ("before", "after") and words[at + 1 : at + 3] in (["or", "after"], ["or", "before"]):
            behind = at + 4 if words[at + 3 : at + 4] in (["the"], ["my"], ["a"]) else at + 3
            return any(mention.start == behind for mention in reading.things)
    return False


def _stands_between(reading: Reading) -> bool:
    """Whether of two products one is put on the side of the other, and nothing else is said of them."""
    one, other = reading.things
    between = reading.words[one.end : other.start]
    products = one.kind == other.kind == "product"
    sides = _ON_SIDES if "makeup" in (one.id, other.id) else _ON_SIDES | {"over", "under", "underneath"}
    return products and len(between) <= _HALF_A_DOZEN and not sides.isdisjoint(between)


def _named_at_large(reading: Reading) -> bool:
    """Whether a mask or serum of no named kind is among the things: entries tell how those two stand to each other."""
    return any(thing.id in ("mask", "serum") for thing in reading.things)


def actives(reading: Reading) -> list[Mention]:
    """What of the things named works on skin of its own: actives, and masks."""
    return [mention for mention in reading.things if mention.kind in ("ingredient", "class", "mask")]
