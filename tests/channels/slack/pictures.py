"""Makes docs/pictures/slack-*.png: what the stand-in was told, drawn the way Slack shows it. `make pictures`.

Needs a font that has emoji, such as Debian's fonts-noto-color-emoji.
"""

from __future__ import annotations

import base64
import html
import re
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from tests.channels.slack.conftest import settings
from tests.channels.slack.payloads import command, mentioned, moment, person, pressed, send, written
from tests.channels.slack.platform import Message, Platform, standing_in
from tests.conftest import ROOT, Server, running
from tests.web.browser import found, started

FOLDER = ROOT / "docs/pictures"
STYLE = (Path(__file__).parent / "slack.css").read_text()


def words(elements: list[dict[str, Any]]) -> str:
    """Rich text as HTML."""
    shown = (html.escape(piece["text"]) for piece in elements)
    return "".join(
        f"<b>{text}</b>" if "style" in piece else text for piece, text in zip(elements, shown, strict=True)
    )


def rich(element: dict[str, Any]) -> str:
    """A section, a list or a quote of rich text as HTML."""
    if element["type"] == "rich_text_list":
        name = "ol" if element["style"] == "ordered" else "ul"
        lines = "".join(f"<li>{words(line['elements'])}</li>" for line in element["elements"])
        return f"<{name}>{lines}</{name}>"
    name = "blockquote" if element["type"] == "rich_text_quote" else "div"
    return f"<{name}>{words(element['elements'])}</{name}>"


def block(given: dict[str, Any]) -> str:
    """A block as HTML."""
    if given["type"] == "actions":
        row = "".join(f"<button>{html.escape(button['text']['text'])}</button>" for button in given["elements"])
        return f'<div class="row">{row}</div>'
    if given["type"] == "context":
        (text,) = given["elements"]
        escaped = text["text"].replace('"', "&quot;") if text["type"] == "mrkdwn" else html.escape(text["text"])
        linked = re.sub(r"<(https?://[^|>]+)\|([^>]+)>", r'<a href="\1">\2</a>', escaped)
        return f'<div class="block context">{linked}</div>'
    return f'<div class="block">{"".join(map(rich, given["elements"]))}</div>'


def said(name: str, body: str, at: str) -> str:
    """A message with its sender's name."""
    is_app = name == "Lamella"
    face = f'<div class="face{"" if is_app else " person"}">{name[0]}</div>'
    app = '<span class="app">APP</span>' if is_app else ""
    head = f'<span class="name">{name}</span>{app}<span class="at">{at}</span>'
    return f'<div class="message">{face}<div><div>{head}</div>{body}</div></div>'


def answer(message: Message, *files: Message) -> str:
    """A message of the app, with its files."""
    shown = "".join(map(block, message["blocks"]))
    for file in files:
        data = base64.b64encode(file["bytes"]).decode()
        shown += f'<figure>{html.escape(file["title"])}<img src="data:image/png;base64,{data}"></figure>'
    return said("Lamella", shown, "10:02 AM")


def question(text: str, *, mention: bool = False) -> str:
    """A message of a person."""
    shown = f'{"<span class=mention>@Lamella</span> " if mention else ""}{html.escape(text)}'
    return said("Ann", f'<div class="block">{shown}</div>', "10:02 AM")


def conversations(server: Server, platform: Platform) -> dict[str, str]:
    """The pictures' contents by name: conversations as they are had with the real server."""

    def tell(payload: dict[str, Any], channel: str) -> Message:
        before = len(platform.said_in(channel))
        assert send(server.address, payload).ok
        return platform.wait_for(lambda: platform.said_in(channel)[before:])[0]  # type: ignore[no-any-return]

    def ask(user: str, channel: str, text: str) -> str:
        return question(text) + answer(tell(written(user, channel, text), channel))

    made: dict[str, str] = {}
    (ann, with_ann), pair, ts = person(), "can I use a clay mask and a niacinamide serum on the same day?", moment()
    mention = tell(mentioned(ann, "C0LAN2Q65", pair, ts=ts), "C0LAN2Q65")
    layers = platform.wait_for(lambda: platform.uploaded)
    made["pair"] = question(pair, mention=True) + answer(mention, *layers)
    walk = tell(written(ann, with_ann, "walk me through a clay mask and a niacinamide serum"), with_ann)
    row = walk["blocks"][-1]
    step = tell(pressed(ann, with_ann, row["elements"][0], row["block_id"], platform.hook()), with_ann)
    made["walkthrough"] = answer(walk) + answer(step)
    planner, with_planner = person()
    tell(written(planner, with_planner, "I have glycolic acid, a clay mask and niacinamide"), with_planner)
    plan = tell(written(planner, with_planner, "Plan my week"), with_planner)
    files = platform.wait_for(lambda: [file for file in platform.uploaded if file["channel"] == with_planner])
    made["week"] = question("Plan my week") + answer(plan, *files)
    made["redflag"] = ask(*person(), "my face is swelling and I can't breathe well since the mask")
    made["definition"] = ask(*person(), "what is niacinamide?")
    asked = "retinol + glycolic?"
    assert send(server.address, command(ann, "C0LAN2Q65", asked, platform.hook("picture"))).ok
    made["command"] = answer(platform.wait_for(lambda: platform.responded)[0])
    return made


def take(browser: Browser, name: str, content: str) -> None:
    """One picture."""
    page = browser.new_page(viewport={"width": 680, "height": 200}, device_scale_factor=1.5)
    page.set_content(f"<!doctype html><style>{STYLE}</style><body>{content}</body>")
    page.screenshot(path=FOLDER / f"slack-{name}.png", full_page=True)
    page.close()


def main() -> None:
    """All pictures, of a server of their own."""
    path = found()
    if path is None:
        raise SystemExit("No browser is on the path.")
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        standing_in() as platform,
        running(Path(folder), **settings(platform)) as server,
    ):
        contents = conversations(server, platform)
    with started(path) as browser:
        for name, content in contents.items():
            take(browser, name, content)


if __name__ == "__main__":
    main()
