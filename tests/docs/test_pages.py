"""What the pages name is there: files that are linked, commands, settings and modules."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
import typer.main

from bot.cli import app
from bot.settings_list import SETTINGS
from tests.conftest import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
OF_THE_PROXY = {"LAMELLA_SITE", "LAMELLA_UPSTREAMS", "LAMELLA_DATA"}
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)|<img[^>]* src=\"([^\"]+)\"")


def _named(page: Path, pattern: str) -> set[str]:
    return set(re.findall(pattern, page.read_text(encoding="utf-8")))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_to_files_and_headings_lead_somewhere(page: Path) -> None:
    wrong = []
    for found in _LINK.findall(page.read_text(encoding="utf-8")):
        link = found[0] or found[1]
        if re.match(r"[a-z]+:", link):
            continue  # An address on the network.
        name, _, heading = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (heading and heading not in _headings(target)):
            wrong.append(link)
    assert wrong == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_are_there(page: Path) -> None:
    commands = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    assert _named(page, r"(?:\.venv/bin/|`)bot ([a-z]+)\b") <= commands
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert _named(page, r"(?:`|^ {4}|\d )make ([a-z-]+)") <= targets
    modules = _named(page, r"python -m ([a-z_.]+[a-z_])")
    assert [name for name in modules if importlib.util.find_spec(name) is None] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_settings_are_settings(page: Path) -> None:
    known = {setting.name for setting in SETTINGS} | OF_THE_PROXY
    assert _named(page, r"\b(LAMELLA(?:_[A-Z]+)+)\b") <= known


def test_every_page_can_be_found_from_the_readme() -> None:
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        reached.add(page.name)
        links = {found[0].partition("#")[0] for found in _LINK.findall(page.read_text(encoding="utf-8"))}
        pages = [(page.parent / link).resolve() for link in links if link.endswith(".md") and "://" not in link]
        waiting += [found for found in pages if found.exists() and found.name not in reached]
    assert {page.name for page in PAGES} <= reached


def test_the_architecture_names_every_override_and_every_room() -> None:
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    modules = {path.stem for path in (ROOT / "bot/framework").glob("*.py")} - {"__init__", "install"}
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == modules
    rooms = {path.parent.name for path in (ROOT / "bot").glob("*/__init__.py")}
    assert rooms <= set(re.findall(r"`bot/(\w+)/`", page))


@pytest.mark.parametrize("page", ["README.md", "docs/widget.md", "docs/telegram.md", "docs/slack.md"])
def test_every_door_is_shown_with_words_for_who_cannot_see_it(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    shown = re.findall(r"!\[([^\]]*)\]\([^)]+\.png\)", text) + re.findall(r"<img [^>]*alt=\"([^\"]*)\"", text)
    assert len(shown) >= 3
    assert all(shown)
    assert text.count("<img ") == len(re.findall(r"<img [^>]*alt=", text))


def _headings(page: Path) -> set[str]:
    """The anchors of a page, as GitHub makes them."""
    heads = re.findall(r"^#+ +(.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}
