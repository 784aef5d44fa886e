"""What an answer says to what was asked for, and not to its opposite; and to whom it is said."""

from __future__ import annotations

import msgspec
import pytest

from bot.answers.context import Context
from bot.answers.kinds import answer
from bot.answers.question import Near, Question
from bot.answers.texts import Texts
from bot.knowledge.base import Knowledge
from bot.knowledge.model import Moment
from bot.rules.items import NOBODY, Item, Person


@pytest.fixture
def context(knowledge: Knowledge, texts: Texts) -> Context:
    return Context(knowledge, texts, NOBODY)


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        (["do", "i", "need", "moisturiser"], "Yes"),
        (["can", "i", "skip", "moisturiser"], "No"),
        (["what", "happens", "without", "moisturiser"], "Moisturiser"),
    ],
)
def test_needing_it_is_no_yes_to_doing_without(context: Context, words: list[str], begins: str) -> None:
    given = answer(context, Question(kind="necessity", things=[Item(id="moisturiser")], words=words))
    assert given.headline.startswith(begins)
    assert not any(reason.startswith("Yes") for reason in given.reasons)


def test_what_comes_off_is_not_left_on_for_hours(context: Context) -> None:
    words = ["can", "i", "sleep", "in", "it"]
    clay = answer(context, Question(kind="duration", things=[Item(id="mask.clay")], words=words))
    assert clay.headline.startswith("No")
    stays = answer(context, Question(kind="duration", things=[Item(id="mask.overnight")], words=words))
    assert not stays.headline.startswith("No")


def test_no_sentence_recommends_what_is_kept_from_the_person(knowledge: Knowledge, texts: Texts) -> None:
    asked = Question(kind="choice", traits=["skin.oily"], words=["what", "for", "shine"])
    anybody = answer(Context(knowledge, texts, NOBODY), asked)
    expecting = answer(Context(knowledge, texts, Person(traits=("state.pregnant",))), asked)
    assert any("salicylic" in sentence for sentence in (anybody.headline, *anybody.reasons))
    assert not any("salicylic" in sentence for sentence in (expecting.headline, *expecting.reasons))


def test_an_unheard_product_is_left_out_by_somebody_in_a_state(knowledge: Knowledge, texts: Texts) -> None:
    asked = Question(kind="compatibility", things=[Item(id="mask.clay")], unknown=["zorbatrol"])
    nursing = answer(Context(knowledge, texts, Person(traits=("state.breastfeeding",))), asked)
    assert any("leave it out" in caution for caution in nursing.cautions)
    assert not any("leave it out" in caution for caution in answer(Context(knowledge, texts, NOBODY), asked).cautions)


def test_a_routine_is_made_of_what_one_has_and_a_mask_is_not_for_every_evening(context: Context) -> None:
    things = [Item(id=name) for name in ("toner", "niacinamide", "mask.gel")]
    given = answer(context, Question(kind="routine", things=things))
    morning, evening, with_mask = (step.text for step in given.steps)
    assert morning.index("toner") < morning.index("niacinamide") < morning.index("sunscreen")
    assert "mask" not in morning + evening
    assert "gel mask" in with_mask


def test_no_routine_has_a_mask_that_a_medicine_forbids(context: Context) -> None:
    things = [Item(id=name) for name in ("metronidazole", "mask.exfoliating")]
    given = answer(context, Question(kind="routine", things=things))
    assert any("metronidazole" in step.text for step in given.steps)
    assert not any("exfoliating mask" in step.text for step in given.steps)
    assert "Not in it: exfoliating mask." in given.reasons
    assert any("clinic asks to leave masks and acids out" in reason for reason in given.reasons)


def test_a_concern_told_in_passing_is_no_reason_against_it(context: Context) -> None:
    serum = Item(id="vitamin_c", form="serum")
    asked = Question(kind="compatibility", things=[serum], traits=["concern.scars"], words=["can", "i", "use", "it"])
    assert "not a first choice" not in answer(context, asked).headline


