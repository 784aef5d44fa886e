"""From what was read and classified to the questions that the dialogue answers."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from bot.answers.definition import clogs
from bot.answers.places import likely
from bot.answers.question import Near, Question
from bot.answers.smalltalk import elsewhere
from bot.nlu.alarm import of_the_skin
from bot.nlu.by_things import MAY, USES, in_a_product, measured_against
from bot.nlu.caution import SORE, has_thinned
from bot.nlu.clauses import asks
from bot.nlu.corrections import (
    asked_kind,
    is_a_name,
    is_own_question,
    lays_out,
    lists_routine,
    stings_from_everything,
    weighs_isotretinoin,
)
from bot.nlu.reading import Mention, Reading
from bot.nlu.scope import ANSWERED, DOUBTFUL, FIRST, PLAIN, SMALL_TALK, SURE, Ranking, is_small_talk
from bot.nlu.sequence import puts_in_order
from bot.rules.items import Item

QUESTIONS = "questions"
"""Message property and key of `tracker.latest_message`: see `bot.answers.question`."""
_ONE_PRODUCT = -1
"""Marks the ingredients of one list: they are not weighed against each other."""
_TOLD_BEFORE = -2
"""Marks what was weighed in an earlier question of the message."""
_LEFT_OUT = frozenset(("skip", "without", "drop", "omit", "leave"))
_PUT_ON = frozenset(("put", "apply"))
_NEEDS_TWO = ("compatibility", "comparison")
_TO_THE_POINT = re.compile(
    r"\b(?:my (?:\w+ ){0,2}questions? (?:is|are)|what i (?:want|wanted|need) to (?:know|ask)"
    r"|(?:all i|i just|i only) (?:want|wanted|need) to know)\b"
)
_NEEDING = ("need", "have")
_BEHIND = 5
"""Words between a need and what is needed: `need to put on a`."""
_IT = frozenset(("it", "that", "this", "them"))
_POINTING = frozenset(("the", "my", "that", "this"))
_SUFFERS = re.compile(
    r"\bmy (?:\w+ ){1,4}(?:stings?|stung|burns?|burned|burnt|itch(?:es|y|ing)?"
    r"|(?:is|are|got|went) (?:\w+ )?(?:red|sore|raw|swollen))\b"
)
"""Tells of skin that suffers."""
_POINTS = re.compile(
    r"\b(?:use|using|apply|applying|put|putting|wear|wearing|leave|keep|keeping|mix|mixing|combine|layer|try|start|add"
    r"|adding)(?: on| up)? (?:this|it|these|them)\b(?! (?:simple|short|basic|minimal|cheap|brief)\b)"
    r"|\b(?:this|these) (?:product|cream|gel|stuff|medicine|medication|drug|treatment|thing|one)s?\b"
    r"|\b(?:is|does|will|can|should|would) this (?:be )?(?:for|good|bad|ok|okay|safe|help|work|make|suit|harm)\b"
)
"""Words that stand for the thing that is asked about."""
_BESIDE_WHAT = re.compile(
    r"\bbefore or (?:after|over)\b|\bafter or before\b|\b(?:over|under) or (?:over|under)\b|^(?:before|after)\b"
)
"""Asks where something goes beside the one thing named: `before or after moisturiser?`."""
_CONTAINS = re.compile(r"\b(?:it|this|that|which|they) (?:has|have|contains?|is made with|comes with)\b")
"""Tells what is in the product that is asked about."""
_OF_HAIR = ("hair", "nails")
_HOW_ABOUT = re.compile(r"^(?:and )?(?:how|what) about (?:\w+ ){1,4}\?$")
"""Asks of one thing more what was just asked."""
_RAW_FOOD = re.compile(r"\braw(?= (?:honey|eggs?|milk|potato\w*|tomato\w*|aloe|shea|garlic|food|papaya|cacao)\b)")
_TAG = 3
"""Words and signs of a question that only hangs on to what was told before."""
_HALF = 6
"""Words of half a sentence that goes on with what was talked of."""
_OF_THE_STORY = 0.45
"""Confidence from which the entry that fits a whole story is told beside the one question in it."""
_CLOSE = 0.6
_FAIRLY_CLOSE = 0.35
"""Shares of the likeliest score from which another guess may be meant: the second where the first is in doubt."""
_VERY_NEAR = 0.75
_LOST = 0.25
_NEARER = 0.02
_YEARS_OLD = re.compile(r"\b(\d\d)(?= ?-? ?(?:years?|yrs?) ?-? ?old\b)")
_OLDER = 55
_ABOVE_SIXTY = ("faq/skin_over_65",)
_MOST, _SURELY = 4, 3
"""Questions of a message that are answered; those beyond the second number only where they are understood surely."""
_LISTED, _SERUMS = "serums", 2
"""What a list of at least so many begins with: `which of my serums: retinol, vitamin C`."""
_SAME_ANSWER = frozenset(("order", "compatibility", "usage"))
"""Kinds that say the same of the same things: only the first is answered."""


def understand(
    readings: Sequence[Reading], ranked: Sequence[Ranking], near: Sequence[list[Near] | None], *, second_question: float
) -> tuple[list[Question], Ranking]:
    """The questions of a message, the most urgent first, and the ranking that the first rests on.

    `readings` are the whole message and then its clauses, `ranked` the kinds of each, `near` the facts nearest to
    each. A clause counts as a question of its own from the confidence `second_question` on; where none does, the
    message is one question.
    """
    (whole, *parts), (of_whole, *of_parts), (near_whole, *near_parts) = readings, ranked, near
    (whole,), parts = _in_particular([whole]), _in_particular(parts)
    if whole.original:
        return [_of_label(whole)], [("label", 1.0), *of_whole]
    if kind := _asked_as_a_whole(whole, *of_whole[0]):
        # Steps are put in order whatever else was guessed, be it as likely.
        others = [entry for entry in of_whole if entry[0] != kind and kind != "order"]
        return [_whole_asks(kind, whole)], [(kind, PLAIN), *others]
    if is_own_question(of_whole):
        return [_question_of(whole, of_whole, near_whole, whole)], of_whole
    some_ask = any(asks(" ".join(part.words)) for part in parts)
    found: list[tuple[Question, Ranking]] = []
    troubles: list[tuple[Question, Ranking]] = []
    doubtful: list[tuple[Question, Ranking]] = []
    named: list[Mention] = []
    told: list[Mention] = []
    reports = False
    for reading, ranking, nearest in zip(parts, of_parts, near_parts, strict=True):
        if _comes_to_the_point(reading):
            named, told = [], []
            if not reading.things:
                continue
        asked = _question_of(reading, ranking, nearest, whole, before=named, told=told)
        mentioned = [mention for mention in reading.things if not mention.negated]
        named.extend(mentioned)
        asking = asks(" ".join(reading.words)) or not some_ask or _goes_on(reading) or _is_of_hair(reading)
        if _goes_on(reading):
            asked.kind = "compatibility"  # Whatever it was taken for alone.
        reports = reports or (not asking and bool(_SUFFERS.search(" ".join(reading.words))))
        if not asking:
            told.extend(mentioned)
            if _comes_to_the_point(reading):
                named, told = [], []
        if "them" in reading.words:
            _set_beside(asked, [other for other, _ in found])
        if not asking and asked.confidence >= SURE and worth_answering(asked.kind) and _is_trouble(reading):
            troubles.append((asked, ranking))
        new = not any(_says_the_same(asked, other) for other, _ in found)
        if asked.kind == "why" and len(parts) > 1 and len(reading.words) <= _TAG and (whole.things or whole.traits):
            continue  # `week 6, and it is much worse. Why??` asks of what it tells, and not of an answer.
        if is_a_name(reading) and some_ask and len(parts) > 1:
            continue  # `what is worth using? azelaic? kojic?`
        if found and asked.kind in ("definition", "effect") and not asked.things and _IT & set(reading.words):
            continue  # `is tallow any good? will it clog my pores?`: what it is was just told.
        if found and _HOW_ABOUT.search(" ".join(reading.words)) and asked.things and not reading.traits:
            _ask_of_another(found, asked, ranking)
        elif asking and new and (worth_answering(asked.kind) or _is_named(asked, beside=len(parts) > 1)):
            (found if asked.confidence >= second_question else doubtful).append((asked, ranking))
    if reports and found and all(one.kind == "medical" and one.confidence < SURE for one, _ in found):
        return [_whole_asks("reaction", whole)], [("reaction", PLAIN), *of_whole]  # `it itches. an allergy?`
    found += _of_something_else(doubtful, [one for one, _ in found])
    if found and all(not worth_answering(one.kind) for one, _ in found):
        found = [*troubles[:1], *found]  # `it breaks me out. where do I send it back?` wants both.
    found = [entry for at, entry in enumerate(found) if at < _SURELY or entry[0].confidence >= SURE]
    asked = _question_of(whole, of_whole, near_whole, whole)
    asked.sore = _is_sore(whole)
    single = len(found) == 1 and len(parts) > 1 and not any(map(_comes_to_the_point, parts))
    if not found or (single and _is_better(asked, found[0][0])):
        asked.beside = _beside([asked], whole)
        return [asked], settled(asked, of_whole)
    if single and not found[0][0].second and asked.kind.startswith("faq/") and asked.confidence >= _OF_THE_STORY:
        found[0][0].second = asked.kind if asked.kind != found[0][0].kind else ""
    _with_the_rest([asked for asked, _ in found], whole)
    if all(not worth_answering(one.kind) for one, _ in found):
        if asked.kind == "out_of_scope":
            return [asked], settled(asked, of_whole)
        found = found[:1]
    found.sort(key=lambda entry: _urgency(entry[0]))
    return [asked for asked, _ in found[:_MOST]], settled(*found[0])


def _ask_of_another(found: list[tuple[Question, Ranking]], asked: Question, ranking: Ranking) -> None:
    """`is serum before moisturiser? how about eye cream?`: the same is asked of one thing more."""
    before, _ = found[-1]
    if before.kind in _NEEDS_TWO or before.kind == "order":
        known = {item.id for item in before.things}
        before.things = [*before.things, *(item for item in asked.things if item.id not in known)]
        return
    if not before.kind.startswith("faq/"):
        asked.kind, asked.confidence = before.kind, before.confidence
    found.append((asked, ranking))


def _of_something_else(
    doubtful: Sequence[tuple[Question, Ranking]], found: Sequence[Question]
) -> list[tuple[Question, Ranking]]:
    """The doubtful questions about what no other question of the message holds, where facts come close to them: left
    out they would seem overheard."""
    known = {item.id for asked in found for item in asked.things}
    kept = []
    for asked, ranking in doubtful:
        new = {item.id for item in asked.things} - known
        if found and new and asked.nearest and asked.nearest[0].score >= ANSWERED and worth_answering(asked.kind):
            kept.append((asked, ranking))
    return kept


def _in_particular(parts: Sequence[Reading]) -> list[Reading]:
    """The clauses with `the mask` and `that serum` as what was named before, a clay mask, one with retinol.

    Where several are named, or none, it stays what it is.
    """
    named: list[Mention] = []
    result = []
    for part in parts:
        things: list[Mention] = []
        for mention in part.things:
            meant = _meant(mention, named, part.words)
            if meant is mention or all(one.id != meant.id for one in things):
                things.append(meant)
            if not mention.negated:
                named.append(mention)
        result.append(msgspec.structs.replace(part, things=things))
    return result


def _meant(mention: Mention, named: Sequence[Mention], words: Sequence[str]) -> Mention:
    pointing = mention.start > 0 and words[mention.start - 1] in _POINTING
    if not pointing or mention.id not in ("mask", "serum") or mention.contains or mention.product:
        return mention
    sort = {one.id: one for one in named if one.id.startswith("mask.") or one.form == "serum" or one.product}
    fitting = [one for one in sort.values() if one.id.startswith("mask.") == (mention.id == "mask")]
    if len(fitting) != 1:
        return mention
    place = {"start": mention.start, "end": mention.end, "negated": mention.negated, "attributes": mention.attributes}
    return msgspec.structs.replace(fitting[0], **place)


def _asked_as_a_whole(whole: Reading, likeliest: str, confidence: float) -> str:
    """The kind that a message asks outright, whatever its clauses are taken for, or ""; reports come first."""
    if weighs_isotretinoin(whole):
        return "medical"
    if has_thinned(whole):
        return "faq/fairness_cream_thinned"
    if stings_from_everything(whole):
        return "reaction"
    if weighed := measured_against(likeliest, confidence, whole):
        return weighed
    if lays_out(whole):
        return "routine"
    in_order = puts_in_order(whole)
    if lists_routine(whole) and not in_order:
        return "compatibility"
    return "order" if in_order and (likeliest == "walk_start" or not is_small_talk(likeliest)) else ""


def _whole_asks(kind: str, whole: Reading) -> Question:
    """A question that a message as a whole asks, whatever its clauses were taken for."""
    asked = question(kind, PLAIN, whole)
    asked.sore = _is_sore(whole)
    return asked


def settled(asked: Question, ranking: Ranking) -> Ranking:
    """The ranking led by what was surely understood, whatever was guessed: two near guesses raise no doubt of it."""
    kind, score = ranking[0]
    if asked.confidence < SURE or (kind == asked.kind and score >= asked.confidence):
        return ranking
    return [(asked.kind, asked.confidence), *((kind, score / 2) for kind, score in ranking if kind != asked.kind)]


def _set_beside(asked: Question, found: Sequence[Question]) -> None:
    """`AHA with BHA? and them with vitamin C?` weighs the new one against each, and not the first two once more."""
    weighed = next(({item.id for item in one.things} for one in found if one.kind == asked.kind), set())
    new = {item.id for item in asked.things} - weighed
    if asked.kind == "compatibility" and len(weighed) > 1 and new and len(asked.things) == len(weighed | new):
        asked.things = [
            msgspec.structs.replace(item, either=_TOLD_BEFORE) if item.id in weighed else item for item in asked.things
        ]


def _with_the_rest(found: Sequence[Question], whole: Reading) -> None:
    """Gives each question of a message what the message says outside its clause."""
    beside = _beside(found, whole)
    for asked in found:
        asked.circumstances = whole.circumstances
        if len(found) > 1 and _is_half(asked):
            rest = _once([_item(thing) for thing in whole.things if not thing.negated])
            asked.things = [*(item for item in rest if item.id != asked.things[0].id), *asked.things]
        if asked.kind == "suitability" and not asked.things and _CONTAINS.search(" ".join(whole.words)):
            asked.things = _once([_item(thing) for thing in in_a_product(whole.things) if not thing.negated])
        if _is_for_shop(asked):
            asked.words = list(whole.words)  # What else is asked of the shop is named in one go.
        asked.beside = beside
        if asked.kind != "out_of_scope" or len(found) == 1:
            asked.traits = list(dict.fromkeys([*asked.traits, *_concerned(asked.kind, whole)]))
        if whole.moment not in {other.moment for other in found if other is not asked}:
            asked.moment = asked.moment or whole.moment  # `can I use both? which in the morning?`
        asked.about_self = asked.about_self or whole.about_self
        asked.sore = _is_sore(whole)
        asked.whom = asked.whom or whole.whom
        asked.denied = list(whole.denied)


def _beside(found: Sequence[Question], whole: Reading) -> list[str]:
    """What a message names and none of its questions is about."""
    in_questions = {item.id for asked in found for item in asked.things}
    return [thing.id for thing in whole.things if not thing.negated and thing.id not in in_questions]


def _comes_to_the_point(reading: Reading) -> bool:
    """`my question is`: what stands before is the story, and not what is asked about."""
    return bool(_TO_THE_POINT.search(" ".join(reading.words)))


def _goes_on(reading: Reading) -> bool:
    """`and hyaluronic after it`, beside another question: half a sentence that asks about what is talked of."""
    return len(reading.things) == 1 and _is_half_sentence(reading.words) and not asks(" ".join(reading.words))


def _is_half(asked: Question) -> bool:
    return asked.kind == "compatibility" and len(asked.things) == 1 and _is_half_sentence(asked.words)


def _is_half_sentence(words: Sequence[str]) -> bool:
    return list(words[:1]) in (["and"], ["plus"]) and len(words) <= _HALF and bool(_IT & set(words))


def _question_of(
    reading: Reading,
    ranking: Ranking,
    near: list[Near] | None,
    whole: Reading,
    before: Sequence[Mention] = (),
    told: Sequence[Mention] = (),
) -> Question:
    ranking = _of_their_age(ranking, whole)
    agreed = _agreed(ranking, near)
    kind, confidence = asked_kind(reading, [agreed, *ranking] if agreed else ranking, near, whole)
    asked = question(kind, confidence, reading, before=before, told=told)
    asked.nearest = near or []
    asked.second = _runner_up(ranking, asked, bare=is_a_name(reading))
    return asked


def _of_their_age(ranking: Ranking, whole: Reading) -> Ranking:
    """The ranking without what holds above sixty, for somebody who says that they are younger."""
    younger = any(int(age) < _OLDER for age in _YEARS_OLD.findall(" ".join(whole.words)))
    return ([entry for entry in ranking if entry[0] not in _ABOVE_SIXTY] or ranking) if younger else ranking


def _is_sore(whole: Reading) -> bool:
    """Whether somebody says, in whatever clause, that their own skin is raw or painful."""
    said = set(_RAW_FOOD.sub("", " ".join(of_the_skin(whole.words))).split())
    return whole.about_self and bool(SORE & said)


def _is_better(whole: Question, of_clause: Question) -> bool:
    """Whether a message with one question is better understood as a whole: `I am allergic to nuts, is it for me?`"""
    if of_clause.kind == "compatibility" and whole.kind in USES and len(of_clause.things) >= len(whole.things) > 1:
        return False  # What is used already was told in another clause, and weighed.
    return whole.confidence >= of_clause.confidence and worth_answering(whole.kind)


def _agreed(ranking: Ranking, near: Sequence[Near] | None) -> tuple[str, float] | None:
    """Where the classifier doubts, the FAQ entry among its guesses whose own sentence is nearest to the question."""
    if not near or near[0].score < ANSWERED or ranking[0][1] >= DOUBTFUL:
        return None
    if ranking[0][1] < _LOST and len(near) > 1 and near[0].score - near[1].score < _NEARER:
        return None  # Where it has no idea, what is hardly nearer than the next is no better.
    least = ranking[0][1] * (_FAIRLY_CLOSE if near[0].score >= _VERY_NEAR else _CLOSE)
    return next((guess for guess in ranking[:6] if guess[0] == near[0].faq and guess[1] >= least), None)


def _runner_up(ranking: Ranking, asked: Question, *, bare: bool) -> str:
    """An FAQ entry that is nearly as likely as what was taken: its answer is given too. A bare name asks none."""
    doubtful = asked.confidence < SURE and not is_small_talk(asked.kind) and not bare
    least = asked.confidence * (_FAIRLY_CLOSE if asked.confidence < DOUBTFUL else _CLOSE)
    close = (kind for kind, score in ranking[:2] if kind != asked.kind and score >= least)
    return next((kind for kind in close if doubtful and kind.startswith("faq/")), "")


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
    if kind == "out_of_scope":
        before = told = ()  # What is none of ours is about none of the things named beside it.
    if kind == "comparison" and "instead" in reading.words:
        named = reading.things  # What is to be replaced is named to be left out, and compared all the same.
    if kind == "necessity" and _LEFT_OUT & set(reading.words) and any(mention.negated for mention in reading.things):
        named = [mention for mention in reading.things if mention.negated]  # `can I skip X if I use Y` asks about X.
    if kind == "necessity" and len(named) > 1 and (needed := _needed(named, reading)):
        named = [needed]
    concerned = any(trait.kind == "concern" for trait in reading.traits)
    if kind == "suitability" and told and named and not concerned and MAY & set(reading.words):
        kind = "compatibility"  # `I use tretinoin, is a clay mask ok?`
    points = bool(_IT & set(reading.words))
    beside_what = bool(_BESIDE_WHAT.search(" ".join(reading.words)))
    if kind.startswith("faq/") and confidence < DOUBTFUL and points and before and _PUT_ON & set(reading.words):
        kind = "usage"  # `I bought a gel. Can I put it on before sleep?` asks how to use that.
    if kind == "compatibility" and told:
        named = [*(mention for mention in told if all(mention.id != own.id for own in named)), *named]
    elif len(named) < (2 if kind in _NEEDS_TWO or (kind == "order" and (points or beside_what)) else 1):
        named = [*(mention for mention in before if all(mention.id != own.id for own in named)), *named]
    if kind in ("time_of_day", "order") and len({mention.moment for mention in named if mention.moment}) > 1:
        kind = "compatibility"  # Two things, each at its own time of day: whether that is right.
    if kind == "comparison" and len(named) > 1 and len(_once([_item(mention) for mention in named])) == 1:
        kind = "definition"  # One thing under two names: `squalane or squalene`.
    if kind == "suitability":
        named = in_a_product(named)
    if kind == "label":
        for mention in named:
            mention.either = _ONE_PRODUCT
    return Question(
        kind=kind,
        confidence=round(confidence, 4),
        text=" ".join(reading.words),
        things=_once([_item(mention) for mention in named]),
        rejected=[mention.id for mention in reading.things if mention.negated],
        traits=_concerned(kind, reading),
        circumstances=list(reading.circumstances),
        unknown=list(reading.unknown) or _unheard(kind, named, reading),
        moment=reading.moment,
        per_week=reading.per_week,
        days=reading.days,
        about_self=reading.about_self,
        whom=reading.whom,
        denied=list(reading.denied),
        script=reading.script,
        words=list(reading.words),
        points=bool(_POINTS.search(" ".join(reading.words))),
    )


def _concerned(kind: str, reading: Reading) -> list[str]:
    """The traits that are named; pores that something may stop up are no concern that it is chosen for."""
    named = dict.fromkeys(trait.id for trait in reading.traits if not trait.negated)
    if kind == "effect" and clogs(" ".join(reading.words)):
        named.pop("concern.pores", None)
    return list(named)


def _needed(named: Sequence[Mention], reading: Reading) -> Mention | None:
    """What stands right behind the need: `after washing, do I have to apply toner, or can I go straight to cream`."""
    at = next((at for at, word in enumerate(reading.words) if word in _NEEDING), len(reading.words))
    return next((mention for mention in named if at < mention.start <= at + _BEHIND), None)


def _is_for_shop(asked: Question) -> bool:
    """`and do you ship to France?` beside a question of ours is told to be the shop's."""
    return asked.kind == "out_of_scope" and elsewhere(asked.words) == "shop"


