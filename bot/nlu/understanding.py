"""From what was read and classified to the questions that the dialogue answers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answers.question import Near, Question
from bot.answers.smalltalk import elsewhere
from bot.nlu.clauses import asks
from bot.nlu.reader import MOMENTS, Mention, Reading
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
    "feedback_helpful",
    "feedback_unhelpful",
    "unsure",
    "nonsense",
    "out_of_scope",
    "help",
    "bot_challenge",
)
_ABOUT_THE_TALK = ("why", "source", "human", "forget_me", "what_do_you_know")
"""Kinds about the conversation itself."""
_ONE_PRODUCT = -1
"""Marks the ingredients of one list: they are not weighed against each other."""
_FIRST = ("red_flag", "reaction", "medical")
_USES = ("necessity", "suitability", "effect")
_PLACES = frozenset(("after", "before", "over", "under", "underneath", "top"))
_MAY = frozenset(("can", "could", "may", "ok", "okay", "fine", "allowed", "should"))
_MUST = frozenset(("need", "necessary", "must", "have", "skip", "without"))
_LEFT_OUT = frozenset(("skip", "without", "drop", "omit", "leave"))
_WISHES = frozenset(("recommend", "suggest", "advise", "which", "what", "how"))
"""Words that make a statement a question, wherever they stand."""
_ABOUT_A_THING = ("suitability", "usage", "frequency", "routine", "choice", "effect", "time_of_day", "necessity")
_NEEDS_TWO = ("compatibility", "comparison")
_THROUGH = re.compile(r"\b(?:walk|guide|talk|take|lead|coach) (?:me|us) through (?!why|the difference)")
_TOO_MUCH = frozenset(("much", "many", "overkill", "overdoing", "excessive"))
_TO_THE_POINT = re.compile(
    r"\b(?:my (?:\w+ ){0,2}questions? (?:is|are)|what i (?:want|wanted|need) to (?:know|ask)"
    r"|(?:all i|i just|i only) (?:want|wanted|need) to know)\b"
)
_IT = frozenset(("it", "that", "this", "them"))
_HALF = 6
"""Words of half a sentence that goes on with what was talked of."""
_ASKED_RUDELY = 0.15
_SURE = 0.6
"""Below this a question about something of ours is not sent away as out of scope."""
_ANSWERED = 0.6
"""How near a fact must be to a question that the classifier takes for out of scope, to be ours all the same."""
_FAR = 0.5
"""Below this a fact does not hold an FAQ entry that the classifier doubts."""
_SAME = re.compile(r"\b(?:is|are|isn't|isnt|aren't|arent)\b.*\bsame (?:stuff|thing|as)\b")
_NOT_OURS = {
    *("arrive", "arrives", "arrived", "parcel", "delivered", "shipped", "refund", "refunded", "voucher", "coupon"),
    *("invoice", "knee", "knees", "joint", "joints", "liver", "windshield"),
}
"""Words that no question of skincare holds, whatever else is named."""
_COURTESIES = ("greet", "thanks", "affirm", "deny", "feedback_helpful", "feedback_unhelpful", "unsure")
"""Small talk that a question may begin with: `great. and retinol after it`."""
_SURELY_OURS = 0.7
_CERTAIN = 0.75
"""The same where the classifier is fairly sure that it is none of ours."""
_TOGETHER = frozenset(("same", "together", "with"))
_VERSUS = frozenset(("vs", "versus", "or"))
_CARE = ("choice", "usage", "effect", "definition", "routine")
_PAINFUL = frozenset(("painful", "sore", "hurt", "hurts", "hurting", "infected", "pus", "bleeding", "angry", "cystic"))
_SORE = frozenset(
    ("raw", "painful", "burning", "burns", "burned", "burnt", "bleeding", "bleeds", "oozing", "weeping", "blistered")
)
_SYMPTOMS = _SORE | {
    *("burn", "stings", "sting", "stinging", "red", "redness", "itchy", "itches", "itching", "rash", "hives", "hurts"),
    *("hurt", "swollen", "swelling", "puffy", "peeling", "peels", "hot", "sore", "dry", "bumps", "pain", "irritated"),
    *(
        "irritation",
        "irritates",
        "reaction",
        "reacting",
        "reacted",
        "breakout",
        "breakouts",
        "broke",
        "blister",
        "worse",
    ),
    *("blisters", "flaky", "flaking", "tight", "allergic", "allergy", "bad", "wrong", "crazy", "inflamed", "welts"),
    *("scabs", "scaly", "patches", "tingles", "tingling", "flushed", "burned", "ruined", "damaged", "eye", "eyes"),
}
_WEIGHED = frozenset(("considering", "consider", "thinking"))
_DOUBTFUL = 0.5
_CLOSE = 0.6
_SAME_ANSWER = frozenset(("order", "compatibility", "usage"))
"""Kinds that say the same of the same things: only the first is answered."""


Ranking = Sequence[tuple[str, float]]


def understand(
    readings: Sequence[Reading], ranked: Sequence[Ranking], near: Sequence[list[Near] | None], *, second_question: float
) -> tuple[list[Question], Ranking]:
    """The questions of a message, the most urgent first, and the ranking that the first rests on.

    `readings` are the whole message and then its clauses, `ranked` the kinds of each, `near` the facts nearest to
    each. A clause counts as a question of its own from the confidence `second_question` on; where none does, the
    message is one question.
    """
    (whole, *parts), (of_whole, *of_parts), (near_whole, *near_parts) = readings, ranked, near
    if whole.original:
        return [_of_label(whole)], [("label", 1.0), *of_whole]
    if _is_own_question(of_whole):
        return [_question_of(whole, of_whole, near_whole)], of_whole
    some_ask = any(asks(" ".join(part.words)) for part in parts)
    found: list[tuple[Question, Ranking]] = []
    named: list[Mention] = []
    told: list[Mention] = []
    for reading, ranking, nearest in zip(parts, of_parts, near_parts, strict=True):
        if _comes_to_the_point(reading):
            named, told = [], []
            if not reading.things:
                continue
        asked = _question_of(reading, ranking, nearest, before=named, told=told)
        mentioned = [mention for mention in reading.things if not mention.negated]
        named.extend(mentioned)
        asking = asks(" ".join(reading.words)) or not some_ask or _goes_on(reading)
        if _goes_on(reading):
            asked.kind = "compatibility"  # Whatever it was taken for alone.
        if not asking:
            told.extend(mentioned)
            if _comes_to_the_point(reading):
                named, told = [], []
        new = not any(_says_the_same(asked, other) for other, _ in found)
        if (
            asked.confidence >= second_question
            and asking
            and new
            and (worth_answering(asked.kind) or _is_for_shop(asked))
        ):
            found.append((asked, ranking))
    asked = _question_of(whole, of_whole, near_whole)
    asked.sore = _is_sore(whole)
    single = len(found) == 1 and len(parts) > 1 and not any(map(_comes_to_the_point, parts))
    if not found or (single and _is_better(asked, found[0][0])):
        return [asked], of_whole
    _with_the_rest([asked for asked, _ in found], whole)
    if all(not worth_answering(asked.kind) for asked, _ in found):
        found = found[:1]
    found.sort(key=lambda entry: _urgency(entry[0]))
    return [asked for asked, _ in found[:3]], found[0][1]


def _with_the_rest(found: Sequence[Question], whole: Reading) -> None:
    """Gives each question of a message what the message says outside its clause."""
    in_questions = {item.id for asked in found for item in asked.things}
    for asked in found:
        asked.circumstances = whole.circumstances
        if len(found) > 1 and _is_half(asked):
            others = _once([_item(thing) for thing in whole.things if not thing.negated])
            asked.things = [*(item for item in others if item.id != asked.things[0].id), *asked.things]
        asked.beside = [thing.id for thing in whole.things if not thing.negated and thing.id not in in_questions]
        asked.traits = list(dict.fromkeys([*asked.traits, *(trait.id for trait in whole.traits if not trait.negated)]))
        asked.moment = asked.moment or whole.moment
        asked.about_self = asked.about_self or whole.about_self
        asked.sore = _is_sore(whole)
        asked.whom = asked.whom or whole.whom
        asked.denied = list(whole.denied)


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
    before: Sequence[Mention] = (),
    told: Sequence[Mention] = (),
) -> Question:
    agreed = _agreed(ranking, near)
    kind, confidence = _asked(reading, [agreed, *ranking] if agreed else ranking, near)
    asked = question(kind, confidence, reading, before=before, told=told)
    asked.nearest = near or []
    asked.second = _runner_up(ranking, asked, bare=_is_a_name(reading))
    return asked


def _is_own_question(ranking: Ranking) -> bool:
    """Whether a message is an FAQ entry's own question, word for word."""
    return ranking[0][0].startswith("faq/") and ranking[0][1] == 1.0