def test_how_often_a_mask_the_mask_says_unless_what_is_in_it_stings(context: Context, knowledge: Knowledge) -> None:
    honey, retinol = (Item(id="mask.sheet", contains=(active,)) for active in ("honey", "retinol"))
    for item, of in ((honey, "mask.sheet"), (retinol, "retinol")):
        given = answer(context, Question(kind="frequency", things=[item], words=["how", "often"]))
        assert given.headline == knowledge.facts(of, "frequency")[0].says
def _names(*names: str) -> list[Item]:
    return [Item(id=name) for name in names]


def test_of_two_actives_the_gentler_one_is_named_where_that_is_asked(context: Context) -> None:
    things = _names("lactic_acid", "glycolic_acid")
    asked = answer(context, Question(kind="comparison", things=things, words=["which", "is", "gentler"]))
    assert asked.headline.startswith("Lactic acid is the gentler")
    touchy = answer(context, Question(kind="comparison", things=things, traits=["skin.sensitive"], words=["or"]))
    assert touchy.headline.startswith("Lactic acid is the gentler")
    other = answer(context, Question(kind="comparison", things=things, words=["difference"]))
    assert "gentler" not in other.headline


def test_what_irritates_alike_is_not_ranked(context: Context) -> None:
    things = _names("hyaluronic_acid", "ceramide")
    asked = answer(context, Question(kind="comparison", things=things, words=["which", "is", "gentler"]))
    assert "gentler" not in asked.headline


def test_what_an_active_does_is_told_with_how_to_begin_and_the_sun(context: Context) -> None:
    strong = answer(context, Question(kind="effect", things=_names("glycolic_acid"), words=["what"]))
    assert strong.headline.startswith("Glycolic acid: ")
    assert any("sunscreen" in reason for reason in strong.reasons)
    assert any("Start glycolic acid" in reason for reason in strong.reasons)
    mild = answer(context, Question(kind="effect", things=_names("ceramide"), words=["what"]))
    assert not any("building up" in reason for reason in mild.reasons)


def test_of_several_actives_each_has_its_time_and_what_does_not_go_together_its_day(context: Context) -> None:
    things = _names("vitamin_c", "niacinamide", "retinol", "glycolic_acid")
    given = answer(context, Question(kind="routine", things=things, words=["routine"]))
    morning, evening, *others = (step.text for step in given.steps)
    assert "vitamin C" in morning
    assert "vitamin C" not in evening
    assert ("retinol" in evening) != ("glycolic acid" in evening)
    assert any("glycolic acid" in line or "retinol" in line for line in others)


def test_a_practice_with_an_entry_of_its_own_is_told_by_that(context: Context) -> None:
    slugging = Question(kind="definition", things=[Item(id="occlusive", name="slugging")])
    assert "moisturiser at night" in answer(context, slugging).headline
    plain = Question(kind="definition", things=[Item(id="occlusive", name="occlusive")])
    assert "moisturiser at night" not in answer(context, plain).headline


def test_what_follows_a_serum_is_told(context: Context) -> None:
    words = ["what", "comes", "after", "niacinamide"]
    given = answer(context, Question(kind="order", things=_names("niacinamide"), words=words))
    assert "moisturiser" in given.headline
    assert "sunscreen" in given.headline


@pytest.mark.parametrize("state", ["state.dermaplaning", "state.hair_removal", "state.light_hair_removal"])
def test_around_hair_removal_the_days_without_a_retinoid_are_told(
    knowledge: Knowledge, texts: Texts, state: str
) -> None:
    context = Context(knowledge, texts, Person(traits=(state,)))
    asked = Question(kind="suitability", things=_names("retinol"), traits=[state], words=["can", "i"])
    given = answer(context, asked)
    assert given.verdict == "avoid"
    assert any("days" in reason for reason in given.reasons)


