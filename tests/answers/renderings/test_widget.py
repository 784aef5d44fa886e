"""The widget's script carries the owner's look, as data and nothing else."""

from __future__ import annotations

import json
import re

import pytest

from bot.answers.colours import Colours, Palette
from bot.answers.look import Look, Privacy
from bot.answers.renderings.widget import script, settings
from tests.conftest import ROOT

SOURCE = (ROOT / "web/lamella.js").read_text(encoding="utf-8")


def carried(look: Look) -> dict[str, dict[str, str]]:
    (found,) = re.findall(r"^const OWNER = (.*);$", script(SOURCE, look), re.MULTILINE)
    return dict(json.loads(found))


def test_as_it_comes_nothing_is_set() -> None:
    assert carried(Look()) == {"data": {}, "colours": {}}


def test_what_is_set_arrives_under_the_names_that_the_widget_knows() -> None:
    look = Look(
        name='Mira "</script>\u2028',
        greeting="Good day.",
        colours=Colours(theme="dark", light=Palette(accent="#ffdd00")),
        privacy=Privacy(hint="No names.", page="https://shop.example/privacy"),
    )
    assert carried(look) == settings(look) == {
        "data": {
            "title": look.name,
            "greeting": "Good day.",
            "theme": "dark",
            "textPrivacy": "No names.",
            "privacy": "https://shop.example/privacy",
        },
        "colours": {"accent": "light-dark(#ffdd00, #93ccb8)", "on-accent": "light-dark(#000000, #000000)"},
    }  # fmt: skip
    assert script(SOURCE, look).isascii() == SOURCE.isascii()


def test_a_script_without_a_place_for_it_is_not_served_as_if_it_had() -> None:
    with pytest.raises(ValueError, match="OWNER"):
        script("const TEXT = {};", Look())