def _is_sore(whole: Reading) -> bool:
    """Whether somebody says, in whatever clause, that their own skin is raw or painful."""
    return whole.about_self and bool(_SORE & set(whole.words))


def _is_better(whole: Question, of_clause: Question) -> bool:
    """Whether a message with one question is better understood as a whole: `I am allergic to nuts, is it for me?`"""
    if of_clause.kind == "compatibility" and whole.kind in _USES and len(of_clause.things) >= len(whole.things) > 1:
        return False  # What is used already was told in another clause, and weighed.
    return whole.confidence >= of_clause.confidence and worth_answering(whole.kind)


def _agreed(ranking: Ranking, near: Sequence[Near] | None) -> tuple[str, float] | None:
    """Where the classifier doubts, the FAQ entry among its guesses whose own sentence is nearest to the question."""
    if not near or near[0].score < _ANSWERED or ranking[0][1] >= _DOUBTFUL:
        return None
    likeliest = ranking[0][1]
    return next((guess for guess in ranking[:6] if guess[0] == near[0].faq and guess[1] >= _CLOSE * likeliest), None)


def _runner_up(ranking: Ranking, asked: Question, *, bare: bool) -> str:
    """An FAQ entry that is nearly as likely as what was taken: its answer is given too. A bare name asks none."""
    doubtful = asked.confidence < _SURE and not _is_small_talk(asked.kind) and not bare
    close = (kind for kind, score in ranking[:2] if kind != asked.kind and score >= _CLOSE * asked.confidence)
    return next((kind for kind in close if doubtful and kind.startswith("faq/")), "")


