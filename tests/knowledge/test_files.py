"""The knowledge files load, and every mistake is named with file, place and problem."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.base import Knowledge
from bot.knowledge.files import KnowledgeError, load
from bot.rules.contradictions import differences, problems

GOOD = """
sources:
  - {id: book, title: A book}
things:
  - id: clay
    kind: mask
    name: clay mask
    facts:
      - {topic: effect, says: Clay takes up oil., sources: [book], grade: C}
"""


def _problems(folder: Path, **files: str) -> list[str]:
    (folder / "good.yml").write_text(GOOD)
    for name, content in files.items():
        (folder / f"{name}.yml").write_text(content)
    with pytest.raises(KnowledgeError) as raised:
        load(folder)
    return [str(problem) for problem in raised.value.problems]


def test_the_projects_own_files_hold_no_mistake(knowledge: Knowledge) -> None:
    assert knowledge.things
    assert knowledge.interactions


def test_a_good_file_loads(tmp_path: Path) -> None:
    (tmp_path / "good.yml").write_text(GOOD)
    assert load(tmp_path).facts("clay", "effect")[0].says == "Clay takes up oil."


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (
            "things: [{id: gel, kind: mask, name: gel mask, facts: [{topic: effect, says: Cools., grade: C}]}]",
            "bad.yml: things[0] (gel).facts[0]: Object missing required field `sources`",
        ),
        (
            "things: [{id: gel, kind: mask, name: gel, facts: [{topic: effect, says: Cools., sources: [], grade: C}]}]",
            "bad.yml: things[0] (gel).facts[0].sources: has no source",
        ),
        (
            "things: [{id: gel, kind: mask, name: gel, inci: [Mica]}, {id: mud, kind: mask, name: mud, inci: [MICA]}]",
            "bad.yml: things[1] (mud).inci: the label name 'mica' already belongs to gel",
        ),
        (
            "things: [{id: gel, kind: mask, name: gel, contains: [nothing], concerns: [none]}]",
            "bad.yml: things[0] (gel).contains: unknown thing nothing",
        ),
        (
            "essentials: [{of: [clay], says: off soon, unless: dries, kinds: [usage], sources: [book], grade: C}]",
            "bad.yml: essentials[0].unless: does not match what the entry itself says",
        ),
        (
            "essentials: [{of: [mud], says: off soon, unless: soon, kinds: [usage], sources: [book], grade: C}]",
            "bad.yml: essentials[0].of: unknown thing mud",
        ),
        (
            "sources: [{id: a, title: A, url: 'https://a.org'}, {id: b, title: B, url: 'https://a.org'}]",
            "bad.yml: sources[1] (b).url: the address is that of a",
        ),
        (
            "interactions: [{id: one, between: [clay, clay], verdict: avoid, says: No., sources: [book], grade: C}, "
            "{id: two, between: [clay, clay], verdict: 'yes', says: Yes., sources: [book], grade: C}]",
            "bad.yml: interactions[1] (two).between: one is for the same two",
        ),
        (
            "interactions: [{id: one, between: [clay, clay], verdict: 'yes', apart_hours: 24, says: Yes., "
            "sources: [book], grade: C}]",
            "bad.yml: interactions[0] (one).apart_hours: hours apart belong to `avoid`",
        ),
        (
            "facts: [{topic: effect, says: Cools., sources: [nowhere], grade: C, about: [clay]}]",
            "bad.yml: facts[0].sources: unknown source nowhere",
        ),
        (
            "facts: [{topic: effect, says: Cools., sources: [book], grade: E, about: [clay]}]",
            "bad.yml: facts[0].grade: Invalid enum value 'E'",
        ),
        (
            "facts: [{topic: effect, says: '', sources: [book], grade: C, about: [clay]}]",
            "bad.yml: facts[0].says: says nothing",
        ),
        (
            "interactions: [{id: r, between: [clay, gold], verdict: 'yes', says: Ok., sources: [book], grade: C}]",
            "bad.yml: interactions[0] (r).between: unknown thing gold",
        ),
        (
            "interactions: [{id: r, between: [clay, clay], verdict: maybe, says: Ok., sources: [book], grade: C}]",
            "bad.yml: interactions[0] (r).verdict: Invalid enum value 'maybe'",
        ),
        (
            "interactions: [{id: r, between: [clay, clay], verdict: avoid, says: N, first: x, sources: [a], grade: C}]",
            "bad.yml: interactions[0] (r): x is not one of `between`",
        ),
        ("things: [{id: clay, kind: mask, name: other}]", "bad.yml: things[0] (clay): the id clay is taken"),
        (
            "things: [{id: mud, kind: mask, name: Clay Mask}]",
            "the name 'clay mask' already belongs to",
        ),
        (
            "things: [{id: a, kind: class, name: a a, is_a: [b]}, {id: b, kind: class, name: b b, is_a: [a]}]",
            "bad.yml: things[0] (a).is_a: is its own ancestor",
        ),
        ("thing: []", "bad.yml: thing: unknown list; allowed are sources, things"),
        ("things: [{id: a, kind: class, name: n, colour: red}]", "contains unknown field `colour`"),
        ("things: {id: a}", "bad.yml: things: expected a list"),
        ("- a", "bad.yml: file: expected some of the lists"),
        ("things: [", "bad.yml: line 2, column 1:"),
        ("things: []\nthings: []", "bad.yml: line 1, column 1: the key 'things' stands here 2 times"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, content: str, named: str) -> None:
    problems = _problems(tmp_path, bad=content)
    assert any(named in problem for problem in problems), problems


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    problems = _problems(tmp_path, bad="thing: []", worse="things: [{id: a}]")
    assert len(problems) == 2


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "bad.yml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(KnowledgeError, match=r"bad\.yml: line 1: is not saved as UTF-8"):
        load(tmp_path)


def test_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="holds no knowledge file"):
        load(tmp_path)


def test_what_rests_on_nothing_opened_is_grade_d(knowledge: Knowledge) -> None:
    for entry in (*knowledge.all_facts, *knowledge.interactions.values()):
        if entry.sources == ("general",):
            assert entry.grade == "D", entry.says


def test_nothing_is_called_safe(knowledge: Knowledge) -> None:
    """What is unknown is not safe, and what is known has a better word."""
    for entry in (*knowledge.all_facts, *knowledge.interactions.values()):
        words = entry.says.lower().replace("not “unsafe”", "").replace("not safe", "")
        assert " is safe" not in words, entry.says
        assert " are safe" not in words, entry.says


CONTRADICTING = """
things:
  - {id: acid, kind: class, name: acid}
  - {id: lactic, kind: ingredient, name: lactic acid, is_a: [acid]}
  - {id: mild, kind: class, name: mild thing}
  - {id: aloe, kind: ingredient, name: aloe, is_a: [mild]}
