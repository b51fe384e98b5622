"""The samples of `tests/domain/data/slack` as HTML that looks like Slack, and as pictures of it.

`python -m tests.browser.slack_pictures docs/screens` writes three PNGs with Chromium.
"""

import json
import sys
from html import escape
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

SAMPLES = Path(__file__).parents[1] / "domain/data/slack"
PICTURES = {
    "slack-vent": ("kept", "result"),
    "slack-fifth-time": ("fifth_time",),
    "slack-home": ("home",),
}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
STYLE = """
body{margin:0;padding:16px 20px;width:600px;font:15px/1.46 Inter,sans-serif;color:#1d1c1d}
.message{display:grid;grid-template-columns:36px 1fr;gap:8px;margin:0 0 14px}
.face{width:36px;height:36px;border-radius:8px;background:#4b2fb3;color:#fff;display:grid;
place-items:center;font-weight:700}
.who{font-weight:700}.who span{font-weight:400;font-size:12px;color:#616061;margin-left:6px}
h1{font-size:18px;margin:4px 0}p{margin:4px 0}.aside{font-size:13px;color:#616061}
blockquote{margin:4px 0;padding:0 0 0 12px;border-left:4px solid #ddd}
ul{margin:4px 0 4px 22px;padding:0}
.row{display:flex;gap:8px;margin:6px 0}
.button{border:1px solid #bbb;border-radius:8px;padding:4px 12px;font-weight:600;font-size:13px}
.primary{background:#007a5a;border-color:#007a5a;color:#fff}
.danger{color:#e01e5a;border-color:#e01e5a}hr{border:0;border-top:1px solid #ddd;margin:10px 0}
"""


def page(names: tuple[str, ...]) -> str:
    """Samples below each other, as a page."""
    parts = []
    for name in names:
        sample = json.loads((SAMPLES / f"{name}.json").read_text())
        inside = "".join(block(each) for each in sample["blocks"])
        if sample.get("type") == "home":
            parts.append(inside)
        else:
            who = '<div class="who">Refleqt<span>APP</span></div>'
            parts.append(
                f'<div class="message"><div class="face">R</div><div>{who}{inside}</div></div>'
            )
    return f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>{''.join(parts)}"


def block(it: dict[str, Any]) -> str:
    """One block of Block Kit as HTML."""
    match it["type"]:
        case "header":
            return f"<h1>{escape(it['text']['text'])}</h1>"
        case "section":
            return f"<p>{_marked(it['text']['text'])}</p>"
        case "context":
            return f'<p class="aside">{_marked(it["elements"][0]["text"])}</p>'
        case "divider":
            return "<hr>"
        case "actions":
            return f'<div class="row">{"".join(map(_button, it["elements"]))}</div>'
        case "rich_text":
            return "".join(map(_rich, it["elements"]))
    raise ValueError(it["type"])


def _button(it: dict[str, Any]) -> str:
    return f'<span class="button {it.get("style", "")}">{escape(it["text"]["text"])}</span>'


def _rich(it: dict[str, Any]) -> str:
    if it["type"] == "rich_text_list":
        return f"<ul>{''.join(f'<li>{_words(each)}</li>' for each in it['elements'])}</ul>"
    return f"<blockquote>{_words(it)}</blockquote>"


def _words(it: dict[str, Any]) -> str:
    return "".join(escape(each["text"]) for each in it["elements"])


def _marked(text: str) -> str:
    """Our own mrkdwn knows one thing: *bold*."""
    pieces = escape(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")).split("*")
    return "".join(f"<b>{one}</b>" if n % 2 else one for n, one in enumerate(pieces))


def draw(folder: Path) -> None:
    """Write the pictures into a folder."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for name, samples in PICTURES.items():
            tab = browser.new_page(viewport={"width": 640, "height": 200})
            tab.set_content(page(samples))
            tab.screenshot(path=str(folder / f"{name}.png"), full_page=True)
        browser.close()


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
