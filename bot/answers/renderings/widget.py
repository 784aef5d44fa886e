"""The widget's script with the owner's look in it: no second request, and no flash of other colours."""

from __future__ import annotations

import json
from typing import Any

from bot.answers.colours import as_css
from bot.answers.look import USUAL, Look

_PLACE = "const OWNER = {};"
"""Where web/lamella.js takes it."""


def script(source: str, look: Look) -> str:
    """The script of web/lamella.js for one owner. Raises ValueError where it has no place for a look."""
    if source.count(_PLACE) != 1:
        raise ValueError(f"the widget's script has no line “{_PLACE}”")
    # JSON of ASCII letters alone is JavaScript too, whatever the owner wrote.
    return source.replace(_PLACE, f"const OWNER = {json.dumps(settings(look))};")


def settings(look: Look) -> dict[str, Any]:
    """`{"data", "colours"}`: the `data-…` attributes of the element, without “data-”, and its custom properties.

    Only what is not as Lamella comes: a page's own attributes and style sheet stand above it.
    """
    data = {
        "title": look.name if look.name != USUAL.name else "",
        "greeting": look.greeting,
        "theme": look.colours.theme if look.colours.theme != USUAL.colours.theme else "",
        "textPrivacy": look.privacy.hint,
        "privacy": look.privacy.page,
    }
    return {"data": {name: value for name, value in data.items() if value}, "colours": as_css(look.colours)}
