"""Makes the pictures of docs/pictures: `make pictures`. Look at them before they are kept."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from tests.conftest import ROOT, running
from tests.web.browser import PHONE, Chat, found, started

FOLDER = ROOT / "docs/pictures"
DESKTOP = {"viewport": {"width": 1280, "height": 860}}
MASK_AND_SERUM = ("Can I use a clay mask and a niacinamide serum on the same day?",)
WEEK = ("I have glycolic acid, a clay mask and niacinamide", "Plan my week")
WALK = ("walk me through clay mask and niacinamide serum tonight", "next")
PICTURES = {
    "desktop": (DESKTOP, ("retinol and glycolic acid together?",), ""),
    "dark": ({**DESKTOP, "color_scheme": "dark"}, MASK_AND_SERUM, ".layers"),
    "phone": ({**PHONE, "device_scale_factor": 1.25}, MASK_AND_SERUM, ""),
    "week": ({"viewport": {"width": 460, "height": 760}}, WEEK, "table"),
    "walkthrough": ({"viewport": {"width": 460, "height": 760}}, WALK, ""),
}


def take(browser: Browser, address: str, name: str) -> None:
    """One picture: a visitor who asks some questions, and looks at a part of the last answer."""
    options, questions, part = PICTURES[name]
    context = browser.new_context(reduced_motion="reduce", **options)
    chat = Chat(context, address).open()
    for question in questions:
        card = chat.ask(question)
    if name == "walkthrough":
        chat.button("Start a timer: 5 minutes").click()
    if part:
        card.locator(part).evaluate("it => it.scrollIntoView({block: 'center'})")
    chat.page.screenshot(path=FOLDER / f"{name}.png")
    context.close()


def main() -> None:
    """All pictures, of a server of their own."""
    path = found()
    if path is None:
        raise SystemExit("No browser is on the path.")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as server, started(path) as browser:
        for name in PICTURES:
            take(browser, server.address, name)


if __name__ == "__main__":
    main()