def _is_trouble(reading: Reading) -> bool:
    """Whether somebody tells of a concern of their skin."""
    return any(trait.kind == "concern" and not trait.negated for trait in reading.traits)


def _is_of_hair(reading: Reading) -> bool:
    """`and a shampoo for oily hair`, beside a question on skin, asks too."""
    return likely(reading.words) in _OF_HAIR and len(reading.words) <= _HALF + 2


def _is_named(asked: Question, *, beside: bool) -> bool:
    """Whether a clause that is none of ours is told to be so beside what is ours: `and who won the cup?`."""
    if _is_for_shop(asked):
        return True
    if beside and likely(asked.words) in _OF_HAIR and asked.kind == "out_of_scope":
        return True  # `and a shampoo for oily hair`, `also my hair falls out`
    too_short = len(asked.words) <= _TAG and not likely(asked.words)  # `good idea?` is of what was told.
    if not beside or too_short or not asks(" ".join(asked.words)):
        return False
    return asked.kind == "bot_challenge" or (asked.kind == "out_of_scope" and asked.confidence >= SURE)


def _says_the_same(asked: Question, other: Question) -> bool:
    same_things = {item.id for item in asked.things} == {item.id for item in other.things}
    alike = asked.kind == other.kind or ({asked.kind, other.kind} <= _SAME_ANSWER and len(asked.things) > 1)
    told_what_for = other.kind == "definition" and asked.kind == "effect" and not asked.traits
    return same_things and (alike or told_what_for)


