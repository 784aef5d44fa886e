"""A narrow question on one thing is answered by the thing's own fact on just that."""

from __future__ import annotations

import pytest

from bot.answers.context import Context
from bot.answers.kinds import answer
from bot.answers.question import Question
from bot.answers.texts import Texts
from bot.knowledge.base import Knowledge
from bot.knowledge.model import Topic
from bot.rules.items import NOBODY, Item, Person

ASKED: dict[Topic, str] = {
    "purging": "does {name} make me purge",
    "thinning": "does {name} thin the skin",
    "bleaching": "does {name} bleach my skin",
    "sun": "does {name} make skin sensitive to the sun",
    "strength": "which percentage of {name} should i start with",
    "acne_prone": "is {name} good for acne prone skin",
}


@pytest.fixture
def context(knowledge: Knowledge, texts: Texts) -> Context:
    return Context(knowledge, texts, NOBODY)


def asked(said: str, *names: str, kind: str = "effect", traits: tuple[str, ...] = ()) -> Question:
    return Question(kind=kind, things=[Item(id=name) for name in names], words=said.split(), traits=list(traits))


@pytest.mark.parametrize("topic", ASKED)
def test_the_fact_on_it_comes_first(context: Context, topic: Topic) -> None:
    told = [name for name in context.knowledge.things if context.knowledge.own_facts(name, topic)]
    assert len(told) >= 5
    for name in told:
        said = ASKED[topic].format(name=name.replace("_", " "))
        given = answer(context, asked(said, name))
        assert given.headline == context.knowledge.own_facts(name, topic)[0].says


def test_a_member_has_what_holds_for_its_class(context: Context) -> None:
    members = [name for name in context.knowledge.members("retinoid") if context.knowledge.things[name].kind != "class"]
    heir = next(name for name in members if not context.knowledge.own_facts(name, "thinning"))
    assert "thin" in answer(context, asked(f"does {heir} thin the skin", heir)).headline


def test_a_class_has_no_strength_for_its_members(context: Context) -> None:
    for name in ("tretinoin", "adapalene"):
        given = answer(context, asked(f"which percentage of {name} to start with", name, kind="faq/retinol_strength"))
        assert "prescri" in f"{given.headline} {given.reasons}"
        assert "0.2%" not in given.headline


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("does benzoyl peroxide bleach my towels", "faq/bpo_bleaching"),
        ("a thin layer of benzoyl peroxide is enough right", "effect"),
        ("is benzoyl peroxide alright for thin skin", "effect"),
    ],
)
def test_cloth_and_thin_layers_are_another_matter(context: Context, said: str, kind: str) -> None:
    narrow = {
        fact.says
        for topic in ("bleaching", "thinning")
        for fact in context.knowledge.facts("benzoyl_peroxide", topic)  # type: ignore[arg-type]
    }
    assert answer(context, asked(said, "benzoyl_peroxide", kind=kind)).headline not in narrow


def test_a_state_comes_before_what_a_thing_is_like(context: Context) -> None:
    pregnant = context._replace(person=Person(traits=("state.pregnant",)))
    question = asked("does retinol purge in pregnancy", "retinol", kind="suitability", traits=("state.pregnant",))
    assert answer(pregnant, question).verdict == "avoid"


def test_two_things_are_asked_about_nothing_so_narrow(context: Context) -> None:
    purging = {fact.says for name in ("retinol", "niacinamide") for fact in context.knowledge.facts(name, "purging")}
    assert answer(context, asked("do retinol and niacinamide purge", "retinol", "niacinamide")).headline not in purging


def test_beside_just_what_was_asked_no_other_entry_is_meant(context: Context) -> None:
    question = asked("does niacinamide bleach my skin", "niacinamide")
    question.second, question.confidence = "faq/bpo_bleaching", 0.4
    given = answer(context, question)
    assert not any("towels" in reason for reason in given.reasons)
