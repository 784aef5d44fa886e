"""Makes the pictures of the owner's report in docs/pictures, from visitors that are made up: `make pictures`."""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from bot.insight.figures import figures
from bot.insight.groups import Group
from bot.insight.page import page
from bot.knowledge.files import load
from bot.knowledge.model import VERDICTS
from bot.storage.feedback import Feedback
from bot.storage.insight import DAY, FINISHED, Turn
from tests.conftest import ROOT
from tests.web.browser import found, started

FOLDER = ROOT / "docs/pictures"
DAYS = range(20_600, 20_660)
DOORS = ("website", "telegram", "slack")
KINDS = (
    *("compatibility", "order", "frequency", "definition", "suitability", "choice", "faq/clay_mask_every_day", "why"),
    *("faq/what_order_do_i_put_my_products_on_in_the_evening", "results", "greet", "time_of_day"),
)
THINGS = ("retinol", "mask.clay", "niacinamide", "vitamin_c", "serum", "glycolic_acid", "mask.sheet", "salicylic_acid")
GROUPS = (
    Group(questions=("is snail slime vegan", "snail mucin vegan", "snail … vegan"), times=9, people=6, last_seen=1),
    Group(questions=("do you sell gift cards for the holidays",), times=3, people=3, last_seen=1),
    Group(
        questions=("can i use my led mask after a long day at the beach when my face is still warm and a little red",),
        times=2,
        people=2,
        last_seen=1,
    ),
)


def made_up() -> str:
    """The page of two months of a shop that nobody has."""
    chance = random.Random(10)
    turns = []
    for day in DAYS:
        for _ in range(chance.randrange(4, 30) if day % 7 else chance.randrange(3)):
            kind = chance.choices(KINDS, range(len(KINDS), 0, -1))[0]
            unsure = chance.random() < 0.06
            step = chance.choices([0, 1, 2, 3, 4, 5], [40, 6, 5, 4, 4, 3])[0]
            turns.append(
                Turn(
                    day=day,
                    door=chance.choices(DOORS, [6, 2, 1])[0],
                    begins=chance.random() < 0.3,
                    kinds=("walk",) if step else (kind,),
                    things=tuple(chance.choices(THINGS, range(len(THINGS), 0, -1), k=2)),
                    verdict=chance.choices(VERDICTS)[0] if kind == "compatibility" else "",
                    unsure=unsure,
                    walk=_walk(chance, step) if step else "",
                )
            )
    given = [
        Feedback(kind=kind, helpful=chance.random() < 0.8, given=DAYS[0] * DAY)
        for kind in KINDS[:6]
        for _ in range(chance.randrange(1, 14))
    ]
    names = {name: thing.name for name, thing in load(ROOT / "data/knowledge").things.items()}
    return page(figures(turns, given), GROUPS, names, "What visitors asked")


def _walk(chance: random.Random, step: int) -> str:
    if chance.random() < 0.1:
        return f"left {step}"
    return FINISHED if step == 5 and chance.random() < 0.4 else f"{step}/5"


def take(browser: Browser, path: Path, folder: Path) -> None:
    """The whole page by day and by night."""
    for name, scheme in (("report", "light"), ("report-dark", "dark")):
        context = browser.new_context(viewport={"width": 1000, "height": 800}, color_scheme=scheme)
        shown = context.new_page()
        shown.goto(path.as_uri())
        shown.screenshot(path=folder / f"{name}.png", full_page=True)
        context.close()


def main(folder: Path = FOLDER) -> None:
    """All pictures."""
    path = found()
    if path is None:
        raise SystemExit("No browser is on the path.")
    with tempfile.TemporaryDirectory() as made, started(path) as browser:
        report = Path(made) / "report.html"
        report.write_text(made_up(), encoding="utf-8")
        take(browser, report, folder)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
