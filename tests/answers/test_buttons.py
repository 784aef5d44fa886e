"""A button is a sentence that the visitor could have typed: each is understood as meant, where it stands.

Every suggestion that an answer can give is generated for a spread of things, read by the trained model, and answered
in the conversation of the answer under which it stands.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
import pytest

from bot.answers import smalltalk
from bot.answers.answer import Answer
from bot.answers.context import Context
from bot.answers.kinds import ANSWERS, SMALL_TALK
from bot.answers.memory import NOTHING, Memory, owned
from bot.answers.question import Question
from bot.answers.texts import Texts
from bot.dialogue.conversation import Message, converse
from bot.dialogue.focus import Focus
from bot.dialogue.turn import turn
from bot.evaluation import Understood, in_dialogue
from bot.knowledge.base import Knowledge
from bot.knowledge.files import load
from bot.knowledge.model import Moment
from bot.rules.items import Item, Person
from tests.conftest import ROOT

PROMISED: dict[str, tuple[str, ...]] = {
    # choice.concerns, choice.next, choice.together, person.next
    "Which serum for oily skin?": ("choice",),
    "Which serum for dry skin?": ("choice",),
    "Which serum for dark spots?": ("choice",),
    "Which mask for sensitive skin?": ("choice",),
    "Which serum for {trait}?": ("choice",),
    "Which mask for {trait}?": ("choice",),
    "Which serum should I use?": ("choice",),
    "Build me a routine for {trait}": ("routine",),
    "Can I use {things} together?": ("compatibility",),
    # compatibility.examples, compatibility.partners_of, compatibility.next, smalltalk.examples
    "Can I use a mask and a serum on the same day?": ("compatibility",),
    "Can I use a clay mask and a vitamin C serum on the same day?": ("compatibility",),
    "Does retinol go with niacinamide?": ("compatibility",),
    "Can I use a {thing} with a hyaluronic acid serum?": ("compatibility",),
    "Can I use a {thing} with a retinol serum?": ("compatibility",),
    "Can I use {thing} with niacinamide?": ("compatibility",),
    "Can I use {thing} with a clay mask?": ("compatibility",),
    "Can I use {thing} with a niacinamide serum?": ("compatibility",),
    "And with a clay mask?": ("compatibility",),
    "Why?": ("why",),
    "Says who?": ("source",),
    # definition.examples, definition.next, definition.next_mask, frequency.next, label.next
    "What does niacinamide do?": ("effect",),
    "What does retinol do?": ("effect",),
    "What does {thing} do?": ("effect",),
    "What is a clay mask?": ("definition",),
    "How often should I use {thing}?": ("frequency",),
    "How often should I use a face mask?": ("frequency",),
    "How long does {thing} take to work?": ("results",),
    "How long does a serum take to work?": ("results",),
    "How long do I leave {thing} on?": ("duration",),
    # layering.next
    "In what order do I use a mask and a serum?": ("order",),
    "What goes on after the mask?": ("order",),
    "How long should I wait between steps?": ("wait",),
    # person.examples, person.known_next
    "I have oily skin": ("tell",),
    "I have sensitive skin": ("tell",),
    "Forget me": ("forget_me",),
    # person.consent, shelf.next, shelf.examples, profile.buttons
    "Yes": ("affirm",),
    "No": ("deny",),
    "Plan my week": ("routine",),
    "What do you know about me?": ("what_do_you_know",),
    "I have a clay mask and a retinol serum": ("tell",),
    "Oily": ("tell",),
    "Dry": ("tell",),
    "Combination": ("tell",),
    "Normal": ("tell",),
    # walkthrough, plan.next, routine.next
    "Walk me through {things}": ("walk_start",),
    "Walk me through my evening routine": ("walk_start",),
    "Walk me through my morning routine": ("walk_start",),
    "Walk me through a mask and a serum": ("walk_start",),
    "Walk me through a clay mask and a niacinamide serum": ("walk_start",),
    "Next": ("walk_next",),
    "Done": ("walk_next",),
    "Back": ("walk_back",),
    "Skip": ("walk_skip",),
    "How long?": ("duration", "wait"),
    "Repeat": ("walk_repeat",),
    "Stop": ("walk_stop",),
    "Continue": ("walk_resume", "walk_repeat"),
}
"""For each sentence of the lists in data/answers the kind that it promises; any of several is right."""

_BY_OPENING: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"Can I use .* (while|pregnant|breastfeeding)", ("suitability",)),
    (r"(Can I use|Does) .* (with|together|and|after|before|under) ", ("compatibility", "order")),
    (r"Can I use .* together", ("compatibility",)),
    (r"(Do I need|Is .* worth it)", ("necessity", "frequency")),
    (r"(Give me|Build me) a routine", ("routine",)),
    (r"How do I (start|use) ", ("usage", "frequency")),
    (r"How long does .* take to work", ("results",)),
    (r"How long should I leave ", ("duration",)),
    (r"How long should I wait ", ("wait",)),
    (r"How often ", ("frequency",)),
    (r"(In what order|Should serum go|What comes after) ", ("order",)),
    (r"Is .* stronger than ", ("comparison",)),
    (r"Is .* good for ", ("effect", "suitability")),
    (r"Walk me through ", ("walk_start",)),
    (r"What can I use instead of ", ("choice",)),
    (r"What (do|does) .* do", ("effect",)),
    (r"What helps against ", ("choice",)),
    (r"What is the difference ", ("comparison",)),
    (r"What is ", ("definition",)),
    (r"When should I use ", ("time_of_day", "order")),
    (r"Which ", ("choice", "compatibility")),
)
"""What a sentence that opens so asks."""
_FAQ_BY_NAME = {
    "Can I use retinol after a clay mask?": ("compatibility", "order", "suitability"),
    "How should I store a vitamin C serum?": ("faq/expiry", "faq/storage_place"),
    "Is the SPF in my moisturiser enough?": ("faq/spf_combined",),
    "Should I use serum or moisturiser after a mask?": ("faq/serum_or_moisturiser_after_mask",),
    "What should I do if a product causes a reaction?": ("faq/reaction_general", "reaction"),
    "Which percentage of niacinamide is best?": ("choice", "faq/niacinamide_strength"),
    "Why do my products pill?": ("faq/pilling",),
}


def _promised_by_faq() -> dict[str, tuple[str, ...]]:
    """The same for the suggestions of the FAQ: the entry that asks the very question, else what its opening asks."""
    entries = load(ROOT / "data/knowledge").faq.values()
    asked = {entry.question: (f"faq/{entry.id}",) for entry in entries}
    found = {}
    for sentence in sorted({sentence for entry in entries for sentence in entry.suggestions}):
        opening = next((kinds for pattern, kinds in _BY_OPENING if re.match(pattern, sentence)), ())
        found[sentence] = _FAQ_BY_NAME.get(sentence) or asked.get(sentence) or opening
        assert found[sentence], f"nobody says what {sentence!r} asks"
    return found


PROMISED_BY_FAQ = _promised_by_faq()
"""The suggestions of the FAQ entries, and the kinds that each may be understood as."""

PROMISED_BY_PAGE: dict[str, tuple[str, ...]] = {
    "Can I use a mask and serum on the same day?": ("compatibility",),
    "Can I use retinol with glycolic acid?": ("compatibility",),
    "Walk me through a clay mask and a niacinamide serum": ("walk_start",),
}
"""The same for what the widget offers before the first question."""

KNOWN: dict[str, str] = {}
"""Buttons that are not understood as meant yet, each with the reason."""

ALSO_RIGHT = {"choice": "faq/masks_or_serums_when", "comparison": "faq/better_overall"}
"""What a choice of asking back that names a mask and a serum may be answered by."""

NEVER = {"ask_which", "out_of_scope", "nonsense"}
INGREDIENTS = 40
PARTNERS = ("mask.clay", "niacinamide", "retinol", "sunscreen")
LIST = "Aqua, Glycerin, Niacinamide, Retinol, Hyaluronic Acid, Phenoxyethanol"


class Button(NamedTuple):
    """A suggestion as it stands under an answer."""

    sentence: str
    template: str
    """The sentence of `data/answers` that it was made from; for those of asking back, `ask_which:` and the kind."""
    needs: frozenset[str]
    """Ids of the things and traits that it names."""
    focus: Focus
    after: str


class Shop:
    """Answers to a spread of questions, and the buttons under them."""

    def __init__(self, knowledge: Knowledge, texts: Texts) -> None:
        self.knowledge, self.texts = knowledge, texts
        self.context = Context(knowledge, texts, Person())
        self.named: dict[str, frozenset[str]] = {}
        for thing in knowledge.things.values():
            self._name(Item(id=thing.id))
        self.patterns = [
            (template, re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(template)) + "$", re.IGNORECASE))
            for template in sorted(PROMISED, key=lambda template: ("{" in template, -len(template)))
        ]

    def _name(self, item: Item) -> None:
        ids = frozenset((item.id, *item.contains))
        for name in (self.context.name(item), self.context.noun(item)):
            self.named[name.lower()] = ids

    def things(self) -> list[Item]:
        """All masks, classes, products and tools, and some of the ingredients; in forms and with contents too."""
        by_kind = defaultdict(list)
        for thing in self.knowledge.things.values():
            by_kind[thing.kind].append(thing.id)
        some = random.Random(40).sample(by_kind["ingredient"], INGREDIENTS)
        usual = ["niacinamide", "retinol", "hyaluronic_acid", "glycolic_acid", "salicylic_acid", "tretinoin"]
        names = dict.fromkeys(
            [*by_kind["mask"], *by_kind["class"], *by_kind["product"], *by_kind["tool"], *usual, *some]
        )
        formed = [Item(id=name, form="serum") for name in ("retinol", "vitamin_c", "niacinamide", "azelaic_acid")]
        filled = [Item(id="mask.sheet", contains=("niacinamide",)), Item(id="mask.clay", attributes=("rich",))]
        return [*(Item(id=name) for name in names), *formed, *filled]

    def buttons(self) -> Iterator[Button]:
        """Every button under the answers to all openings, walked through to the end where there is something to."""
        for questions, focus in self._openings():
            yield from self._under(questions, focus)
        yield from self._walks()
        yield from self._asked_back()
        yield from self._of_the_person()

    def _under(self, questions: list[Question], focus: Focus) -> list[Button]:
        answers, after = turn(self.knowledge, self.texts, questions, focus)
        for question in questions:
            for item in question.things:
                self._name(item)
            self._join(question.things)
        return [self._button(sentence, answers[-1], after) for sentence in answers[-1].suggestions]

    def _join(self, items: Sequence[Item]) -> None:
        for some in (items, items[:2]):
            ids = frozenset(name for item in some for name in (item.id, *item.contains))
            self.named[self.context.names(some).lower()] = ids

    def _button(self, sentence: str, answer: Answer, focus: Focus) -> Button:
        about = f"{answer.kind} of {', '.join(answer.about) or 'nothing'}"
        if answer.kind.startswith("faq/") and sentence in PROMISED_BY_FAQ:
            return Button(sentence, sentence, frozenset(), focus, about)
        for template, pattern in self.patterns:
            if found := pattern.match(sentence):
                needs = frozenset().union(*(self.named[name.lower()] for name in found.groupdict().values()))
                return Button(sentence, template, needs, focus, about)
        raise AssertionError(f"nothing is promised for {sentence!r} after {about}")

    def _openings(self) -> Iterator[tuple[list[Question], Focus]]:
        things, fresh = self.things(), Focus()
        traits = [thing.id for thing in self.knowledge.things.values() if thing.kind in ("skin", "concern", "state")]
        single = [kind for kind in ANSWERS if kind not in ("red_flag", "label")]
        for item in things:
            for kind in single:
                yield [Question(kind=kind, things=[item])], fresh
            yield [Question(kind="label", things=[item], text=item.id)], fresh
            for partner in PARTNERS:
                for kind in ("compatibility", "order", "comparison", "necessity"):
                    if partner != item.id:
                        yield [Question(kind=kind, things=[item, Item(id=partner)])], fresh
        three = [Item(id="mask.clay"), Item(id="niacinamide", form="serum"), Item(id="sunscreen")]
        yield [Question(kind="compatibility", things=three)], fresh
        yield [Question(kind="compatibility", things=three[:1], unknown=["zorbatrol"])], fresh
        yield [Question(kind="routine", things=three, words=["plan", "my", "week"])], fresh
        yield [Question(kind="label", text=LIST, things=[Item(id="niacinamide"), Item(id="retinol")])], fresh
        yield [Question(kind="choice"), Question(kind="effect", things=three[1:2])], fresh
        for trait in traits:
            yield [Question(kind="tell", traits=[trait], about_self=True)], fresh
            for kind in ("choice", "routine", "suitability"):
                yield [Question(kind=kind, traits=[trait])], fresh
            for name in ("retinol", "mask.exfoliating", "mask", "serum", "niacinamide"):
                for kind in ("suitability", "effect", "choice", "compatibility"):
                    yield [Question(kind=kind, things=[Item(id=name)], traits=[trait])], fresh
            for kind in ("what_do_you_know", "forget_me", "choice", "routine"):
                yield [Question(kind=kind)], Focus(traits=[trait])
            for name in ("retinol", "mask.clay"):
                yield [Question(kind="usage", things=[Item(id=name)])], Focus(traits=[trait])
        moves = ("walk_next", "walk_stop")
        for kind in (*SMALL_TALK, *single, *moves, "tell", "what_do_you_know", "forget_me", "why", "source"):
            yield [Question(kind=kind)], fresh
        for name in self.knowledge.faq:
            yield [Question(kind=f"faq/{name}")], fresh

    def _walks(self) -> Iterator[Button]:
        for named in (["mask.clay", "niacinamide"], ["mask.sheet", "hyaluronic_acid"], ["mask.overnight"], []):
            start = Question(kind="walk_start", things=[Item(id=name) for name in named])
            answers, focus = turn(self.knowledge, self.texts, [start], Focus())
            while focus.walk is not None:
                yield from (self._button(sentence, answers[-1], focus) for sentence in answers[-1].suggestions)
                yield from self._under([Question(kind="effect", things=[Item(id="retinol")])], focus)
                yield from self._under([Question(kind="faq/pilling")], focus)
                yield from self._under([Question(kind="walk_stop")], focus)
                answers, focus = turn(self.knowledge, self.texts, [Question(kind="walk_next")], focus)
            yield from (self._button(sentence, answers[-1], focus) for sentence in answers[-1].suggestions)

    def _asked_back(self) -> Iterator[Button]:
        for name in ("mask.clay", "mask.sheet", "retinol", "niacinamide", "aha", "sunscreen", "serum", "mask.led"):
            asked = Question(kind="nonsense", things=[Item(id=name)])
            for kind in (*ANSWERS, *(f"faq/{name}" for name in self.knowledge.faq)):
                for sentence in smalltalk.ask_which(self.context, [kind], asked).suggestions:
                    if sentence not in self.texts.all("smalltalk.examples"):
                        given = frozenset([name]) if "{thing}" in _sentence(self.texts, kind) else frozenset()
                        yield Button(sentence, f"ask_which:{kind}", given, Focus(), f"asking back about {name}")

    def _of_the_person(self) -> Iterator[Button]:
        """Under what is said of health, shelf and questionnaire."""
        asked = (
            Question(kind="tell", traits=["state.pregnant"], about_self=True),
            Question(kind="tell", things=[Item(id="retinol", name="retinol")], words=["i", "have", "retinol"]),
            Question(kind="tell", words=["what", "is", "on", "my", "shelf"]),
        )
        for question in asked:
            yield from self._told(question, Focus())[0]
        shelf = (owned(Item(id="retinol", form="serum"), "retinol serum", 0),)
        moments: tuple[Moment, ...] = ("morning", "evening")
        for moment in moments:
            asked_now = Question(kind="routine", moment=moment, words=["what", "do", "i", "use", "this", moment])
            yield from self._told(asked_now, Focus(), Memory(shelf=shelf))[0]
        under, focus = self._told(Question(kind="profile"), Focus())
        while focus.profile is not None:
            yield from under
            under, focus = self._told(Question(kind="walk_skip"), focus)
        yield from under

    def _told(
        self, question: Question, focus: Focus, memory: Memory = NOTHING
    ) -> tuple[list[Button], Focus]:
        turned = converse(self.knowledge, self.texts, Message([question]), focus, memory)
        last = turned.answers[-1]
        return [self._button(sentence, last, turned.focus) for sentence in last.suggestions], turned.focus


def _sentence(texts: Texts, kind: str) -> str:
    key = f"smalltalk.ask_which.{kind}"
    return texts.say(key, thing="{thing}") if key in texts else ""


class Said(NamedTuple):
    """A button, and what became of it."""

    button: Button
    got: Understood | Exception

    def wrong(self, promised: Sequence[str], texts: Texts) -> str:
        """What is not as promised; nothing where all is."""
        if isinstance(self.got, Exception):
            return f"raises {self.got!r}"
        kinds = frozenset().union(*self.got.counts_as)
        # A bare mask beside a mask of a kind is the same mask.
        missed = self.button.needs - self.got.things - {"mask" for name in self.got.things if name.startswith("mask.")}
        headline = self.got.answers[0].headline
        if NEVER & {*self.got.answered} or not kinds & {*promised}:
            return f"understood as {', '.join(self.got.kinds)}, answered as {', '.join(self.got.answered)}"
        if len(self.got.answers) > 1:
            return f"understood as several: {', '.join(self.got.kinds)}"
        if missed:
            return f"without {', '.join(sorted(missed))}"
        if headline in (
            texts.say("followup.why_what"),
            texts.say("followup.source_what"),
            texts.say("walkthrough.none"),
        ):
            return f"answered with {headline!r}"
        if self.button.template == "And with a clay mask?" and not {"mask.clay"} < self.got.things:
            return "without what it goes on from"
        return ""


@pytest.fixture(scope="module")
def said(agent: Any, knowledge: Knowledge, texts: Texts) -> dict[str, list[Said]]:
    """By template, each button in each conversation in which it stands."""
    buttons = list(Shop(knowledge, texts).buttons())
    buttons += [
        Button(sentence, f"page:{sentence}", frozenset(), Focus(), "nothing yet") for sentence in _on_the_page()
    ]

    async def parse() -> dict[str, Any]:
        sentences = dict.fromkeys(button.sentence for button in buttons)
        return {sentence: await agent.parse_message(sentence) for sentence in sentences}

    parsed = asyncio.run(parse())
    understood: dict[tuple[str, bytes], Understood | Exception] = {}
    found: dict[str, list[Said]] = defaultdict(list)
    for button in buttons:
        key = button.sentence, msgspec.json.encode(button.focus)
        if key not in understood:
            understood[key] = _answered(parsed[button.sentence], button.focus)
        found[button.template].append(Said(button, understood[key]))
    return found


def _answered(parsed: dict[str, Any], focus: Focus) -> Understood | Exception:
    try:
        return in_dialogue(parsed, focus)
    except Exception as error:
        return error


@lru_cache(maxsize=1)
def _on_the_page() -> tuple[str, ...]:
    listed = re.search(r"starters:\s*\"([^\"]+)\"", (ROOT / "web/lamella.js").read_text(encoding="utf-8"))
    assert listed, "the widget offers nothing before the first question"
    return tuple(sentence.strip() for sentence in listed.group(1).split("|"))


def _failures(said: Sequence[Said], promised: Sequence[str], texts: Texts) -> dict[str, str]:
    return {
        one.button.sentence: f"after {one.button.after}: {wrong}"
        for one in said
        if (wrong := one.wrong(promised, texts))
    }


def _check(failures: dict[str, str]) -> None:
    unheard = {sentence: why for sentence, why in failures.items() if sentence not in KNOWN}
    assert not unheard, f"{len(unheard)} buttons\n" + "\n".join(f"{name!r} {why}" for name, why in unheard.items())


def test_each_sentence_has_a_promise_and_each_promise_a_sentence(knowledge: Knowledge, texts: Texts) -> None:
    lists = {sentence for key in texts for sentence in (texts._sentences[key],) if isinstance(sentence, tuple)}
    assert {sentence for sentences in lists for sentence in sentences} == set(PROMISED)
    assert set(_on_the_page()) == set(PROMISED_BY_PAGE)


def test_all_that_is_promised_is_tested(said: dict[str, list[Said]]) -> None:
    assert (PROMISED.keys() | PROMISED_BY_FAQ.keys()) - said.keys() == set()
    assert len({one.button.sentence for group in said.values() for one in group}) >= 900


@pytest.mark.parametrize("sentence", PROMISED)
def test_a_button_is_understood_as_meant(said: dict[str, list[Said]], texts: Texts, sentence: str) -> None:
    _check(_failures(said[sentence], (*PROMISED[sentence], *PROMISED_BY_FAQ.get(sentence, ())), texts))


@pytest.mark.parametrize("sentence", [sentence for sentence in PROMISED_BY_FAQ if sentence not in PROMISED])
def test_a_button_of_the_faq_is_understood_as_meant(said: dict[str, list[Said]], texts: Texts, sentence: str) -> None:
    _check(_failures(said[sentence], PROMISED_BY_FAQ[sentence], texts))


@pytest.mark.parametrize("sentence", PROMISED_BY_PAGE)
def test_a_button_of_the_page_is_understood_as_meant(said: dict[str, list[Said]], texts: Texts, sentence: str) -> None:
    _check(_failures(said[f"page:{sentence}"], PROMISED_BY_PAGE[sentence], texts))


def test_a_choice_of_asking_back_is_understood_as_meant(said: dict[str, list[Said]], texts: Texts) -> None:
    asked_back = [one for template, group in said.items() if template.startswith("ask_which:") for one in group]
    failures: dict[str, str] = {}
    for one in asked_back:
        kind = one.button.template.removeprefix("ask_which:")
        failures |= _failures([one], [kind, ALSO_RIGHT.get(kind, kind)], texts)
    _check(failures)


if KNOWN:

    @pytest.mark.parametrize(
        "sentence",
        [pytest.param(name, marks=pytest.mark.xfail(strict=False, reason=why)) for name, why in KNOWN.items()],
    )
    def test_a_button_that_is_known_to_fail(said: dict[str, list[Said]], texts: Texts, sentence: str) -> None:
        group = [one for group in said.values() for one in group if one.button.sentence == sentence]
        promised = {**PROMISED_BY_PAGE, **PROMISED_BY_FAQ, **PROMISED}
        for one in group:
            template = one.button.template.removeprefix("page:")
            assert not one.wrong(promised.get(template, (template.removeprefix("ask_which:"),)), texts)