interactions:
  - {id: lactic_mild, between: [lactic, mild], verdict: "yes", says: They go., sources: [book], grade: C}
  - {id: acid_aloe, between: [acid, aloe], verdict: avoid, says: They don't., sources: [book], grade: C}
"""


def test_rules_of_equal_weight_that_contradict_each_other_are_named(tmp_path: Path) -> None:
    (tmp_path / "good.yml").write_text(GOOD)
    (tmp_path / "two.yml").write_text(CONTRADICTING)
    (found,) = problems(load(tmp_path))
    assert str(found).startswith("two.yml: interactions[1] (acid_aloe): avoid contradicts lactic_mild (yes)")
    settled = CONTRADICTING + (
        "  - {id: both, between: [lactic, aloe], verdict: start_slowly, says: Slowly., sources: [book], grade: C}\n"
    )
    (tmp_path / "two.yml").write_text(settled)
    assert problems(load(tmp_path)) == []


def test_rules_that_differ_in_degree_do_not_contradict(tmp_path: Path) -> None:
    (tmp_path / "good.yml").write_text(GOOD)
    (tmp_path / "two.yml").write_text(CONTRADICTING.replace('"yes"', "alternate_days"))
    knowledge = load(tmp_path)
    assert problems(knowledge) == []
    assert [len(found.pairs) for found in differences(knowledge)] == [1]
