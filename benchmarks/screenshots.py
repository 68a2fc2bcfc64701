"""Pictures of the page for the README: `python -m benchmarks.screenshots --out docs/`.

Wide, narrow and dark, taken by headless Chromium of the seed article with the packaged reader.
"""

import argparse
import shutil
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from page.server import running
from qa import Chat
from qa.reader import Reader

SEED = Path(__file__).parents[1] / "seeds" / "biden-atacms" / "article.txt"
TITLE = "Biden lets Ukraine use long-range American weapons inside Russia"
QUESTIONS = ("How many Russian troops are in Kursk?", "When were ATACMS first delivered?")
UNANSWERED = "How many ATACMS missiles were delivered?"
SWITCHES = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()
# Name -> what is asked, and the window.
SHOTS: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "start": ((), {"viewport": {"width": 1280, "height": 800}}),
    "wide": (QUESTIONS, {"viewport": {"width": 1280, "height": 800}}),
    "dark": (
        (QUESTIONS[1], UNANSWERED),
        {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    ),
    "narrow": (QUESTIONS[1:], {"viewport": {"width": 390, "height": 780}}),
}


def shoot(out: Path, reader: Reader | None = None, data_dir: Path | None = None) -> None:
    """Write one PNG for each of `SHOTS` into `out`."""
    out.mkdir(parents=True, exist_ok=True)
    chat = Chat.open(SEED, title=TITLE, reader=reader, data_dir=data_dir)
    suggestions = (*QUESTIONS, "Why was the US hesitant to supply ATACMS?")
    with running(chat, suggestions=suggestions) as address, sync_playwright() as driver:
        chromium = shutil.which("chromium")
        browser = driver.chromium.launch(executable_path=chromium, args=SWITCHES)
        for name, (questions, window) in SHOTS.items():
            page = browser.new_page(device_scale_factor=2, reduced_motion="reduce", **window)
            page.goto(address)
            page.wait_for_selector(".page .s")
            for n, question in enumerate(questions):
                page.fill(".composer textarea", question)
                page.keyboard.press("Enter")
                page.locator(".entry").nth(n).locator(".actions").wait_for()
            page.wait_for_timeout(300)  # the scrolling
            picture = Image.open(BytesIO(page.screenshot()))
            # A page of text needs few colours, and the repository stays small.
            picture.quantize(128, dither=Image.Dither.NONE).save(out / f"{name}.png", optimize=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("docs"))
    shoot(parser.parse_args().out)
