"""The pages of `docs/` that are made from knowledge and settings, so that no count or table in them is ever typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bot.knowledge.base import Knowledge
from bot.knowledge.model import VERDICTS, Interaction, Thing, Topic
from bot.rules.compatibility import pair
from bot.rules.items import Item
from bot.settings_list import SETTINGS

FOLDER = Path("docs")
SERUMS = (
    "serum",
    "hyaluronic_acid",
    "hydrator",
    "soothing",
    "barrier_lipid",
    "niacinamide",
    "vitamin_c",
    "ascorbic_acid",
    "vitamin_c_derivative",
    "retinoid",
    "retinol",
    "bakuchiol",
    "aha",
    "bha",
    "pha",
    "exfoliating_acid",
    "azelaic_acid",
    "benzoyl_peroxide",
    "peptide",
    "copper_peptide",
    "antioxidant",
    "brightener",
    "face_oil",
)
"""The kinds of serum that stand against each kind of mask."""
_GATHERING = ("mask.rinse_off", "mask.hydrating")
_NOTE = "<!-- Made from data/knowledge by `make docs`; edit the knowledge files, not this page. -->"
_TOPICS: tuple[tuple[str, Topic], ...] = (
    ("Does", "effect"),
    ("Time of day", "time_of_day"),
    ("Start", "start"),
    ("Sun", "sun"),
    ("When to expect what", "results"),
)


def pages(knowledge: Knowledge) -> dict[str, str]:
    """Each generated page by file name."""
    return {
        "rules.md": _rules(knowledge),
        "masks-and-serums.md": _masks_and_serums(knowledge),
        "ingredients.md": _ingredients(knowledge),
        "sources.md": _sources(knowledge),
        "settings.md": _settings(),
    }


def write(knowledge: Knowledge, folder: Path = FOLDER) -> list[Path]:
    """Writes the pages and returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in pages(knowledge).items():
        (folder / name).write_text(text, encoding="utf-8")
        written.append(folder / name)
    return written


def masks(knowledge: Knowledge) -> list[Thing]:
    """The kinds of mask and the light mask, without the classes that only gather kinds."""
    kinds = [knowledge.things[name] for name in knowledge.members("mask") if name not in _GATHERING]
    return [thing for thing in kinds if thing.kind == "mask"] + [knowledge.things["mask.led"]]


def _rules(knowledge: Knowledge) -> str:
    rules = list(knowledge.interactions.values())
    by_verdict, by_grade = Counter(rule.verdict for rule in rules), Counter[str](rule.grade for rule in rules)
    founded = sum(rule.grade != "D" for rule in rules)
    lines = [
        "# All rules",
        _NOTE,
        "",
        f"{len(rules)} rules, {founded} founded on a source (grades A to C), {by_grade['D']} on general knowledge (D).",
        "A rule for a class holds for its members unless a more specific one exists. "
        "A: law, drug label, guideline, authority. B: study. C: expert or brand consensus. D: general knowledge.",
        "",
        *_table(("Verdict", "Rules"), ((verdict, by_verdict[verdict]) for verdict in VERDICTS if by_verdict[verdict])),
        "",
        *_table(("Grade", "Rules"), ((grade, by_grade[grade]) for grade in "ABCD")),
    ]
    for title in _GROUPS:
        chosen = [rule for rule in rules if _group(knowledge, rule) == title]
        lines += [
            "",
            f"## {title} ({len(chosen)})",
            "",
            *_table(_RULE_HEAD, (_rule(knowledge, rule) for rule in chosen)),
        ]
    return "\n".join(lines) + "\n"


_GROUPS = ("Actives with actives", "Masks with anything", "Product steps", "Skin and concerns", "States of a person")
_RULE_HEAD = ("Between", "Verdict", "Why", "Grade", "Sources")


def _group(knowledge: Knowledge, rule: Interaction) -> str:
    kinds = {knowledge.things[name].kind for name in rule.between}
    actives, masks_too, steps, skin, states = _GROUPS
    if "state" in kinds:
        return states
    if kinds & {"skin", "concern"}:
        return skin
    if "mask" in kinds:
        return masks_too
    return steps if kinds & {"product", "tool"} else actives


def _rule(knowledge: Knowledge, rule: Interaction) -> tuple[object, ...]:
    names = " + ".join(knowledge.things[name].name for name in rule.between)
    condition = ", ".join(f"{knowledge.things[name].name}: {value}" for name, value in rule.given.items())
    return (
        f"{names} ({condition})" if condition else names,
        rule.verdict,
        rule.says,
        rule.grade,
        _linked(knowledge, rule.sources),
    )


