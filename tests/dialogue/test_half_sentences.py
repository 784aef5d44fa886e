"""Half-sentences about what was just said, each read from its words and with the kind that a classifier gives it."""

from __future__ import annotations

import pytest

from bot.answers.answer import Answer
from bot.answers.memory import Memory
from bot.answers.texts import Texts
from bot.dialogue.conversation import Message, converse
from bot.dialogue.focus import Focus, dump_focus, load_focus
from bot.dialogue.learning import remembered_traits
from bot.knowledge.base import Knowledge
from bot.nlu.reader import clean
from bot.nlu.understanding import question
from tests.dialogue.talk import READER


class Talk:
    """A conversation: a kind and a text in, the answer out."""

    def __init__(self, knowledge: Knowledge, texts: Texts) -> None:
        self.knowledge, self.texts, self.focus, self.memory = knowledge, texts, Focus(), Memory()

    def __call__(self, kind: str, text: str, confidence: float = 0.9, ranking: tuple[str, ...] = ()) -> Answer:
        asked = question(kind, confidence, READER.read(clean(text)))
        message = Message([asked], text, ranking or (kind,), confidence < 0.2)
        turned = converse(self.knowledge, self.texts, message, self.focus, self.memory)
        self.focus, self.memory = load_focus(dump_focus(turned.focus)), turned.memory
        return turned.answers[-1]

    @property
    def traits(self) -> list[str]:
        return remembered_traits(self.focus, self.memory)


@pytest.fixture
def talk(knowledge: Knowledge, texts: Texts) -> Talk:
    return Talk(knowledge, texts)


@pytest.mark.parametrize("text", ["what about the other", "and the other one then"])
def test_the_other_of_two_is_asked_the_same(talk: Talk, text: str) -> None:
    talk("comparison", "bakuchiol or retinol for lines?")
    talk("frequency", "how often bakuchiol")
    assert (given := talk("out_of_scope", text, 0.1)).about == ("retinol",)
    assert given.kind == "frequency"


def test_the_first_and_the_second_one(talk: Talk) -> None:
    talk("compatibility", "does urea go with lactic acid")
    assert talk("effect", "what does the first one do").about == ("urea",)
    assert talk("effect", "and what does the latter do").about == ("lactic_acid",)


def test_both_are_the_two_last_talked_of_one_after_the_other(talk: Talk) -> None:
    talk("effect", "what does retinol do")
    talk("effect", "what does glycolic acid do")
    given = talk("compatibility", "may i wear both tonight")
    assert (set(given.about), given.verdict) == ({"retinol", "glycolic_acid"}, "alternate_days")


@pytest.mark.parametrize(
    ("kind", "text"), [("tell", "fine, drop the glycolic acid"), ("necessity", "without the glycolic acid then")]
)
def test_what_is_taken_out_again_is_gone(talk: Talk, kind: str, text: str) -> None:
    talk("compatibility", "retinol, niacinamide and glycolic acid in one evening?")
    given = talk(kind, text)
    assert (set(given.about), given.verdict) == ({"retinol", "niacinamide"}, "yes_in_order")


def test_whoever_asks_whether_to_leave_it_out_takes_nothing_out(talk: Talk) -> None:
    talk("order", "cleanser, serum, moisturiser in which order")
    assert talk("necessity", "can i leave out the moisturiser").about == ("moisturiser",)


@pytest.mark.parametrize("text", ["what if it is mandelic acid", "and if its mandelic acid"])
def test_what_if_it_is_another_replaces_the_nearest(talk: Talk, text: str) -> None:
    talk("compatibility", "can i use glycolic acid with retinal")
    assert set(talk("definition", text).about) == {"retinal", "mandelic_acid"}


@pytest.mark.parametrize("text", ["tldr", "in one sentence please", "i don't get that", "what do you mean?"])
def test_the_answer_in_short(talk: Talk, text: str) -> None:
    given = talk("compatibility", "benzoyl peroxide and retinol")
    assert talk("nonsense", text, 0.5).headline == given.headline


@pytest.mark.parametrize("text", ["oh please, only this once", "but i really want it", "so she's wrong?"])
def test_an_answer_stands_whoever_insists(talk: Talk, text: str) -> None:
    refused = talk("suitability", "retinol while pregnant?")
    given = talk("tell", text, 0.5)
    assert refused.headline in given.headline
    assert given.sources


