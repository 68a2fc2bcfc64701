"""How much of an article's body comes out of a web page, and how little else.

`python -m benchmarks.extraction --data ../shared/data` wraps each news article in three page
templates and prints, as JSON, the mean precision, recall and F1 of the body's words: ours, the
library's own text output (trafilatura), and all text of the page.
These pages are made: their truth is exact, but their furniture is what we thought of (consent,
navigation, share links, advertisements, related stories, comments, footer).

`--pages FOLDER` measures real ones instead: every `html/NAME.html` whose body stands in
`txt/NAME.txt`. The sources of the package newspaper4k (MIT) bring such a folder, `tests/data`, with
pages of news sites as they were served. A page that we refuse counts as nothing found.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from statistics import mean

import trafilatura

from index.article import ArticleError
from index.importing.formats import from_html

CONSENT = "<div class='cookie-consent' role='dialog'><p>We value your privacy. We and our 812 \
partners store cookies on your device.</p><button>Accept all</button></div>"
MENU = "<header><nav><ul>{}</ul></nav></header>".format(
    "".join(f"<li><a href='/{n}'>{n.title()}</a></li>" for n in "home world money sport".split())
)
OTHERS = "".join(f"<li><a href='/s{i}'>Another story, number {i}</a></li>" for i in range(6))
RELATED = f"<aside class='related'><h3>Most read</h3><ul>{OTHERS}</ul></aside>"
COMMENTS = "<section id='comments' class='comments'><h3>Comments</h3><p>I knew this would happen, \
said nobody ever.</p><p>First! Great reporting as always.</p></section>"
FOOTER = (
    "<footer><p>© 2024 Example Media Group. All rights reserved.</p><p><a href='/p'>Privacy</a> \
<a href='/t'>Terms</a> <a href='/c'>Contact</a></p></footer>"
)
SHARE = "<div class='share-buttons'><a href='#'>Share on Facebook</a> <a href='#'>Tweet</a></div>"
PAGE = "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{title} | Example</title>\
</head><body>{before}{body}{after}</body></html>"


def semantic(title: str, paragraphs: list[str]) -> str:
    body = f"<main><article><h1>{title}</h1>{SHARE}{_p(paragraphs)}</article></main>"
    after = RELATED + COMMENTS + FOOTER
    return PAGE.format(title=title, before=CONSENT + MENU, body=body, after=after)


def divs(title: str, paragraphs: list[str]) -> str:
    """No element that says what it is, an advertisement in the middle."""
    half = len(paragraphs) // 2
    ad = "<div class='ad-slot'>Advertisement</div>"
    body = (
        f"<div id='wrap'><div class='col-8'><h1>{title}</h1><div class='story-body'>"
        f"{_p(paragraphs[:half])}{ad}{_p(paragraphs[half:])}</div></div>"
        f"<div class='col-4'>{RELATED}</div></div>"
    )
    return PAGE.format(title=title, before=CONSENT + MENU, body=body, after=FOOTER)


def bare(title: str, paragraphs: list[str]) -> str:
    body = f"<h1>{title}</h1>{_p(paragraphs)}"
    return PAGE.format(title=title, before=MENU, body=body, after=FOOTER)


def ours(page: bytes) -> str:
    try:
        return from_html(page).text
    except ArticleError:
        return ""


TEMPLATES = (semantic, divs, bare)
SYSTEMS: dict[str, Callable[[bytes], str]] = {
    "ours": ours,
    "trafilatura": lambda page: trafilatura.extract(page, include_comments=False) or "",
    "all text": lambda page: " ".join(trafilatura.load_html(page).itertext()),
}


def _p(paragraphs: list[str]) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def score(found: str, truth: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of the words, each as often as it stands."""
    have, want = (Counter(re.findall(r"\w+", text)) for text in (found, truth))
    shared = (have & want).total()
    precision, recall = shared / max(have.total(), 1), shared / max(want.total(), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def made_pages(data: Path) -> Iterator[tuple[bytes, str]]:
    """Each news article in each template, with its text."""
    for path in sorted((data / "news").glob("*.json")):
        story = json.loads(path.read_text(encoding="utf-8"))
        paragraphs = [" ".join(paragraph) for paragraph in story["paragraphs"]]
        for template in TEMPLATES:
            page = template(escape(story["title"]), [escape(p) for p in paragraphs])
            yield page.encode(), " ".join([story["title"], *paragraphs])


def real_pages(folder: Path) -> Iterator[tuple[bytes, str]]:
    for page in sorted((folder / "html").glob("*.html")):
        truth = folder / "txt" / f"{page.stem}.txt"
        if truth.is_file():
            yield page.read_bytes(), truth.read_text(encoding="utf-8")


def averages(scores: list[tuple[float, float, float]]) -> dict[str, float]:
    names = ("precision", "recall", "f1")
    return {name: round(100 * mean(s[i] for s in scores), 2) for i, name in enumerate(names)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--data", type=Path, help="the folder that holds news/")
    source.add_argument("--pages", type=Path, help="a folder of real pages, html/ and txt/")
    args = parser.parse_args()
    pages = list(real_pages(args.pages) if args.pages else made_pages(args.data))
    scores = {name: [score(read(page), truth) for page, truth in pages]
              for name, read in SYSTEMS.items()}  # fmt: skip
    table = {name: averages(of) for name, of in scores.items()}
    kind = "real pages" if args.pages else "made pages"
    print(json.dumps({kind: len(pages), "systems": table}, indent=1))


if __name__ == "__main__":
    main()
