"""How well sentence ends are found: ours against the libraries it could rest on.

    python -m benchmarks.boundaries --data ../shared/data/news

A boundary is the end offset of a sentence. The first F1 counts all of them; the second only those
inside paragraphs, where layout gives nothing away. Counts are summed over articles (micro F1).

The articles are Wikinews with gold sentences. By file name every other article, from the first, was
read while the rules were written (seen); the rest were only ever scored (unseen). Libraries that
are not installed are skipped with a line that says so. Speed is not measured here.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.sentences import split

# This file closes with a paragraph of site categories, which are no sentences.
CATEGORY_LINES = {"sensitive.json"}

Ends = Callable[[str], set[int]]


@dataclass(frozen=True, slots=True)
class Gold:
    """An article's text, the ends of all its sentences, and those that also end a paragraph."""

    text: str
    ends: frozenset[int]
    paragraph_ends: frozenset[int]


def gold(path: Path) -> Gold:
    """Sentences of a paragraph joined by a space, paragraphs by a blank line."""
    paragraphs = json.loads(path.read_text(encoding="utf-8"))["paragraphs"]
    if path.name in CATEGORY_LINES:
        paragraphs = paragraphs[:-1]
    text = "\n\n".join(" ".join(sentences) for sentences in paragraphs)
    ends: list[int] = []
    paragraph_ends: list[int] = []
    at = 0
    for sentences in paragraphs:
        for sentence in sentences:
            ends.append(at + len(sentence))
            at = ends[-1] + 1
        paragraph_ends.append(ends[-1])
        at = ends[-1] + 2
    return Gold(text, frozenset(ends), frozenset(paragraph_ends))


def halves(folder: Path) -> tuple[list[Gold], list[Gold]]:
    """The seen and the unseen articles."""
    articles = [gold(path) for path in sorted(folder.glob("*.json"))]
    return articles[::2], articles[1::2]


def f1(pairs: Iterable[tuple[frozenset[int], set[int]]]) -> float:
    """Micro F1 over (gold, found) pairs; 0.0 where there is nothing to find."""
    right = total = 0
    for wanted, found in pairs:
        right += len(wanted & found)
        total += len(wanted) + len(found)
    return 2 * right / total if total else 0.0


def scores(articles: Sequence[Gold], ends: Ends) -> tuple[float, float]:
    """F1 over all boundaries, and over those inside paragraphs."""
    found = [ends(article.text) for article in articles]
    pairs = list(zip(articles, found, strict=True))
    return (
        f1((article.ends, hits) for article, hits in pairs),
        f1((a.ends - a.paragraph_ends, hits - a.paragraph_ends) for a, hits in pairs),
    )


def ours(text: str) -> set[int]:
    return {end for _, end in split(text)}


def _tight(text: str, spans: Iterable[tuple[int, int]]) -> set[int]:
    """Ends of spans without the white space some libraries leave in them."""
    return {start + len(text[start:end].rstrip()) for start, end in spans}


def _nupunkt() -> Ends:
    import nupunkt

    return lambda text: _tight(text, nupunkt.sent_spans(text))


def _punkt() -> Ends:
    """Punkt with the English parameters that llama-index carries for its sentence splitter."""
    import nltk
    from nltk.tokenize.punkt import PunktTokenizer

    spec = importlib.util.find_spec("llama_index.core")
    if spec is None or spec.origin is None:
        raise ImportError("llama_index.core is not installed")
    nltk.data.path.insert(0, str(Path(spec.origin).parent / "_static" / "nltk_cache"))
    tokenizer = PunktTokenizer("english")
    return lambda text: _tight(text, tokenizer.span_tokenize(text))


def _pysbd() -> Ends:
    import pysbd

    segmenter = pysbd.Segmenter(language="en", clean=False)

    def ends(text: str) -> set[int]:
        # Its own character spans repeat earlier matches; reading on from the last end does not.
        found, at = set(), 0
        for sentence in segmenter.segment(text):
            start = text.find(sentence.strip(), at)
            if start >= 0:
                at = start + len(sentence.strip())
                found.add(at)
        return found

    return ends


def with_blank_lines(ends: Ends) -> Ends:
    """The same, run on each paragraph by itself."""

    def split_first(text: str) -> set[int]:
        blocks = re.finditer(r"\S(?:.|\n(?!\n))*", text)
        return {block.start() + end for block in blocks for end in ends(block.group())}

    return split_first


LIBRARIES: dict[str, Callable[[], Ends]] = {
    "nupunkt": _nupunkt,
    "Punkt (llama-index)": _punkt,
    "pysbd": _pysbd,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder of the news *.json files")
    seen, unseen = halves(parser.parse_args().data)
    if not unseen:
        parser.error("the folder holds fewer than two *.json files")
    contestants: dict[str, Ends] = {}
    for name, load in LIBRARIES.items():
        try:
            ends = load()
        except ImportError as missing:
            print(f"skipped {name}: {missing}")
            continue
        contestants[name] = ends
        contestants[f"{name} + blank lines"] = with_blank_lines(ends)
    contestants["ours"] = ours
    print(f"{'F1 of sentence ends':34}{'seen':>14}{'unseen':>16}")
    print(f"{'':34}{'all':>7}{'inside':>8}{'all':>8}{'inside':>8}")
    for name, ends in contestants.items():
        (seen_all, seen_inside), (all_, inside) = scores(seen, ends), scores(unseen, ends)
        print(f"{name:34}{seen_all:7.3f}{seen_inside:8.3f}{all_:8.3f}{inside:8.3f}")


if __name__ == "__main__":
    main()