def test_a_real_question_is_not_taken_for_insisting(talk: Talk) -> None:
    talk("suitability", "i'm pregnant, is retinol ok")
    assert talk("frequency", "come on, how many nights a week").verdict == "avoid"


def test_nothing_is_said_again_before_anything_was_said(talk: Talk) -> None:
    assert talk("nonsense", "tldr").kind == "nonsense"


def test_after_a_report_only_the_report_is_repeated(talk: Talk) -> None:
    talk("compatibility", "can i use niacinamide with vitamin c")
    report = talk("reaction", "my face burns since the peel")
    assert talk("nonsense", "shorter").headline == report.headline
    assert report.headline in talk("tell", "come on").headline


def test_what_may_be_an_illness_is_handed_over_however_it_is_worded(talk: Talk, texts: Texts) -> None:
    talk("effect", "what does retinol do")
    given = talk("medical", "come on, whats this lump really?", 0.1, ("medical", "effect"))
    assert given.headline == texts.say("safety.undiagnosed")


@pytest.mark.parametrize("text", ["what could he take instead", "anything else she can use instead?"])
def test_instead_is_what_the_refusal_names(talk: Talk, knowledge: Knowledge, text: str) -> None:
    refused = talk("suitability", "my son is 12, can he have retinol")
    rule = knowledge.interactions[refused.decided_by[0]]
    assert talk("out_of_scope", text, 0.1).headline == rule.do


def test_the_mask_is_the_one_just_talked_of(talk: Talk) -> None:
    talk("definition", "what is a gel mask")
    talk("definition", "what is squalane")
    assert talk("frequency", "how often can i wear that mask").about == ("mask.gel",)


def test_the_glycolic_one_is_the_mask_that_holds_it(talk: Talk) -> None:
    talk("compatibility", "salicylic acid sheet mask and niacinamide")
    given = talk("walk_start", "only the salicylic one then")
    assert given.walk is not None
    assert talk.focus.walk is not None
    assert [item.contains for item in talk.focus.walk.items] == [("salicylic_acid",)]


# --- For whom ---


def test_somebody_elses_skin_is_heeded_and_not_kept(talk: Talk) -> None:
    talk("choice", "i have oily skin, which mask?")
    for_her = talk("tell", "same for my sister, hers is dry")
    assert "dry skin" in for_her.headline
    assert "oily" in talk("choice", "and which serum for me").headline
    assert talk.traits == ["skin.oily"]
    assert talk.focus.other == []


def test_a_childs_age_holds_as_long_as_the_child_is_talked_of(talk: Talk) -> None:
    talk("suitability", "my niece is 10, is a clay mask ok for her")
    assert talk("compatibility", "and a retinol serum?").verdict == "avoid"
    assert "state.child" not in talk.traits
    assert talk("suitability", "and could i have retinol").verdict is None


def test_ones_own_state_is_heeded_for_others_too(talk: Talk) -> None:
    """Whose retinol it is is easily misread: rather a refusal too many."""
    talk("tell", "i'm pregnant")
    assert talk("suitability", "is retinol ok for my brother").verdict == "avoid"


@pytest.mark.parametrize("text", ["no no, not me, my wife is pregnant", "i'm not pregnant, my friend is"])
def test_a_state_is_taken_back(talk: Talk, text: str) -> None:
    talk("suitability", "pregnant here, is retinol ok")
    assert talk.traits == ["state.pregnant"]
    headline = talk("tell", text).headline
    assert "no longer" in headline or "not as yours" in headline
    assert talk("suitability", "then is retinol for me").verdict is None
    assert talk.traits == []


@pytest.mark.parametrize(
    "text",
    [
        "what if i was not pregnant",
        "pretend i'm not pregnant",
        "i'm not sure if i'm pregnant",
        "maybe i am not pregnant",
        "why not pregnant women",
        "i'm not only pregnant but tired",
    ],
)
def test_what_is_no_plain_denial_takes_nothing_back(talk: Talk, text: str) -> None:
    talk("tell", "i'm pregnant")
    talk("tell", text)
    assert "state.pregnant" in talk.traits


def test_sore_skin_is_not_talked_away(talk: Talk) -> None:
    talk("reaction", "my skin burns")
    talk("tell", "my skin is not broken skin")
    assert "state.broken_skin" in talk.traits


# --- Lists and steps ---


