"""A group of unanswered questions as YAML to fill in and paste: examples, and an answer that says what is missing."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import yaml
from spacy.lang.en.stop_words import STOP_WORDS

from bot.insight.groups import Group


def snippet(group: Group, taken: Collection[str]) -> str:
    """What to paste for a group, each part under the name of its file. `taken` are ids that are in use."""
    name = _name(group.questions, taken)
    examples = "".join(f"    - {question}\n" for question in group.questions)
    asked = yaml.safe_dump(f"{group.questions[0].capitalize()}?", width=200, allow_unicode=True).strip()
    asked = asked.removesuffix("\n...").strip()
    return (
        "# 1. data/nlu/shop.yml, under `nlu:`. Say it in your own words too; ten ways are better than four.\n"
        f"- intent: faq/{name}\n  examples: |\n{examples}\n"
        "# 2. data/knowledge/shop.yml, under `faq:`. Write the answer, where it is from, and how strong that is\n"
        "#    (A law or guideline, B study, C expert advice, D general knowledge). New sources go under `sources:`.\n"
        f"  - id: {name}\n    question: {asked}\n    facts:\n"
        '      - {topic: answer, says: "WRITE THE ANSWER HERE.", sources: [general], grade: D}\n'
        "    suggestions: []\n\n"
        "# Where the words above only name something that is known by another name, it needs no entry: put the name\n"
        "# under `aliases:` of that thing in data/knowledge/. Then: bot check, make train.\n"
    )


def _name(questions: Sequence[str], taken: Collection[str]) -> str:
    """An id out of the words that tell most of the first question."""
    words = [word for word in re.findall(r"[a-z]+", questions[0].lower()) if word not in STOP_WORDS][:4]
    name = "_".join(words) or "new_question"
    number, free = 2, name
    while free in taken:
        free, number = f"{name}_{number}", number + 1
    return free