def _asked(reading: Reading, ranking: Ranking, near: Sequence[Near] | None) -> tuple[str, float]:
    """The likeliest kind, corrected by what was read: a classifier sees the phrasing, not how many things are named."""
    kind, confidence = ranking[0]
    if _is_own_question(ranking):
        return kind, confidence
    if kind == "insult" and (asking := _asking_beside(ranking)):
        return asking
    if kind in _COURTESIES and confidence < _DOUBTFUL and _actives(reading):
        return next((entry for entry in ranking[1:] if _is_general(entry[0])), (kind, confidence))
    if kind == "reaction" and confidence < _DOUBTFUL and reading.things and not _SYMPTOMS & set(reading.words):
        ranking = [entry for entry in ranking if entry[0] not in _FIRST] or ranking
        kind, confidence = ranking[0]  # `and also a face oil` reports nothing.
    scoped = _in_or_out(reading, ranking, near)
    if scoped is not None:
        return scoped
    if _is_a_name(reading) and not _is_small_talk(kind):
        return "definition", confidence
    if kind == "tell":
        return _told_or_asked(reading, ranking), confidence
    return _by_things(kind, reading, confidence), confidence


def _asking_beside(ranking: Ranking) -> tuple[str, float] | None:
    """What a rude question asks about the talk: `says who, you idiot`."""
    return next((guess for guess in ranking[1:3] if guess[0] in ("why", "source") and guess[1] >= _ASKED_RUDELY), None)