def test_what_is_asked_of_a_pasted_list(talk: Talk, texts: Texts, knowledge: Knowledge) -> None:
    talk.focus = Focus(listed=["lactic_acid", "panthenol"])
    assert talk("faq/alcohols_on_label", "does it contain retinol", 0.5).headline.startswith("I see no")
    assert "lactic acid" in talk("effect", "is there an AHA in it").headline


def test_a_step_is_skipped_or_begun_again_in_passing(talk: Talk) -> None:
    talk("walk_start", "walk me through a clay mask and niacinamide")
    assert (skipped := talk("faq/mask_before_cleansing", "washed before, so skip it", 0.4)).walk is not None
    assert skipped.walk.at == 2
    again = talk("walk_next", "the cat was in it, i begin again", 0.4)
    assert again.walk is not None
    assert again.walk.at == 1


def test_the_time_of_a_step_heeds_the_skin(talk: Talk) -> None:
    talk("walk_start", "walk me through a clay mask and niacinamide")
    talk("walk_next", "next")
    talk("tell", "i have sensitive skin")
    assert talk("duration", "less time then?", 0.1).reasons


def test_why_not_oftener_names_what_too_much_does(talk: Talk, knowledge: Knowledge) -> None:
    talk("frequency", "how often mandelic acid")
    cautions = {fact.says for fact in knowledge.facts("mandelic_acid", "caution")}
    assert talk("why", "why only so seldom").headline in cautions


def test_a_step_that_is_named_is_left_out_wherever_one_stands(talk: Talk) -> None:
    talk("walk_start", "walk me through a clay mask and niacinamide")
    given = talk("walk_skip", "skip the mask")
    assert "Without the clay mask" in given.headline
    assert given.walk is not None
    assert (given.walk.at, given.walk.of) == (1, 3)
    assert "niacinamide" in talk("walk_next", "next").headline


def test_who_is_not_sure_of_a_step_is_told_what_it_is_for(talk: Talk) -> None:
    talk("walk_start", "walk me through a clay mask and niacinamide")
    step = talk("unsure", "i am not sure")
    assert (step.kind, bool(step.reasons)) == ("why", True)
    assert "step 1 of" in step.notes[-1]


def test_who_comes_back_to_a_step_hears_what_follows(talk: Talk) -> None:
    talk("walk_start", "walk me through a clay mask and niacinamide")
    talk("frequency", "how often a clay mask")
    back = talk("walk_resume", "continue")
    assert back.walk is not None
    assert back.walk.at == 1
    assert "clay mask" in back.notes[-1]


def test_what_is_surely_not_ours_is_no_half_sentence(talk: Talk) -> None:
    talk("effect", "what does niacinamide do")
    assert talk("out_of_scope", "what is the normal serum calcium", 0.5).kind == "out_of_scope"
    assert talk("out_of_scope", "what about salicylic acid", 0.5).kind == "effect"


def test_what_follows_begins_with_what_comes_after(talk: Talk) -> None:
    talk("definition", "a serum")
    assert talk("walk_next", "what goes on after that", 0.5).headline.startswith("After the serum: moisturiser.")


def test_every_night_is_not_for_the_beginning(talk: Talk) -> None:
    talk("effect", "what does retinol do")
    assert talk("frequency", "can i use it every night").headline.startswith("Not at first")
    assert talk("frequency", "and twice a week?").headline.startswith("Yes")


def test_why_says_more_than_the_answer_did(talk: Talk) -> None:
    answer = talk("compatibility", "retinol and vitamin c")
    why = talk("why", "why?")
    assert {*why.reasons} - {answer.headline, *answer.reasons}


def test_a_masks_result_is_set_beside_a_serums(talk: Talk, knowledge: Knowledge) -> None:
    talk("frequency", "how often a mask")
    lasting = {fact.says for fact in knowledge.facts("serum", "results")}
    assert lasting & {*talk("results", "how long before i see results").reasons}


def test_one_more_thing_joins_those_talked_of(talk: Talk) -> None:
    talk("compatibility", "can a hyaluronic acid serum go with a gel mask")
    joined = talk("tell", "and also a face oil", 0.1, ("tell", "medical"))
    assert set(joined.about) == {"mask.gel", "hyaluronic_acid", "face_oil"}
    assert "face oil" in talk("order", "so what order is it").headline


def test_one_more_thing_is_weighed_like_any_other(talk: Talk) -> None:
    talk("compatibility", "retinol with niacinamide?")
    assert talk("tell", "and also glycolic acid", 0.1).verdict == "alternate_days"