def test_what_is_kept_from_somebody_is_not_compared_for_them(knowledge: Knowledge, texts: Texts) -> None:
    context = Context(knowledge, texts, Person(traits=("state.pregnant",)))
    things = _names("kojic_acid", "hydroquinone")
    given = answer(context, Question(kind="comparison", things=things, traits=["state.pregnant"], words=["or"]))
    assert given.verdict == "avoid"


def test_what_is_missing_of_the_basics_is_named_by_what_one_has(context: Context) -> None:
    things = _names("cleanser", "sunscreen")
    asked = Question(kind="faq/what_missing", things=things, traits=["concern.pigmentation"], words=["what"])
    given = answer(context, asked)
    assert "moisturiser" in given.headline
    assert any("vitamin C" in reason for reason in given.reasons)
    bare = answer(context, Question(kind="faq/what_missing", words=["what", "is", "missing"]))
    assert "moisturiser" in bare.headline + " ".join(bare.reasons)
    assert "With " not in bare.headline[:5]


def test_every_night_is_confirmed_only_for_what_is_mild(context: Context) -> None:
    words = ["can", "i", "go", "to", "every", "night"]
    strong = Question(kind="frequency", things=_names("retinol"), per_week=7, words=words)
    assert answer(context, strong).headline.startswith("Not at first")
    medicine = Question(kind="frequency", things=_names("tretinoin"), per_week=7, words=words)
    assert "prescriber" in answer(context, medicine).headline
    mild = Question(kind="frequency", things=_names("niacinamide"), per_week=7, words=words)
    assert answer(context, mild).headline.startswith("Yes")


def test_whether_something_does_harm_is_no_question_of_what_it_is_chosen_for(context: Context) -> None:
    words = ["is", "dimethicone", "bad", "for", "pores"]
    asked = Question(kind="effect", things=_names("dimethicone"), traits=["concern.pores"], words=words)
    assert "first choice" not in answer(context, asked).headline


def test_skin_that_burns_is_told_for_how_long_the_strong_things_stay_off(context: Context) -> None:
    things = _names("glycolic_acid", "tretinoin", "hyaluronic_acid")
    given = answer(context, Question(kind="red_flag", flag="burning_now", things=things, words=["burns"]))
    told = " ".join(given.reasons)
    assert "glycolic acid" in told
    assert "weeks" in told
    assert "prescribed" in told
    assert "hyaluronic" not in told
    urgent = answer(context, Question(kind="red_flag", flag="burn_or_blister", things=things, words=["blisters"]))
    assert "glycolic" not in " ".join(urgent.reasons), "nothing is offered beside it"


def test_two_acids_of_which_a_serum_is_bought_are_compared_and_not_the_serum(context: Context) -> None:
    things = [Item(id="serum"), Item(id="mandelic_acid"), Item(id="lactic_acid")]
    given = answer(context, Question(kind="comparison", things=things))
    assert "erum" not in given.headline
    assert "andelic" in given.headline
    assert "actic" in given.headline


@pytest.mark.parametrize(
    ("things", "traits", "says"),
    [
        (["retinol", "bakuchiol"], ["state.pregnant"], "Of these, bakuchiol is the gentler one."),
        (["mandelic_acid", "glycolic_acid"], ["state.rosacea"], "Of these, mandelic acid is the gentler one."),
        (["aha", "bha"], ["state.pregnant"], "Of these, AHA has less against it."),
    ],
)
def test_whoever_weighs_two_things_in_a_state_is_told_the_gentler(
    knowledge: Knowledge, texts: Texts, things: list[str], traits: list[str], says: str
) -> None:
    asked = Question(kind="comparison", things=[Item(id=name) for name in things], traits=traits, words=["or"])
    given = answer(Context(knowledge, texts, Person(traits=tuple(traits))), asked)
    assert given.verdict in ("avoid", "ask_professional")
    assert says in given.reasons