def _in_or_out(reading: Reading, ranking: Ranking, near: Sequence[Near] | None) -> tuple[str, float] | None:
    """Where the classifier is not sure, whether a fact is near decides if a message is ours; None if it stays as is."""
    kind, confidence = ranking[0]
    ours = bool(reading.things or reading.traits)
    place = elsewhere(reading.words)
    general = not _is_small_talk(kind) and not kind.startswith("faq/")
    if place == "feelings" and kind in ("tell", "insult", "nonsense", "unsure") and not reading.things:
        return "out_of_scope", confidence  # `my skin makes me cry` wants a kind word first.
    doubtful_entry = kind.startswith("faq/") and confidence < _DOUBTFUL
    if (general or doubtful_entry) and place == "animals":
        return "out_of_scope", confidence  # What is for people's skin is not for a dog's nose.
    if (general or kind.startswith("faq/")) and _NOT_OURS & set(reading.words):
        return "out_of_scope", confidence  # A parcel, a knee.
    only_masks = bool(reading.things) and all(thing.id in ("mask", "serum", "moisturiser") for thing in reading.things)
    if general and place == "other_masks" and only_masks and kind != "routine":
        return "out_of_scope", confidence  # A face covering, a machine's mask, a mask for hair.
    if general and place == "body" and all(thing.kind == "product" for thing in reading.things):
        return "out_of_scope", confidence  # The serum of a blood test.
    near_for_sure = near is not None and bool(near) and near[0].score >= _SURELY_OURS
    if kind == "out_of_scope" and near_for_sure and confidence < _CERTAIN and place in ("", "about_me"):
        return next((entry for entry in ranking[1:] if entry[0] not in _SMALL_TALK and entry[0] != "tell"), None)
    if confidence >= _SURE or near is None:
        return None
    far = not near or (doubtful_entry and near[0].score < _FAR)
    if far and not ours and not _is_small_talk(kind):
        return next((entry for entry in ranking[:4] if entry[0] == "out_of_scope"), None)
    near_enough = bool(near) and near[0].score >= _ANSWERED
    active = any(thing.kind in ("ingredient", "class", "mask") and thing.id != "mask" for thing in reading.things)
    near_enough = near_enough or (active and confidence < _DOUBTFUL)
    if kind == "out_of_scope" and ours and near_enough and place in ("", "about_me"):
        return next((entry for entry in ranking[1:] if entry[0] not in _SMALL_TALK and entry[0] != "tell"), None)
    return None


def _by_things(kind: str, reading: Reading, confidence: float = 1.0) -> str:
    """The kind that the number of things named, and the words between them, make of another."""
    words = set(reading.words)
    if not kind.startswith("walk_") and _THROUGH.search(" ".join(reading.words)):
        return "walk_start"
    weighable = not _is_small_talk(kind) and not kind.startswith("faq/") and kind not in ("tell", "label")
    if len(reading.things) > 1 and "instead" in words and weighable:
        return "comparison"  # `retinol instead of my tretinoin?` weighs one against the other.
    if len(reading.things) == 2 and _SAME.search(" ".join(reading.words)) and kind not in ("tell", "label"):
        return "comparison"  # `aren't masks and serums the same stuff?`
    if kind == "comparison" and {bool(thing.either) for thing in reading.things} == {True, False}:
        return "compatibility"  # `snail or hyaluronic acid with my AHA`: which of them goes with it.
    if kind in _USES and len(reading.things) > 1 and words & _PLACES and words & _MAY and not words & _MUST:
        return "compatibility"  # `Can I apply oil after my cream?` asks whether, in that order.
    if kind.startswith("faq/") and len(reading.things) == 2 and "together" in words and words & _MAY:
        return "compatibility"
    if kind == "routine" and len(_actives(reading)) > 1 and words & _TOGETHER:
        return "compatibility"  # `azelaic and mandelic in the same routine`
    if kind == "choice" and len(_actives(reading)) > 1 and words & _VERSUS:
        return "comparison"
    if kind == "frequency" and len(_actives(reading)) > 1 and _TOO_MUCH & words:
        return "compatibility"  # `a, b and c in one routine, too much?` is not about times a week.
    if words & _WEIGHED and any(trait.id == "state.isotretinoin" for trait in reading.traits):
        return "medical"  # Who considers it is not on it, and whether to take it is a doctor's question.
    care = kind in _CARE or (kind.startswith("faq/") and confidence < _DOUBTFUL)
    if care and words & _PAINFUL and any(trait.kind == "concern" for trait in reading.traits):
        return "medical"  # What hurts is to be seen, not to be exfoliated.
    if kind.startswith("walk_") and reading.words[:1] == ["/"]:
        return "help"  # A typed command is text, and moves nothing.
    if kind == "walk_back" and {"back", "to"} <= words:
        return "walk_resume"  # `back to the steps please`
    moments = {MOMENTS[word] for word in words & MOMENTS.keys()}
    if kind == "compatibility" and len(reading.things) == 1 and len(moments) > 1:
        return "time_of_day"  # `can I use it in the morning or only at night`
    return kind