@pytest.mark.parametrize("text", ["ok ok. when then", "so when?", "when exactly"])
def test_when_is_answered_by_the_rule_that_decided(talk: Talk, knowledge: Knowledge, text: str) -> None:
    decided = talk("compatibility", "retinol and glycolic acid").decided_by
    assert talk("affirm", text, 0.3).headline == knowledge.interactions[decided[0]].do


def test_when_without_such_a_rule_is_the_time_of_day(talk: Talk) -> None:
    talk("effect", "what does retinol do")
    assert talk("nonsense", "so when?", 0.3).kind == "time_of_day"


def test_why_two_things_are_kept_apart_is_about_the_two(talk: Talk) -> None:
    assert talk("faq/why_evening", "why aren't retinol and glycolic acid on one night", 0.5).kind == "compatibility"


def test_the_acid_is_the_one_of_them_that_is_one(talk: Talk) -> None:
    talk("compatibility", "salicylic acid and retinol in one night?")
    corrected = talk("definition", "wat about hyaluronic insted of the acid", 0.1)
    assert set(corrected.about) == {"retinol", "hyaluronic_acid"}


def test_what_is_told_is_said_back_where_the_rest_was_not_understood(talk: Talk) -> None:
    told = talk("out_of_scope", "preggers and brekin out like mad", 0.3)
    assert "pregnancy" in told.headline
    assert any("retinoid" in reason for reason in told.reasons)


def test_why_it_stands_is_said_once(talk: Talk) -> None:
    talk("tell", "i have sensitive skin")
    talk("choice", "which serum for sensitive skin")
    stands = talk("tell", "come on, i like it strong")
    assert sum("told me" in sentence for sentence in (*stands.reasons, *stands.notes)) == 1


def test_rest_nights_of_the_week_that_was_planned(talk: Talk) -> None:
    talk("routine", "plan a week with retinol and a clay mask")
    resting = talk("faq/bedtime", "does my skin get a night off in there", 0.1)
    assert resting.headline.startswith("Yes, ")
    assert "day" in resting.headline
    assert talk("faq/skin_cycling", "why rest nights").kind == "faq/skin_cycling"


def test_what_goes_first_is_not_whether_it_may(talk: Talk) -> None:
    assert talk("order", "does vitamin c go ahead of moisturiser", 0.4).kind == "order"
    assert talk("time_of_day", "should i put aloe on it", 0.2).kind == "suitability"


def test_what_hardly_irritates_may_be_used_often_from_the_start(talk: Talk) -> None:
    assert talk("frequency", "niacinamide twice a day?").headline.startswith("Yes")
    assert talk("frequency", "lactic acid three times a week?").headline.startswith("Not at first")


def test_one_for_somebody_is_a_choice_whatever_was_asked_before(talk: Talk) -> None:
    talk("frequency", "how often a clay mask")
    assert talk("comparison", "and a serum for her", 0.1).kind == "choice"
    talk("frequency", "how often a clay mask")
    assert talk("compatibility", "and clay for a minute?", 0.1).kind != "choice"


def test_what_somebody_tells_after_which_one_is_what_it_depends_on(talk: Talk) -> None:
    talk("choice", "what mask for my mum")
    told = talk("tell", "her skin is really dry and she has rosacea")
    assert told.kind == "choice"
    assert "bland" in told.headline  # What rosacea asks for comes before what dry skin does.
    assert talk("definition", "clay?").kind == "suitability"


@pytest.mark.parametrize("text", ["better now, can i go on?", "can i carry on"])
def test_whoever_wants_to_go_on_after_a_reaction_is_told_how_to_begin_again(talk: Talk, text: str) -> None:
    talk("walk_start", "walk me through a clay mask")
    talk("reaction", "it burns")
    assert talk("medical", text).kind == "faq/restart_actives"


def test_one_or_the_other_is_weighed_and_not_put_together(talk: Talk) -> None:
    assert talk("tell", "clay or sheet mask for the shiny parts", 0.1).kind == "comparison"
    assert talk("tell", "clay and sheet mask on the shiny parts", 0.1).kind == "compatibility"


def test_a_strength_without_a_name_is_of_what_was_talked_of(talk: Talk) -> None:
    talk("effect", "what does niacinamide do")
    assert "niacinamide at 2 to 5%" in talk("choice", "and what strength to start with").headline
