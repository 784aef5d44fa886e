"""look.yml: what it sets is said, every mistake in it is named, and no colours come out that cannot be read."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot import schemas
from bot.answers import kinds, person, smalltalk
from bot.answers.colours import READS, USUAL, Colours, Palette, as_css, contrast, readable_on, unreadable
from bot.answers.context import Context
from bot.answers.look import Look, Privacy, load_look
from bot.answers.memory import Memory, StoredPerson
from bot.answers.question import Question
from bot.answers.texts import Texts, load_texts
from bot.cli import app
from bot.framework.root_pages import widget
from bot.knowledge.base import Knowledge
from bot.knowledge.files import KnowledgeError
from bot.rules.items import Person
from bot.settings import SettingsError
from tests.conftest import ROOT, free_port

ANSWERS = ROOT / "data/answers"
SHOP = Look(
    name="Mira {of} Oatmoor",
    greeting="Good day {to you}.",
    contact="help@oatmoor.example or 020 7946 0000",
    privacy=Privacy(says="We keep it for a month.", page="https://oatmoor.example/privacy"),
)
KEYS = [*Look.__struct_fields__, "light", "dark", "accent", "page", "a.b"]
COLOURS = st.from_regex(r"\A#[0-9a-f]{6}\Z")


@pytest.fixture(scope="module")
def shop(knowledge: Knowledge) -> Context:
    return Context(knowledge, load_texts(ANSWERS, SHOP), Person())


def written(folder: Path, text: str) -> Path:
    path = folder / "look.yml"
    path.write_text(text, encoding="utf-8")
    return path


def mistakes(folder: Path, text: str) -> dict[str, str]:
    with pytest.raises(KnowledgeError) as raised:
        load_look(written(folder, text))
    assert {problem.file for problem in raised.value.problems} == {"look.yml"}
    return {problem.path: problem.message for problem in raised.value.problems}


def test_the_file_as_it_comes_changes_nothing() -> None:
    look = load_look(ROOT / "look.yml")
    assert as_css(look.colours) == {}
    assert (look.name, look.greeting, look.tone, look.contact, look.privacy) == ("Lamella", "", "warm", "", Privacy())


def test_name_and_greeting_are_said_as_they_are_written(shop: Context) -> None:
    assert smalltalk.answer(shop, Question(kind="greet")).headline == "Good day {to you}."
    assert "I'm Mira {of} Oatmoor," in smalltalk.answer(shop, Question(kind="bot_challenge")).headline
    assert shop.texts.say("shell.begins", leave="/stop").startswith("This is Mira {of} Oatmoor.")


@pytest.mark.parametrize("kind", ["human", "feedback_unhelpful", "out_of_scope", "forget_me"])
def test_who_needs_a_person_is_told_where_one_is_reached(shop: Context, texts: Texts, kind: str) -> None:
    question = Question(kind=kind, words=["where", "is", "my", "order"])
    say = person.forgotten if kind == "forget_me" else smalltalk.answer
    assert "help@oatmoor.example or 020 7946 0000" in "".join(say(shop, question).notes)
    assert say(shop._replace(texts=texts), question).notes == ()


def test_no_address_where_no_person_of_the_shop_can_help(shop: Context) -> None:
    about_a_dog = Question(kind="out_of_scope", words=["my", "dog"])
    for question in (Question(kind="greet"), about_a_dog, Question(kind="reaction")):
        given_answer = kinds.answer(shop, question)
        assert "oatmoor.example" not in str(given_answer)


def test_who_asks_what_is_kept_is_told_the_owners_words_too(shop: Context, texts: Texts) -> None:
    kept, asked = Memory(person=StoredPerson(traits=("skin.oily",))), Question(kind="what_do_you_know")
    for memory in (Memory(), kept):
        notes = person.known(shop, asked, memory, ()).notes
        assert notes[-2:] == ("We keep it for a month.", "More about your data: https://oatmoor.example/privacy")
        assert not set(notes[-2:]) & set(person.known(shop._replace(texts=texts), asked, memory, ()).notes)


def test_the_plain_tone_says_other_words_and_only_where_it_has_some() -> None:
    warm, plain = load_texts(ANSWERS), load_texts(ANSWERS, Look(tone="plain"))
    assert set(warm) == set(plain)
    differ = {key for key in warm if warm._sentences[key] != plain._sentences[key]}
    assert {key.partition(".")[0] for key in differ} == {"smalltalk", "person"}
    assert plain.say("smalltalk.goodbye") == "Goodbye."
    # What a sentence asks for the sake of somebody's health, no tone leaves out.
    for key in differ:
        if re.search("doctor|pharmacist", str(warm._sentences[key])):
            assert re.search("doctor|pharmacist", str(plain._sentences[key])), key


@pytest.mark.parametrize(
    ("plain", "place", "says"),
    [
        ("smalltalk: {gret: 'Hi.'}", "smalltalk.gret", "no sentence of that name"),
        ("smalltalk: {examples: 'Hi.'}", "smalltalk.examples", "no sentence of that name"),
        ("person: {told: 'Noted: {skin}.'}", "person.told", "has the place {skin}"),
    ],
)
def test_a_plain_sentence_that_fits_nowhere_is_named(tmp_path: Path, plain: str, place: str, says: str) -> None:
    for path in ANSWERS.glob("*.yml"):
        (tmp_path / path.name).write_text(plain if path.stem == "plain" else path.read_text())
    with pytest.raises(KnowledgeError) as raised:
        load_texts(tmp_path)
    (problem,) = raised.value.problems
    assert (problem.file, problem.path) == ("plain.yml", place)
    assert says in problem.message


def test_every_mistake_is_named_at_once_with_what_is_allowed(tmp_path: Path) -> None:
    found = mistakes(
        tmp_path,
        """
        name: ""
        greting: Hi
        greeting: [Hi]
        tone: friendly
        contact: "one\\ntwo"
        colours:
          theme: neon
          light: {accent: blue, text: "#999999", "muted.x": 1}
          dark: {ground: #131a17
                }
        privacy: {page: shop.example, says: %s}
        """
        % ("x" * 401),
    )
    colour = 'expected a colour of six digits, in quotes because of its #, as in "#2f5d50"'
    assert found.pop("colours.light.text").startswith("text (#999999) on ground of cautions (#fcefd6) has a contrast")
    assert found == {
        "name": "is empty",
        "greting": "there is no such setting; there are name, greeting, tone, contact, colours, privacy",
        "greeting": "expected a text, in quotes; leave the line out to have Lamella's own",
        "tone": "expected warm or plain",
        "contact": "expected a single line",
        "colours.theme": "expected system, light or dark",
        "colours.light.accent": colour,
        "colours.light.muted.x": "there is no such setting; there are accent, surface, ground, text, muted, line",
        "colours.dark.ground": colour,
        "privacy.page": "expected the address of your page, as in https://shop.example/privacy",
        "privacy.says": "is too long: 400 characters at most",
    }


@pytest.mark.parametrize("text", ["- a", "a text", "name: [", "name: A\nname: B"])
def test_what_is_no_file_of_settings_is_said(tmp_path: Path, text: str) -> None:
    assert mistakes(tmp_path, text)


def test_sections_whose_lines_are_all_left_out_are_fine(tmp_path: Path) -> None:
    assert load_look(written(tmp_path, "colours:\n  light:\nprivacy:\n")) == Look()
    assert load_look(written(tmp_path, "# nothing\n")) == Look()


CONTENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=3), inner, max_size=4) | st.lists(inner),
    max_leaves=12,
)


@given(content=CONTENTS)
def test_whatever_stands_there_is_read_or_named(tmp_path_factory: pytest.TempPathFactory, content: Any) -> None:
    path = written(tmp_path_factory.mktemp("look"), yaml.safe_dump(content))
    try:
        found: object = load_look(path)
    except KnowledgeError as error:
        found = [problem.message for problem in error.problems]
    assert isinstance(found, Look) or all(found)  # type: ignore[call-overload]


def test_the_environment_names_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, "name: Mira")
    monkeypatch.setenv("LAMELLA_LOOK", str(tmp_path / "look.yml"))
    assert load_look().name == "Mira"
    monkeypatch.setenv("LAMELLA_LOOK", str(tmp_path / "missing.yml"))
    with pytest.raises(KnowledgeError, match=r"LAMELLA_LOOK: .*missing\.yml: there is no such file"):
        load_look()
    monkeypatch.delenv("LAMELLA_LOOK")
    monkeypatch.chdir(ROOT / "tests")
    assert load_look() == Look()


@pytest.mark.parametrize("command", [["check"], ["serve", "--port", str(free_port())]])
def test_nothing_starts_with_a_mistake_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("LAMELLA_LOOK", str(written(tmp_path, "tone: shrill\nname: ''")))
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 1
    assert result.output.splitlines()[-3:] == [
        "look.yml: tone: expected warm or plain",
        "look.yml: name: is empty",
        "2 to mend.",
    ]


def test_a_server_started_by_rasa_says_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAMELLA_LOOK", str(written(tmp_path, "tone: shrill")))
    with pytest.raises(SettingsError, match=r"look\.yml: tone: expected warm or plain"):
        widget()


def test_the_schema_knows_what_is_read(tmp_path: Path) -> None:
    checks = jsonschema.Draft202012Validator(json.loads(schemas.schemas()["look.json"]))
    assert list(checks.iter_errors(yaml.safe_load((ROOT / "look.yml").read_text()))) == []
    for wrong in ({"tone": "shrill"}, {"colour": {}}, {"colours": {"light": {"accent": "blue"}}}, {"name": ""}):
        assert list(checks.iter_errors(wrong)), wrong
        assert mistakes(tmp_path, yaml.safe_dump(wrong))


def test_the_usual_colours_are_the_widgets_and_can_be_read() -> None:
    styles = (ROOT / "web/lamella.js").read_text(encoding="utf-8")
    for name in Palette.__struct_fields__:
        (pair,) = re.findall(rf"--{name}: var\(--lamella-{name}, light-dark\((.+?), (.+?)\)\)", styles)
        assert [colour.replace("#fff", "#ffffff") if len(colour) == 4 else colour for colour in pair] == [
            USUAL["light"][name],
            USUAL["dark"][name],
        ]
    for over, under in (("text", "surface"), ("text", "ground"), ("muted", "surface"), ("muted", "ground")):
        assert min(contrast(USUAL[theme][over], USUAL[theme][under]) for theme in USUAL) >= READS


def test_contrast_is_counted_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ff0000", "#0000ff") == pytest.approx(2.15, abs=0.01)


@given(accent=COLOURS)
def test_the_text_on_any_accent_reads(accent: str) -> None:
    assert contrast(readable_on(accent), accent) >= READS


@given(
    light=st.dictionaries(st.sampled_from(Palette.__struct_fields__), COLOURS, max_size=6),
    dark=st.dictionaries(st.sampled_from(Palette.__struct_fields__), COLOURS, max_size=6),
)
def test_what_is_not_complained_of_can_be_read(light: dict[str, str], dark: dict[str, str]) -> None:
    colours = Colours(light=Palette(**light), dark=Palette(**dark))
    said = {place.partition(".")[0] for place, _ in unreadable(colours)}
    for theme in set(USUAL) - said:
        shown = colours.of(theme)
        for over in ("text", "muted"):
            assert min(contrast(shown[over], shown[under]) for under in ("surface", "ground")) >= READS
    assert all(re.fullmatch(r"light-dark\(#\w{6}, #\w{6}\)", value) for value in as_css(colours).values())