def test_of_two_medicines_in_pregnancy_none_is_called_the_gentler(knowledge: Knowledge, texts: Texts) -> None:
    asked = Question(kind="comparison", things=[Item(id="tretinoin"), Item(id="adapalene")], traits=["state.pregnant"])
    given = answer(Context(knowledge, texts, Person(traits=("state.pregnant",))), asked)
    assert not any("Of these" in reason for reason in given.reasons)


@pytest.mark.parametrize(
    ("thing", "text", "begins"),
    [
        ("coconut_oil", "is coconut oil any good for the face", "Spot-prone skin should leave coconut oil off"),
        ("isopropyl_alcohol", "is rubbing alcohol bad for my face", "Isopropyl alcohol"),
        ("lanolin", "is lanolin comedogenic", "Rather not for a spot-prone face"),
        ("marula_oil", "does marula oil clog pores", "Rather not for spot-prone skin"),
        ("sulfites", "are sulfites comedogenic", "I know of no proof"),
    ],
)
def test_whether_something_is_good_or_clogs_is_answered_first(
    context: Context, thing: str, text: str, begins: str
) -> None:
    given = answer(context, Question(kind="effect", things=[Item(id=thing)], text=text, words=text.split()))
    assert given.headline.startswith(begins)


@pytest.mark.parametrize(
    ("things", "text", "begins"),
    [
        (["mandelic_acid", "aha", "bha"], "is mandelic acid an aha or a bha", "Mandelic acid is one kind of AHA, not"),
        (["glycerin", "exfoliant"], "is glycerin an exfoliant", "No, glycerin is no exfoliant."),
        (["retinol", "retinoid"], "is retinol a retinoid", "Yes, retinol is one kind of retinoid."),
        (["panthenol"], "is panthenol an acid", "No, panthenol is no exfoliating acid."),
    ],
)
def test_whether_it_belongs_to_a_class_is_answered_first(
    context: Context, things: list[str], text: str, begins: str
) -> None:
    items = [Item(id=name) for name in things]
    given = answer(context, Question(kind="definition", things=items, text=text, words=text.split()))
    assert given.headline.startswith(begins)


@pytest.mark.parametrize(
    ("thing", "trait", "begins"),
    [
        ("exfoliant", "skin.sensitive", "For sensitive skin I would take"),
        ("vitamin_c", "skin.sensitive", "Vitamin C suits most skins"),
    ],
)
def test_of_a_sort_of_active_the_one_for_that_skin_is_said_first(
    context: Context, thing: str, trait: str, begins: str
) -> None:
    asked = Question(kind="choice", things=[Item(id=thing)], traits=[trait], words=["which", "is", "best"])
    given = answer(context, asked)
    assert given.headline.startswith((begins, "If sensitive skin wants an exfoliant"))


def test_who_wishes_a_sort_of_product_is_told_what_to_look_for_first(context: Context) -> None:
    given = answer(context, Question(kind="choice", things=[Item(id="sunscreen")], words=["any", "spf", "tips"]))
    assert given.headline.startswith("Choose a broad-spectrum")
    assert given.notes


def test_one_that_is_a_kind_of_the_other_does_no_different_job(context: Context) -> None:
    things = [Item(id="retinol"), Item(id="retinoid")]
    given = answer(context, Question(kind="comparison", things=things, words=["what", "is", "the", "difference"]))
    assert given.headline.startswith("Retinol is one kind of retinoid")


def test_a_serum_is_weighed_against_the_cream_that_is_named_with_it(context: Context) -> None:
    given = answer(context, Question(kind="comparison", things=[Item(id="serum")], words=["serum", "over", "cream"]))
    assert {"serum", "moisturiser"} == set(given.about)


def test_the_acid_for_a_need_is_chosen_among_acids(context: Context) -> None:
    asked = Question(kind="choice", traits=["concern.texture"], text="which acid for little bumps")
    assert answer(context, asked).headline.startswith("For uneven texture I would take lactic acid")


