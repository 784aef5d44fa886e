"""The widget's colours as its owner sets them, by day and by night, and whether they can be read.

Contrast is counted as WCAG 2.2 does: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

Colour = Annotated[str, Meta(pattern=r"^#[0-9a-fA-F]{6}$")]

USUAL = {
    "light": {
        "accent": "#2f5d50",
        "surface": "#ffffff",
        "ground": "#f6f4ef",
        "text": "#22302b",
        "muted": "#56635d",
        "line": "#dcd8ce",
    },
    "dark": {
        "accent": "#93ccb8",
        "surface": "#1b2320",
        "ground": "#131a17",
        "text": "#e7ede9",
        "muted": "#a8b5ae",
        "line": "#35423c",
    },
}
"""Those that the widget comes with, in web/lamella.js."""
READS = 4.5
"""The least contrast of text, level AA."""
_FIXED = {
    "light": {"ground of cautions": "#fcefd6", "failures": "#93201f"},
    "dark": {"ground of cautions": "#41300f", "failures": "#f8b6b0"},
}
_READ_TOGETHER = (
    ("text", "surface"),
    ("text", "ground"),
    ("text", "ground of cautions"),
    ("muted", "surface"),
    ("muted", "ground"),
    ("failures", "ground"),
)
"""What the widget writes with, and on what."""


class Palette(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The colours of the widget by day or by night; those that are not set stay as they are."""

    accent: Colour | UnsetType = UNSET
    surface: Colour | UnsetType = UNSET
    ground: Colour | UnsetType = UNSET
    text: Colour | UnsetType = UNSET
    muted: Colour | UnsetType = UNSET
    line: Colour | UnsetType = UNSET


class Colours(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The colours of the widget, and which of the two sets is shown."""

    theme: Literal["system", "light", "dark"] = "system"
    light: Palette = Palette()
    dark: Palette = Palette()

    def of(self, theme: str) -> dict[str, str]:
        """All colours of `light` or `dark`, by name."""
        palette = self.light if theme == "light" else self.dark
        own = {name: getattr(palette, name) for name in Palette.__struct_fields__}
        return {**USUAL[theme], **{name: colour for name, colour in own.items() if colour is not UNSET}}


def as_css(colours: Colours) -> dict[str, str]:
    """What is not as it comes, by the name of its custom property: `{"line": "light-dark(#dcd8ce, #35423c)"}`."""
    light, dark = colours.of("light"), colours.of("dark")
    found = {
        name: f"light-dark({light[name]}, {dark[name]})"
        for name in light
        if (light[name], dark[name]) != (USUAL["light"][name], USUAL["dark"][name])
    }
    if "accent" in found:
        found["on-accent"] = f"light-dark({readable_on(light['accent'])}, {readable_on(dark['accent'])})"
    return found


def unreadable(colours: Colours) -> Iterator[tuple[str, str]]:
    """What could not be read: its place, such as `light.text`, and what is wrong with it."""
    for theme, usual in USUAL.items():
        all_ = colours.of(theme)
        own = [name for name in usual if all_[name] != usual[name]]
        for over, under in _READ_TOGETHER:
            to_blame = [name for name in (over, under) if name in own]
            one, other = ({**all_, **_FIXED[theme]}[name] for name in (over, under))
            if to_blame and (ratio := contrast(one, other)) < READS:
                said = f"{over} ({one}) on {under} ({other}) has a contrast of {ratio:.1f} to 1"
                yield f"{theme}.{to_blame[0]}", f"{said}, and reads from {READS} on"


def contrast(one: str, other: str) -> float:
    """The contrast of two colours such as `#2f5d50`, from 1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(colour: str) -> str:
    """Black or white, whichever reads better on the colour; one of the two always reads."""
    return max(("#000000", "#ffffff"), key=lambda text: contrast(text, colour))


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
