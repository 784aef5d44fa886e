"""docs/editing.md, done literally: its pieces are put where it says, load without a mistake, and are understood."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from bot import schemas
from bot.answers.texts import load_texts
from bot.knowledge.base import Knowledge
from bot.knowledge.files import KnowledgeError, load
from bot.nlu.reader import Reader
from bot.rules.compatibility import compatibility
from bot.rules.contradictions import problems
from bot.rules.items import Item
from tests.conftest import ROOT

GUIDE = (ROOT / "docs/editing.md").read_text(encoding="utf-8")
AROUND = """
sources: [{id: general, title: General}]
slots: [{id: mask_sheet, name: sheet mask, says: Sheet., sources: [general], grade: D}]
things:
  - {id: face_oil, kind: class, name: face oil}
  - {id: mask.clay, kind: mask, name: clay mask}
  - {id: mask.sheet, kind: mask, name: sheet mask}
  - {id: concern.dryness, kind: concern, name: dry skin}
"""
"""What the guide's pieces lean on: all of the knowledge would take a second to load for each mistake."""
PIECES = re.findall(r"^```yaml\n# (data/\S+)\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of data/ with every piece of the guide in its place."""
    folder = tmp_path_factory.mktemp("edited")
    shutil.copytree(ROOT / "data", folder / "data")
    for name, text in PIECES:
        path = folder / name
        there: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
        for key, value in yaml.safe_load(text).items():
            there[key] = there.get(key, []) + value if isinstance(value, list) else value
        path.write_text(yaml.safe_dump(there, allow_unicode=True), encoding="utf-8")
    return folder / "data"


@pytest.fixture(scope="module")
def knowing(edited: Path) -> Knowledge:
    return load(edited / "knowledge")


def test_what_the_guide_adds_is_known_and_understood(edited: Path, knowing: Knowledge) -> None:
    assert problems(knowing) == []
    assert [mention.id for mention in Reader(knowing).read("seabuckthorn oil on a foil mask").things] == [
        "sea_buckthorn_oil",
        "mask.foil",
    ]
    found = compatibility(knowing, [Item(id="sea_buckthorn_oil"), Item(id="mask.clay")])
    assert (found.verdict, found.rules[0].id) == ("yes_in_order", "sea-buckthorn-clay")
    assert "empty_jars" in knowing.faq
    assert load_texts(edited / "answers").say("smalltalk.greet").startswith("Ahoy!")


def test_every_intent_that_the_guide_names_has_examples_and_an_answer(edited: Path, knowing: Knowledge) -> None:
    intents = yaml.safe_load((edited / "nlu/shop.yml").read_text())["nlu"]
    assert [entry["intent"] for entry in intents] == ["faq/empty_jars", "greet"]
    assert all(entry["intent"].removeprefix("faq/") in {*knowing.faq, "greet"} for entry in intents)


def test_a_mistake_is_named_as_the_guide_says(edited: Path, tmp_path: Path) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(edited / "knowledge", folder)
    path = folder / "shop.yml"
    content = yaml.safe_load(path.read_text())
    del content["things"][0]["facts"][0]["sources"]
    path.write_text(yaml.safe_dump(content))
    with pytest.raises(KnowledgeError) as raised:
        load(folder)
    assert "shop.yml: things[0] (sea_buckthorn_oil).facts[0]: Object missing required field `sources`" in GUIDE
    assert str(raised.value.problems[0]).splitlines()[0] in GUIDE


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("aliases: [sea", "alias: [sea", "did you mean aliases?; there are id, kind, name"),
        ("is_a: [face_oil]", "is_a: [face_oils]", "unknown thing face_oils; did you mean face_oil?"),
        ("verdict: yes_in_order", "verdict: yes in order", "allowed are alternate_days, ask_professional, avoid"),
        ("verdict: yes_in_order", "verdict: yes", "yes and no, and whatever begins with them before a comma, need"),
        ('says: "Yes, bring', "says: Yes, bring", "need quotes"),
        ("grade: D}", "grade: E}", "Invalid enum value 'E'; allowed are A, B, C, D"),
        ("sources: [our-shop]", "sources: [ourshop]", "unknown source ourshop; did you mean our-shop?"),
        ('says: "A clay mask takes', "says: Mind: a clay mask takes", "a text with a colon in it needs quotes"),
        ("    kind: ingredient", "   kind: ingredient", "the lines of one entry have to begin in one column"),
        ("    kind: ingredient", "\tkind: ingredient", "indent with spaces"),
        ('title: "Our shop"', 'title: "Our shop', "a quote, a bracket or a comma is missing here or just before"),
        ("per_week: [1, 2]", "per_week: 2", "expected a list in brackets, as in [one, two]"),
        ("slot: mask_sheet", "slot: mask_foil", "unknown slot mask_foil; there are "),
        ("id: mask.foil", "id: foil mask", "an id is made of small letters, digits, _ and ."),
        ("faq:\n", "things:\n", "the key 'things' stands here 2 times"),
    ],
)
def test_what_is_easily_got_wrong_is_said_so_that_it_can_be_mended(
    tmp_path: Path, before: str, after: str, said: str
) -> None:
    (tmp_path / "around.yml").write_text(AROUND, encoding="utf-8")
    pieces = [text for name, text in PIECES if name == "data/knowledge/shop.yml"]
    ingredient, rule, mask, question = pieces
    text = "".join((ingredient, mask.replace("things:\n", ""), rule, question))
    assert before in text
    (tmp_path / "shop.yml").write_text(text, encoding="utf-8")
    assert load(tmp_path).things["mask.foil"]
    (tmp_path / "shop.yml").write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError) as raised:
        load(tmp_path)
    assert any(problem.file == "shop.yml" and said in problem.message for problem in raised.value.problems)


def test_the_schemas_are_those_of_the_code_and_fit_every_file(edited: Path) -> None:
    for name, text in schemas.schemas().items():
        written = ROOT / "data/schemas" / name
        assert written.read_text(encoding="utf-8") == text, f"{name} is old: run `make docs`"
        checks = jsonschema.Draft202012Validator(json.loads(text))
        of_it = [ROOT / "look.yml"] if name == "look.json" else (edited / name.removesuffix(".json")).glob("*.yml")
        for path in sorted(of_it):
            assert list(checks.iter_errors(yaml.safe_load(path.read_text(encoding="utf-8")))) == [], path.name


@pytest.mark.parametrize(
    "broken",
    [
        {"things": [{"id": "x", "kind": "ingredient"}]},
        {"things": [{"id": "x", "kind": "potion", "name": "x"}]},
        {"thing": []},
        {
            "interactions": [
                {"id": "x", "between": ["a", "b"], "verdict": "maybe", "says": "", "sources": [], "grade": "A"}
            ]
        },
    ],
)
def test_an_editor_underlines_what_does_not_load(broken: dict[str, Any]) -> None:
    checks = jsonschema.Draft202012Validator(json.loads(schemas.schemas()["knowledge.json"]))
    assert list(checks.iter_errors(broken))