def test_of_a_product_that_is_pointed_at_its_list_is_asked_for(context: Context) -> None:
    asked = Question(kind="suitability", traits=["skin.oily"], words=["is", "this", "ok", "for", "greasy", "skin"])
    assert "ingredient list" in answer(context, asked).headline
    asked = Question(kind="suitability", traits=["skin.oily"], words=["what", "is", "ok", "for", "greasy", "skin"])
    assert "ingredient list" not in answer(context, asked).headline


def test_what_is_to_be_avoided_in_a_state_is_said_before_what_may_be_chosen(
    knowledge: Knowledge, texts: Texts
) -> None:
    context = Context(knowledge, texts, Person(traits=("state.rosacea",)))
    asked = Question(kind="choice", traits=["state.rosacea"], text="which things do i avoid with rosacea")
    assert "leave out" in answer(context, asked).headline


@pytest.mark.parametrize(
    ("words", "begins"), [("is scent bad for touchy skin", "Leave"), ("may i use scent", "No, leave")]
)
def test_a_refusal_is_no_no_to_whether_it_harms(context: Context, words: str, begins: str) -> None:
    asked = Question(
        kind="suitability", things=[Item(id="fragrance")], traits=["skin.sensitive"], words=words.split()
    )
    assert answer(context, asked).headline.startswith(begins)


def test_what_a_thing_tells_of_a_skin_is_said_where_no_rule_weighs_them(context: Context) -> None:
    asked = Question(kind="suitability", things=[Item(id="witch_hazel")], traits=["skin.oily"], words=["is", "it"])
    assert answer(context, asked).headline.startswith("Witch hazel suits oily skin at best")


def test_of_two_textures_what_weighs_them_is_said_first(context: Context) -> None:
    asked = Question(kind="choice", things=[Item(id="cleanser")], words=["a", "balm", "or", "an", "oil"])
    assert answer(context, asked).headline.startswith("Oil, balm or foam?")


@pytest.mark.parametrize(
    ("moments", "words", "key"),
    [
        (("morning", "evening"), [], "morning_and_evening"),
        ((None, None), ["one", "night", "this", "the", "next", "that"], "in_turn"),
        ((None, None), ["in", "the", "same", "week"], "in_turn"),
        ((None, None), [], "verdict.alternate_days"),
    ],
)
def test_things_used_apart_already_are_not_told_apart_once_more(
    context: Context, moments: tuple[Moment | None, Moment | None], words: list[str], key: str
) -> None:
    things = [Item(id="aha", moment=moments[0]), Item(id="retinal", moment=moments[1])]
    given = answer(context, Question(kind="compatibility", things=things, words=words))
    names = {"a": "AHA", "b": "retinal", "first": "AHA", "second": "retinal"}
    assert given.headline == context.texts.say(f"compatibility.{key}", **names)
    assert given.verdict == "alternate_days"


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (["what", "goes", "well", "with", "retinal"], "goes well"),
        (["what", "not", "to", "mix", "with", "retinal"], "apart"),
    ],
)
def test_what_goes_well_is_told_first_to_who_asks_for_that(context: Context, words: list[str], first: str) -> None:
    given = answer(context, Question(kind="compatibility", things=[Item(id="retinal")], words=words))
    assert first in given.headline


def test_what_a_thing_is_used_for_is_a_choice_for_it(context: Context) -> None:
    asked = Question(kind="effect", things=[Item(id="salicylic_acid")], traits=["concern.blackheads"], words=["helps"])
    assert answer(context, asked).headline.startswith("Yes")


def test_a_medicine_is_a_choice_that_a_doctor_makes(context: Context) -> None:
    asked = Question(kind="effect", things=[Item(id="adapalene")], traits=["concern.blackheads"], words=["helps"])
    headline = answer(context, asked).headline
    assert not headline.startswith("Yes")
    assert "one of the choices" in headline
    assert "doctor" in headline