def _masks_and_serums(knowledge: Knowledge) -> str:
    kinds = masks(knowledge)
    lines = [
        "# Every kind of mask with every kind of serum",
        _NOTE,
        "",
        f"{len(kinds)} kinds of mask, {len(SERUMS)} kinds of serum, {len(kinds) * len(SERUMS)} pairs. "
        "The rule is the one that decides, for the two themselves or for their classes.",
    ]
    for mask in kinds:
        rows = []
        for serum in SERUMS:
            found = pair(knowledge, Item(id=mask.id), Item(id=serum))
            rule = found.rule
            first = knowledge.things[rule.first].name if rule is not None and rule.first else ""
            rows.append(
                (
                    knowledge.things[serum].name,
                    found.verdict,
                    first,
                    rule.says if rule else "",
                    rule.grade if rule else "",
                    _linked(knowledge, rule.sources) if rule else "",
                )
            )
        lines += ["", f"## {mask.name}", "", *_table(("Serum", "Verdict", "First", "Why", "Grade", "Sources"), rows)]
    return "\n".join(lines) + "\n"


def _ingredients(knowledge: Knowledge) -> str:
    ingredients = [thing for thing in knowledge.things.values() if thing.kind == "ingredient"]
    head = ("Ingredient", "INCI", "Class", "For", "Irritancy", "Pregnancy", *(name for name, _ in _TOPICS))
    return (
        "\n".join(
            [
                "# Ingredients",
                _NOTE,
                "",
                f"{len(ingredients)} ingredients. A sentence in italics is that of the class; the letter is its grade.",
                "",
                *_table(head, (_ingredient(knowledge, thing) for thing in ingredients)),
            ]
        )
        + "\n"
    )


def _ingredient(knowledge: Knowledge, thing: Thing) -> tuple[object, ...]:
    pregnancy = pair(knowledge, Item(id=thing.id), Item(id="state.pregnant"))
    concerns = next(
        (found for above in knowledge.ancestors(thing.id) if (found := knowledge.things[above].concerns)), ()
    )
    return (
        thing.name,
        ", ".join(thing.inci),
        ", ".join(knowledge.things[name].name for name in thing.is_a),
        ", ".join(knowledge.things[name].name for name in concerns),
        thing.irritancy,
        f"{pregnancy.verdict} ({pregnancy.rule.grade})" if pregnancy.rule else "no_rule",
        *(_fact(knowledge, thing, topic) for _, topic in _TOPICS),
    )


def _fact(knowledge: Knowledge, thing: Thing, topic: Topic) -> str:
    facts = knowledge.facts(thing.id, topic)
    if not facts:
        return ""
    says = facts[0].says if knowledge.own_facts(thing.id, topic) else f"*{facts[0].says}*"
    return f"{says} ({facts[0].grade})"


def _sources(knowledge: Knowledge) -> str:
    rules = Counter(name for rule in knowledge.interactions.values() for name in rule.sources)
    facts: Counter[str] = Counter()
    for fact in {id(fact): fact for fact in knowledge.all_facts}.values():
        facts.update(fact.sources)
    rows = (
        (_linked(knowledge, (source.id,)), source.seen, rules[source.id], facts[source.id])
        for source in sorted(knowledge.sources.values(), key=lambda one: (-rules[one.id] - facts[one.id], one.id))
    )
    used = sum(bool(rules[name] or facts[name]) for name in knowledge.sources)
    return (
        "\n".join(
            [
                "# Sources",
                _NOTE,
                "",
                f"{len(knowledge.sources)} sources, {used} of them cited. `seen` says how much of it was read.",
                "",
                *_table(("Source", "Seen", "Rules", "Facts"), rows),
            ]
        )
        + "\n"
    )


def _linked(knowledge: Knowledge, names: Sequence[str]) -> str:
    sources = (knowledge.sources[name] for name in names)
    return "; ".join(f"[{source.title}]({source.url})" if source.url else source.title for source in sources)


def _settings() -> str:
    rows = [(f"`{one.name}`", one.about, one.usual) for one in SETTINGS]
    return "\n".join(
        [
            "<!-- Made from bot/settings_list.py by `make docs`; edit that file, not this page. -->",
            "# Settings",
            "",
            "All are environment variables. `.venv/bin/bot settings` shows what holds, with secrets masked, and what "
            "is wrong; a server with a wrong setting says so and does not start.",
            "",
            *_table(("name", "what it is for", "unless set"), rows),
            "",
            "What each means for its door stands in the pages on [the website](website.md), [Telegram](telegram.md) "
            "and [Slack](slack.md); [operations](operations.md) tells about many servers. Name, "
            "greeting, colours and tone stand in [look.yml](look.md).",
            "",
        ]
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(str(cell).replace('|', '/').replace(chr(10), ' ') for cell in row)} |"
