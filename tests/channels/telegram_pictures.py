"""Takes the pictures of Telegram answers for docs/pictures: `make pictures`. Look at them before they are kept.

The page imitates Telegram's look; what stands in it is what the door sent. Signs such as 🚨 need a font that has them:
Debian's is fonts-noto-color-emoji.
"""

from __future__ import annotations

import base64
import html
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from tests.channels.telegram import Visitor, settings
from tests.channels.telegram_platform import Call, Platform, platform
from tests.conftest import ROOT, Server, running
from tests.web.browser import found, started

FOLDER = ROOT / "docs/pictures"
ASKED = {
    "pair": ("Can I use a clay mask and a niacinamide serum on the same day?",),
    "walkthrough": ("walk me through clay mask and niacinamide serum tonight", "next"),
    "week": ("I have glycolic acid, a clay mask and niacinamide", "Plan my week"),
    "red-flag": ("my face is swelling and I can't breathe",),
    "definition": ("what is niacinamide?",),
}
"""The last message's answer is shown."""
STYLE = """
body { margin: 0; padding: 14px 10px; width: 440px; box-sizing: border-box; font: 15px/1.36 "Noto Sans", "DejaVu Sans",
  "Noto Color Emoji", sans-serif; color: #000; background: linear-gradient(160deg, #d9e3b8, #8fc3a5 55%, #bcd7c4); }
.turn { display: flex; flex-direction: column; gap: 6px; }
.mine, .theirs { max-width: 372px; padding: 7px 10px 8px; border-radius: 14px; white-space: pre-wrap;
  overflow-wrap: anywhere; box-shadow: 0 1px 1px #0002; }
.mine { align-self: flex-end; background: #e1ffc7; border-bottom-right-radius: 4px; }
.theirs { align-self: flex-start; background: #fff; border-bottom-left-radius: 4px; }
.theirs.picture { padding: 4px; }
.picture img { display: block; width: 364px; border-radius: 11px; }
.picture p { margin: 6px 6px 3px; }
.file { display: flex; gap: 11px; align-items: center; margin-bottom: 6px; }
.file i { width: 46px; height: 46px; border-radius: 50%; background: #4fa3e0; display: grid; place-items: center;
  color: #fff; font: bold 22px sans-serif; }
.file small { color: #7d8b94; }
a { color: #2a7ab9; text-decoration: none; }
blockquote { margin: 0; padding: 4px 8px; border-left: 3px solid #4fa3e0; border-radius: 5px; background: #4fa3e01c; }
.keys { display: grid; gap: 4px; width: 392px; margin-top: -2px; }
.keys div { display: flex; gap: 4px; }
.keys span { flex: 1; padding: 8px 6px; text-align: center; color: #fff; font-size: 14px; font-weight: 600;
  background: #4d7a5fb8; border-radius: 8px; }
"""


def bubble(call: Call) -> str:
    """One message of the bot's."""
    if call.method == "sendphoto":
        picture = base64.b64encode(next(iter(call.files.values()))).decode()
        return f'<div class="theirs picture"><img src="data:image/png;base64,{picture}"><p>{call.text}</p></div>'
    if call.method == "senddocument":
        size = len(next(iter(call.files.values()))) / 1024
        head = f'<div class="file"><i>↓</i><div>week.ics<br><small>{size:.1f} KB</small></div></div>'
        return f'<div class="theirs">{head}{call.text}</div>'
    rows = call.data.get("reply_markup", {}).get("inline_keyboard", [])
    keys = "".join(f"<div>{''.join(map(key, row))}</div>" for row in rows)
    # A quotation stands on lines of its own: the end of its last line shows no empty one.
    text = call.text.replace("</blockquote>\n", "</blockquote>")
    return f'<div class="theirs">{text}</div>' + (f'<div class="keys">{keys}</div>' if keys else "")


def key(button: dict[str, str]) -> str:
    """One button; those that lead out of the chat have an arrow."""
    return f"<span>{html.escape(button['text'])}{' ↗' if 'url' in button else ''}</span>"


def take(browser: Browser, server: Server, telegram: Platform, name: str) -> None:
    """One picture: what somebody asked, and all that the chat was sent for it."""
    visitor = Visitor(server, telegram)
    for asked in ASKED[name]:
        before = len(telegram.calls)
        visitor.says(asked)
    sent = [call for call in telegram.calls[before:] if call.data.get("chat_id") == visitor.chat]
    body = f'<div class="mine">{html.escape(asked)}</div>' + "".join(bubble(call) for call in sent)
    page = browser.new_page(viewport={"width": 440, "height": 300}, device_scale_factor=1.5)
    page.set_content(f'<meta charset="utf-8"><style>{STYLE}</style><div class="turn">{body}</div>')
    page.screenshot(path=FOLDER / f"telegram-{name}.png", full_page=True)
    page.close()


def main() -> None:
    """All pictures, of a server of their own."""
    path = found()
    if path is None:
        raise SystemExit("No browser is on the path.")
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        platform() as telegram,
        running(Path(folder), **settings(telegram)) as server,
        started(path) as browser,
    ):
        for name in ASKED:
            take(browser, server, telegram, name)


if __name__ == "__main__":
    main()