def test_what_is_kept_from_a_person_is_no_choice_for_them(knowledge: Knowledge, texts: Texts) -> None:
    asked = Question(kind="effect", things=[Item(id="adapalene")], traits=["concern.blackheads"], words=["helps"])
    expecting = Context(knowledge, texts, Person(traits=("state.pregnant",)))
    assert not answer(expecting, asked).headline.startswith("Yes")


@pytest.mark.parametrize(("name", "asks"), [("sunscreen", False), ("toner", False), ("serum", True)])
def test_only_what_is_chosen_for_an_aim_asks_for_the_aim_first(context: Context, name: str, asks: bool) -> None:
    given = answer(context, Question(kind="choice", things=[Item(id=name)], words=["which", "one"]))
    assert given.headline.startswith("That depends on") == asks


def test_who_asks_what_to_avoid_is_told_that_first(context: Context) -> None:
    words = ["what", "should", "i", "avoid"]
    given = answer(context, Question(kind="choice", traits=["skin.sensitive"], words=words))
    assert "avoid perfume" in given.headline
    assert "avoid perfume" not in answer(context, Question(kind="choice", traits=["skin.sensitive"])).headline


@pytest.mark.parametrize(
    ("said", "things", "begins"),
    [
        ("can toner go over sunscreen", ("toner", "sunscreen"), "Better the other way round: toner first"),
        ("can toner go under sunscreen", ("toner", "sunscreen"), "Yes: toner first"),
        ("can I use moisturiser after face oil", ("moisturiser", "face_oil"), "Better the other way round: moist"),
        ("sunscreen and toner over it", ("sunscreen", "toner"), "Yes: toner first"),
        ("after moisturiser can I use face oil", ("moisturiser", "face_oil"), "Yes: moisturiser first"),
        ("is moisturiser before or after face oil", ("moisturiser", "face_oil"), "Yes: moisturiser first"),
    ],
)
def test_the_wrong_order_gets_no_yes(context: Context, said: str, things: tuple[str, str], begins: str) -> None:
    named = [Item(id=name, name=name.replace("_", " ")) for name in things]
    asked = Question(kind="compatibility", things=named, text=said, words=said.split())
    assert answer(context, asked).headline.startswith(begins)


def test_the_wait_between_two_things_is_told_before_waits_in_general(context: Context) -> None:
    given = answer(context, Question(kind="wait", things=[Item(id="sunscreen"), Item(id="makeup")]))
    assert given.headline.startswith("Sunscreen, about five minutes")


def test_no_yes_to_another_question_is_put_into_an_answer(context: Context, knowledge: Knowledge) -> None:
    needed = next(key for key, told in knowledge.told.items() if told.fact.says.startswith("Yes: moisturiser"))
    near = [Near(fact=needed, score=0.74)]
    things = [Item(id="moisturiser"), Item(id="sunscreen")]
    given = answer(context, Question(kind="faq/cream_in_sunscreen", things=things, nearest=near, confidence=0.9))
    assert not any(reason.startswith("Yes") for reason in given.reasons)


def test_a_simple_routine_tells_of_masks_only_where_they_are_asked_about(context: Context) -> None:
    plain = answer(context, Question(kind="routine", words=["simple", "routine"]))
    masked = answer(context, Question(kind="routine", words=["routine", "with", "a", "mask"]))
    assert any("are the base" in reason for reason in plain.reasons)
    assert len(plain.reasons) < len(masked.reasons)


def test_what_to_look_for_in_one_is_told_where_no_rule_forbids_it(context: Context) -> None:
    asked = Question(kind="suitability", things=[Item(id="toner")], traits=["skin.dry"])
    assert answer(context, asked).headline.startswith("For dry skin take a hydrating toner")
    unheard = msgspec.structs.replace(asked, things=[Item(id="toner")], traits=["state.rosacea"])
    assert not answer(context, unheard).headline.startswith("For")