def _is_a_name(reading: Reading) -> bool:
    """Whether one thing is named and nothing is said of it: `retinol`, `snail mucin essence?`."""
    if len(reading.things) != 1:
        return False
    named = range(reading.things[0].start, reading.things[0].end)
    return not any(word.isalpha() for at, word in enumerate(reading.words) if at not in named)


def _told_or_asked(reading: Reading, ranking: Ranking) -> str:
    """What has the form of a question, puts two things side by side or names a concern is no mere statement."""
    words = set(reading.words)
    if not reading.things:
        return "choice" if _concerned(reading) else "tell"
    if len(reading.things) > 1 and "or" in words:
        return "comparison"
    together = len(reading.things) > 1 and {"+", "with", "and", "&", "x", "/"} & words
    wishes = asks(" ".join(reading.words)) or _WISHES & words
    if not wishes and not (together and not reading.about_self):
        return "tell"
    if len(reading.things) > 1:
        return "compatibility"
    return next((kind for kind, _ in ranking if kind in _ABOUT_A_THING), "suitability")


def _is_general(kind: str) -> bool:
    return not _is_small_talk(kind) and kind != "tell" and not kind.startswith("faq/")


def _is_small_talk(kind: str) -> bool:
    return kind in _SMALL_TALK or kind in _FIRST or kind.startswith("walk_") or kind in _ABOUT_THE_TALK


def _actives(reading: Reading) -> list[Mention]:
    return [mention for mention in reading.things if mention.kind in ("ingredient", "class", "mask")]


def _concerned(reading: Reading) -> bool:
    """`my main problem is large pores`: who names a concern wants to know what helps."""
    return bool(reading.traits) and all(trait.kind == "concern" and not trait.negated for trait in reading.traits)


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
    if kind == "comparison" and "instead" in reading.words:
        named = reading.things  # What is to be replaced is named to be left out, and compared all the same.
    if kind == "necessity" and _LEFT_OUT & set(reading.words) and any(mention.negated for mention in reading.things):
        named = [mention for mention in reading.things if mention.negated]  # `can I skip X if I use Y` asks about X.
    concerned = any(trait.kind == "concern" for trait in reading.traits)
    if kind == "suitability" and told and named and not concerned and _MAY & set(reading.words):
        kind = "compatibility"  # `I use tretinoin, is a clay mask ok?`
    if kind == "compatibility" and told:
        named = [*(mention for mention in told if all(mention.id != own.id for own in named)), *named]
    elif len(named) < (2 if kind in _NEEDS_TWO else 1):
        named = [*(mention for mention in before if all(mention.id != own.id for own in named)), *named]
    if kind in ("time_of_day", "order") and len({mention.moment for mention in named if mention.moment}) > 1:
        kind = "compatibility"  # Two things, each at its own time of day: whether that is right.
    if kind == "comparison" and len(named) > 1 and len(_once([_item(mention) for mention in named])) == 1:
        kind = "definition"  # One thing under two names: `squalane or squalene`.
    if kind == "label":
        for mention in named:
            mention.either = _ONE_PRODUCT
    return Question(
        kind=kind,
        confidence=round(confidence, 4),
        text=" ".join(reading.words),
        things=_once([_item(mention) for mention in named]),
        rejected=[mention.id for mention in reading.things if mention.negated],
        traits=list(dict.fromkeys(trait.id for trait in reading.traits if not trait.negated)),
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
    )


def _is_for_shop(asked: Question) -> bool:
    """`and do you ship to France?` beside a question of ours is told to be the shop's."""
    return asked.kind == "out_of_scope" and elsewhere(asked.words) == "shop"


def _says_the_same(asked: Question, other: Question) -> bool:
    same_things = {item.id for item in asked.things} == {item.id for item in other.things}
    alike = asked.kind == other.kind or ({asked.kind, other.kind} <= _SAME_ANSWER and len(asked.things) > 1)
    return same_things and alike


def worth_answering(kind: str) -> bool:
    """Whether a clause of this kind stands as a question beside others: a greeting or a "next" beside one does not."""
    return kind not in _SMALL_TALK and kind != "tell" and not kind.startswith("walk_")


def _urgency(asked: Question) -> int:
    """Reports and medical questions come first; sorting keeps the rest as asked."""
    if asked.kind == "out_of_scope":
        return len(_FIRST) + 1
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