def worth_answering(kind: str) -> bool:
    """Whether a clause of this kind stands as a question beside others: a greeting or a "next" beside one does not."""
    return kind not in SMALL_TALK and kind != "tell" and not kind.startswith("walk_")


def _urgency(asked: Question) -> int:
    """Reports and medical questions come first; sorting keeps the rest as asked."""
    if asked.kind == "out_of_scope":
        return len(FIRST) + 1
    return FIRST.index(asked.kind) if asked.kind in FIRST else len(FIRST)


def _item(mention: Mention) -> Item:
    return Item(
        id=mention.id,
        name=mention.text,
        form=mention.form,
        contains=tuple(mention.contains),
        attributes=tuple(mention.attributes),
        either=mention.either,
        moment=mention.moment,
        product=mention.product,
    )


def _unheard(kind: str, named: Sequence[Mention], reading: Reading) -> list[str]:
    """Where a question lacks a thing, the word that nobody knows is what it is about."""
    lacking = {"compatibility": 2, "comparison": 2, "definition": 1, "effect": 1, "suitability": 1}
    return reading.strange[:2] if len(named) < lacking.get(kind, 0) else []


def _same(one: Item, other: Item) -> bool:
    """The same thing, unless it is named in two forms: `retinol serum and retinol cream`."""
    same_product = one.product == other.product or not one.product or not other.product
    return one.id == other.id and same_product and (one.form == other.form or not one.form or not other.form)


def _once(items: list[Item]) -> list[Item]:
    """Each thing once; a bare `mask` beside a named mask kind is the same mask, and so are the `serums` of a list."""
    ids = [item.id for item in items]
    kept: list[Item] = []
    for item in items:
        generic = item.id == "mask" and not item.product and any(other.startswith("mask.") for other in ids)
        generic = generic or (item.name == _LISTED and len(ids) > _SERUMS)
        if not generic and all(not _same(item, other) for other in kept):
            kept.append(item)
    return kept
