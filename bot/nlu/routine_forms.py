"""What is plainly asked of the steps of a routine, whatever a classifier takes it for: what goes where, what comes off
again, how often, one instead of the other."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.nlu.kind_model import replaced
from bot.nlu.reading import Mention, Reading
from bot.nlu.scope import DOUBTFUL, PLAIN, SURE, is_small_talk

_LAID = ("ingredient", "class", "mask", "product", "tool")
_STEPS = ("mask", "product")
_GENERIC = frozenset(("mask", "serum"))
_CERTAIN = 0.95
"""Below this what the words ask outright comes before an entry that is easily taken for it."""
_A_PAIR, _LIST = 2, 3

# The order of several things.
_ON_TOP = r"(?:put|apply|applied|goes?|comes?|layer|smear|slap|use)"
_WHICH_FIRST = re.compile(
    rf"\b(?:which|what)\b[^.?!]{{0,40}}\b{_ON_TOP}\b[^.?!]{{0,30}}\bfirst\b"
    rf"|\b(?:put on|apply|goes on|go on|comes|goes)(?: \w+)? first\b"
)
_ONTO_THE_FACE = re.compile(
    r"\b(?:put|apply|goes?|smear|slap)\b[^.?!]{0,12}\bon\b[^.?!]{0,16}\bfirst\b|\bapply first\b"
)
"""The same where nothing is named: not what to buy first."""
_ORDER = re.compile(r"\border\b|\b(?:right|correct|proper|best|what|which) sequence\b")
_ORDERED = re.compile(r"\b(?:my order|an order|order (?:no|number|it|them|from|online|again|more|some))\b")
_DONE_RIGHT = re.compile(
    r"\b(?:am i (?:doing|using|applying|layering)\b.{0,25}\b(?:right|correct\w*|proper\w*|wrong)"
    r"|(?:correct|right) ?(?:\?|$)|is (?:this|that|it) (?:right|correct|wrong))"
)
_APPROVED = re.compile(r"\b(?:ok|okay|fine|good|alright)\b")
_TOGETHER = re.compile(r"\b(?:together|mix|combine)\b")
_NUMBER = re.compile(r"^\d{1,2}$")
_REACH = 3
"""Words before a thing in which the number of a list may stand."""

# The place of one thing.
_AUXILIARY = r"(?:do|does|should|would|can|to|is|must)"
_WHERE = re.compile(
    r"(?<!this )(?<!that )\b(?:where|when)\b (?:in (?:my|a|the|your) \w+ )?"
    rf"{_AUXILIARY}?(?: (?:i|you|u|we|one))? ?"
    r"(?:(?:put|apply)(?: on)?\b|[^.?!]{0,40}\b(?:goes? on|go|goes|come|comes|fits?|belongs?)\b)"
)
_AT_WHICH_POINT = re.compile(r"\b(?:at (?:what|which) (?:point|step|stage)|(?:what|which) step)\b")
_FITS_IN = re.compile(
    r"\b(?:how|where) (?:does|do|would|can|could|should) (?:it|this|that|they|these|a|an|the|my)?\b[^.?!]{0,25}"
    r"\bfit (?:in|into)\b"
)
_WHAT_FOLLOWS = re.compile(
    r"\bwhat(?:'s|s)? (?:(?:do|should|can|shall|must|to|goes|go|comes|come|is)\b[^.?!]{0,28})?"
    r"\b(?:next )?(?:after|following)\b(?! (?:that|it|this)\b)"
)
_ITS_PLACE = (_WHERE, _AT_WHICH_POINT, _FITS_IN, _WHAT_FOLLOWS)
_WHAT_BEFORE = re.compile(r"\bwhat (?:do|should|can|to)\b[^.?!]{0,15}\bbefore\b")
_WHEN_USED = re.compile(r"^when (?:do|should|can|shall) (?:i|you|u|we) (?:use|wear)\b")
_STEPS_OF = re.compile(r"\bsteps? (?:for|to|of|in)\b|\bhow (?:to|do i|do you) (?:use|apply|put on)\b")
_HOME_MADE = re.compile(r"\b(?:home ?made|diy|make|honey|oats?|yog\w+|kitchen|recipe)\b")

_STEP_OF_ROUTINE = re.compile(
    r"\b(?:first|second|third|last|final) (?:step|thing|product)\b.*\b(?:skin ?care|routine|face|skin)\b"
    r"|\bhow (?:do|should|can|to)\b.*\bproducts (?:together|in order)\b"
)
_SOON = re.compile(r"\b(?:long|minutes?|mins?|hours?)\b")
_ABSORBED = re.compile(r"\b(?:absorb|absorbs|absorbed|sink in|sinks in|soak in|dry down)\b")
_SLEPT = re.compile(r"\b(?:fall|fell|falling|fallen) asleep\b|\bslept\b")

# One beside another.
_BESIDE = re.compile(r"\b(?:before|after|first|under|underneath|over|on top of|then)\b")
_BESIDE_AT_LAST = re.compile(r"\b(?:first|before|after)(?: \?)?$")
_WHICH_SIDE = re.compile(
    r"\b(?:before or after|after or before|(?:over|under)\b.{0,14}\bor (?:over|under)|first or)\b"
    r"|\bthen (?:the |my |a )?(?:face )?(?:mask|serum) or\b"
    r"|\b(?:or|which|what)\b(?!.*\b(?:buy|get|start|try|begin|introduce|use|choose|pick)\b).*\bfirst\b"
)
_LEFT_OUT = re.compile(r"\b(?:without|skip|instead|no)\b")
_EXFOLIATES = frozenset(("exfoliant", "scrub"))
_MAY = re.compile(r"\b(?:can|could|may|should|ok|okay|fine|allowed)\b")
_NEEDED = re.compile(r"\b(?:need|needed|necessary|required)\b")
_REPLACED = re.compile(r"\b(?:replace|replaces|replacing|replacement|instead of|in place of|substitute)\b")
_INSTEAD_OF_BOTH = (
    *("faq/serum_without_moisturiser", "faq/oil_instead_moisturiser", "faq/spf_replaces_cream", "faq/spf_combined"),
    *("faq/serum_and_moisturiser", "faq/replace", "faq/retinol_or_acid"),
)
"""Entries on one step in the place of another, which are easily taken for one before the other."""
_WITHOUT = re.compile(r"\b(?:instead|without|need|skip|both|enough|only|replace\w*|alone|contains?|with spf)\b")
_OTHERWISE = ("necessity", "comparison", "wait", "choice", "routine")
"""Kinds that words of place beside two things do not make an order."""
_EITHER = re.compile(r"\b(?:or|vs|versus|better|instead)\b")
_SERUM_INSTEAD = re.compile(r"\bserum (?:instead of|in place of|rather than) (?:a |the |my |using |face )*mask")
_TO_BUY = re.compile(r"\b(?:buy|get|start|pick|choose|go for|invest|only one|just one)\b")
_COST = re.compile(r"\b(?:costs?|cheap|cheaper|cheapest|expensive|pricier|price|prices|affordable)\b")
_EVENING = r"(?:days?|nights?|evenings?)"
_MASK_DAYS = re.compile(rf"\b(?:mask(?:ing)? {_EVENING}|{_EVENING} (?:that )?(?:i|you|u) (?:use a |do a )?mask)\b")

# How a mask comes off again.
_TAKES_OFF = r"(?:wash|rinse|cleanse|clean)(?:ed|ing|s)?"
_AFTERWARDS = re.compile(rf"\b{_TAKES_OFF}\b(?!.*\bbefore\b).*\bafter\b|\bafter\b(?!.*\bbefore\b).*\b{_TAKES_OFF}\b")
_RINSED = re.compile(
    r"\b(?:rinse|rinsed|rinsing|wash|washed|washing|wipe|wiped)\b(?: (?:it|this|that|the|my|your|a|an|face|sheet))*"
    r"(?: \w+)?(?: mask)?(?: \w+)? ?\b(?:off|away|out)\b|\b(?:rinse|rinsed)\b"
)
_HOW = re.compile(r"\bhow (?:to|do|should|can|long|often|much|many)\b|\blong\b")

# How often, and whether at all.
_OFTEN_ENOUGH = re.compile(
    r"\b(?:ok|okay|fine|good|bad|safe|alright|allowed|much|often|enough|overkill|necessary|possible|harmful|use|do)\b"
)
_NO_MATTER_HOW_OFTEN = ("duration", "results", "wait", "order", "time_of_day")
_SO_OFTEN = ("faq/two_masks_in_a_row", "faq/midday_again")
_OVERNIGHT, _NIGHT_LONG = "mask.overnight", "faq/washoff_overnight"
_MISSED = re.compile(r"\b(?:day|days|once|weekend|night|nights|week|today|tonight|yesterday)\b")
_SKIPPED = re.compile(r"\b(?:skip|do without|leave out|go without)\b")
_WORKS = re.compile(r"\bdo(?:es)? [^.?!]{0,30}\b(?:work|works|help|do anything)(?: \?)?$")
_RESULTS = re.compile(r"\b(?:results?|effective|works? (?:better|faster|quicker|best))\b")
_SPOTTY = re.compile(r"\b(?:spots?|pimples?|zits?|blemish\w*|breakouts?)\b")
_HAVE_TO = re.compile(r"\b(?:have to|need to|must i|gotta|necessary|supposed to)\b")
_SEVERAL_SERUMS = re.compile(r"\b(?:different|two|2|another|second|separate|serums|one for)\b")
_WASTE = re.compile(
    r"\bwaste of (?:my )?(?:money|time|cash)\b|\bworth (?:it|the (?:money|hype|price|fuss)|buying|having|using)\b"
    r"|\b(?:a|just) (?:scam|gimmick|marketing)\b"
)
_GOOD_OR_BAD = re.compile(
    r"\b(?:good|bad|safe|harmful|dangerous|harsh)(?: or bad)?"
    r"(?: for (?:you|u|your|my|the)?(?: ?(?:skin|face))?)?(?: \?)?$"
)


class _Asked(NamedTuple):
    """A question as the classifier has it, and what was read of it."""

    kind: str
    confidence: float
    reading: Reading
    said: str
    things: list[Mention]

    @property
    def is_entry(self) -> bool:
        return self.kind.startswith("faq/")

    @property
    def doubtful(self) -> bool:
        """Whether the kind is in doubt; an entry is so sooner than a general kind."""
        return self.confidence < (SURE if self.is_entry else DOUBTFUL)

    @property
    def named(self) -> set[str]:
        return {mention.id for mention in self.things}

    @property
    def masks(self) -> list[Mention]:
        return [mention for mention in self.things if mention.kind == "mask"]


def puts_in_order(whole: Reading) -> bool:
    """Whether a whole message is a list of steps that are to be in order: `1. cleanser 2. serum`, `mask serum cream
    which order`, `Which do I put on first? Serum? Sunscreen?`."""
    things = _laid(whole)
    if len(things) < _A_PAIR or any(trait.kind == "state" for trait in whole.traits):
        return False
    said = " ".join(whole.words)
    several_steps = sum(mention.kind in _STEPS for mention in things) >= _A_PAIR
    if several_steps and (_WHICH_FIRST.search(said) or (_ORDER.search(said) and not _ORDERED.search(said))):
        return True
    then = [at for at, word in enumerate(whole.words) if word == "then"]
    in_turn = len(then) >= _A_PAIR and bool(_APPROVED.search(" ".join(whole.words[then[1] :])))
    checked = (in_turn or bool(_DONE_RIGHT.search(said))) and not _TOGETHER.search(said)
    return len(things) >= _LIST and (_is_numbered(whole, things) or (several_steps and checked))


def routine_form(kind: str, reading: Reading, confidence: float) -> str:
    """The kind of question that words about steps ask outright, or "". Reports and small talk stay what they are."""
    asked = _Asked(kind, confidence, reading, " ".join(reading.words), _laid(reading))
    if is_small_talk(kind) or any(trait.kind == "state" for trait in reading.traits) or reading.unknown:
        return ""
    if not asked.things:
        return _of_nothing(asked)
    if off := _taken_off(asked):
        return off
    if asked.named == _GENERIC:
        return _of_masks_and_serums(asked) if confidence < _CERTAIN else ""
    return _of_one(asked) or _how_often(asked) if len(asked.things) == 1 else _of_several(asked)


def _of_nothing(asked: _Asked) -> str:
    """What is asked of a routine at large, no step being named, or of one that is named to be left out."""
    left_out = asked.kind == "faq/serum_missed" and bool(asked.reading.things)
    if left_out and _SKIPPED.search(asked.said) and not _MISSED.search(asked.said):
        return "necessity"
    if any(form.search(asked.said) for form in (_FITS_IN, _ONTO_THE_FACE)):
        return "order"
    if asked.doubtful and _STEP_OF_ROUTINE.search(asked.said):
        return "order"
    to_an_event = {trait.id for trait in asked.reading.traits} == {"concern.event"}
    return "choice" if asked.kind == "faq/spot_tomorrow" and to_an_event and not _SPOTTY.search(asked.said) else ""


def _laid(reading: Reading) -> list[Mention]:
    return [mention for mention in reading.things if mention.kind in _LAID and not mention.negated]


def _is_numbered(whole: Reading, things: list[Mention]) -> bool:
    """Whether the things stand behind the numbers of a list."""
    before = (whole.words[max(0, mention.start - _REACH) : mention.start] for mention in things)
    return sum(any(map(_NUMBER.match, words)) for words in before) >= _LIST


def _taken_off(asked: _Asked) -> str:
    """The kind that tells whether a mask is rinsed off: of a named sort how it is used, else an entry on all sorts."""
    masks = asked.masks
    others = asked.named - {mention.id for mention in masks}
    said = replaced(asked.reading, _without_its_name)
    rinsed = _AFTERWARDS.search(said) or (_RINSED.search(said) and "before" not in said.split())
    if not masks or not others <= {"cleanser"} or not rinsed or _HOW.search(said):
        return ""
    sorts = [mention.id for mention in masks if mention.id != "mask"]
    if sorts == ["mask.sheet"]:
        return "faq/rinse_after_sheet"
    return "usage" if sorts and not others else "faq/wash_after_mask"


def _without_its_name(mention: Mention) -> str:
    """A mask without its name, which may tell how it comes off: a rinse-off mask."""
    return "mask" if mention.kind == "mask" else mention.text


def _of_masks_and_serums(asked: _Asked) -> str:
    """What is asked of masks and serums at large, beside each other."""
    kind, said = asked.kind, asked.said
    side = bool(_WHICH_SIDE.search(said))
    weighed = bool(_EITHER.search(said)) and kind not in ("order", "wait", "frequency")
    concerned = any(trait.kind == "concern" and not trait.negated for trait in asked.reading.traits)
    described = any(thing.attributes for thing in asked.things)
    forms = (
        ("faq/mask_or_serum_cost", _COST.search(said)),
        ("faq/better_overall", weighed and not side and (concerned or _RESULTS.search(said))),
        ("faq/need_both", _SERUM_INSTEAD.search(said)),
        (
            "faq/masks_or_serums_when",
            weighed and kind in ("choice", "comparison") and _TO_BUY.search(said) and not asked.reading.traits,
        ),
        ("compatibility", _MASK_DAYS.search(said) and kind not in ("order", "compatibility")),
        ("faq/rich_light_mask", described and asked.is_entry and asked.doubtful),
        ("necessity", asked.is_entry and asked.doubtful and _NEEDED.search(said) and "both" not in said),
        ("order", asked.is_entry and side and not described),
        ("compatibility", asked.is_entry and asked.doubtful and _MAY.search(said) and _is_beside(asked)),
    )
    return next((name for name, found in forms if found), "")


def _of_several(asked: _Asked) -> str:
    """What is asked of two things or more that are no mere mask and serum."""
    said, masks, kind = asked.said, bool(asked.masks), asked.kind
    if masks and asked.confidence < SURE and asked.named & _EXFOLIATES and _is_beside(asked):
        return "faq/exfoliate_before_mask"
    if masks and asked.named - {mention.id for mention in asked.masks} == {"moisturiser"} and _closes(asked):
        return "compatibility"
    if kind in _INSTEAD_OF_BOTH and asked.confidence < _CERTAIN and not _WITHOUT.search(said) and _is_beside(asked):
        return "order" if _WHICH_SIDE.search(said) else "compatibility" if _MAY.search(said) else "order"
    if asked.is_entry and asked.confidence < PLAIN and len(asked.named) == _A_PAIR and _WHICH_SIDE.search(said):
        return "order"
    if masks and asked.is_entry and asked.confidence < DOUBTFUL and _NEEDED.search(said):
        return "necessity"
    if masks and asked.confidence < SURE and len(asked.named) == _A_PAIR and _REPLACED.search(said):
        return _of_replacing(asked.named)
    if not asked.doubtful or kind in _OTHERWISE or not _is_beside(asked) or "instead" in said:
        return ""
    may = bool(_MAY.search(said)) and not _WHICH_SIDE.search(said)
    if masks and "serum" in asked.named:
        return "compatibility" if may else "order"
    return "compatibility" if may and asked.is_entry and len(asked.named) == _A_PAIR else ""


def _closes(asked: _Asked) -> bool:
    """Whether it is asked if moisturiser follows a mask: `do I moisturise after it`."""
    unsure = asked.kind in ("necessity", "suitability", "usage") or (asked.is_entry and asked.confidence < PLAIN)
    after = re.search(r"\bafter(?:wards?)?\b", asked.said)
    return unsure and bool(after) and not _LEFT_OUT.search(asked.said) and "serum" not in asked.said


def _of_replacing(named: set[str]) -> str:
    """Whether a mask does in the place of another step."""
    if "cleanser" in named:
        return "faq/mask_before_cleansing"
    if "moisturiser" not in named:
        return ""
    # An overnight mask can stand in for a night cream.
    return "comparison" if "mask.overnight" in named else "faq/replace"


def _of_one(asked: _Asked) -> str:
    """The place and the worth of one thing."""
    kind, said, is_mask = asked.kind, asked.said, bool(asked.masks)
    somebody = bool(asked.reading.traits)
    entry, fairly_sure = asked.is_entry, asked.confidence < PLAIN
    named_sort = is_mask and asked.things[0].id != "mask"
    in_time = kind == "duration" and fairly_sure and not _SOON.search(said)
    its_place = not somebody and any(form.search(said) for form in _ITS_PLACE)
    forms = (
        ("faq/slept_in_mask", is_mask and kind == "duration" and _SLEPT.search(said)),
        ("wait", kind in ("results", "duration") and asked.doubtful and _ABSORBED.search(said)),
        ("faq/mask_before_cleansing", is_mask and _WHAT_BEFORE.search(said)),
        ("time_of_day", kind == "faq/serums_day_night" and not _SEVERAL_SERUMS.search(said)),
        ("time_of_day", entry and fairly_sure and _WHEN_USED.search(said) and not somebody),
        (
            "order",
            kind == "faq/diy_mask" and fairly_sure and _STEPS_OF.search(said) and not _HOME_MADE.search(said),
        ),
        ("order", (asked.doubtful or in_time) and its_place),
        ("order", kind == "routine" and _MASK_DAYS.search(said)),
        ("necessity", asked.doubtful and _WASTE.search(said)),
        ("suitability", entry and named_sort and fairly_sure and _GOOD_OR_BAD.search(said)),
        ("suitability", asked.doubtful and entry and is_mask and _GOOD_OR_BAD.search(said)),
        ("effect", asked.doubtful and entry and named_sort and _WORKS.search(said)),
    )
    return next((name for name, found in forms if found), "")


def _how_often(asked: _Asked) -> str:
    """A frequency that somebody names, of one thing."""
    if asked.reading.per_week is None:
        return ""
    if asked.kind == "frequency" and asked.things[0].kind in _STEPS and _HAVE_TO.search(asked.said):
        return "necessity"  # `do I have to mask every week`
    night_after_night = asked.kind == _NIGHT_LONG and asked.things[0].id == _OVERNIGHT
    if (asked.kind in _SO_OFTEN or night_after_night) and asked.confidence < _CERTAIN:
        return "frequency"  # `two different masks in a week`
    in_doubt = asked.doubtful and asked.kind not in _NO_MATTER_HOW_OFTEN
    return "frequency" if in_doubt and _OFTEN_ENOUGH.search(asked.said) else ""


def _is_beside(asked: _Asked) -> bool:
    """Whether one is asked to go before, after, under or over the other."""
    between = asked.reading.words[asked.things[0].end : asked.things[-1].start]
    return bool(_BESIDE.search(" ".join(between)) or _BESIDE_AT_LAST.search(asked.said))
