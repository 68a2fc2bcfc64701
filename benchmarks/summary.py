"""How near extractive summaries come to those that people wrote.

`python -m benchmarks.summary --data ../shared/data` prints ROUGE-1 and ROUGE-2 F1 (Lin 2004, plain
words, no stemming) against the human summaries of the news articles, a mean over an article's
summaries and then over the articles. People wrote one long sentence for each article; so every
method is given one, two and three sentences. The weights were chosen by `--choose` on every other
article and are reported on the others.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import PrivateAttr

from benchmarks.retrieval import news
from index.article import Article, Sentence
from index.embedding import MiniLM
from qa.surveys.summary import LEAD, NEW, prose, summary

COUNTS = (1, 2, 3)
LEADS = (0.0, 0.2, 0.4, 0.5, 0.6, 0.8, 1.0)
NEWS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)

Method = Callable[[Article, int], Sequence[Sentence]]


@dataclass(frozen=True, slots=True)
class Judged:
    """An article and what people made of it."""

    article: Article
    summaries: tuple[str, ...]


class Remembered(MiniLM):
    """Embeds a text once, as the same articles are summarised again and again."""

    _known: dict[tuple[str, ...], list[list[float]]] = PrivateAttr(default_factory=dict)

    def get_text_embedding_batch(self, texts: list[str], **kwargs: Any) -> list[list[float]]:
        key = tuple(texts)
        if key not in self._known:
            self._known[key] = super().get_text_embedding_batch(texts, **kwargs)
        return self._known[key]


def judged(folder: Path) -> list[Judged]:
    """The news articles, sorted by file name, with their human summaries."""
    paths = sorted(folder.glob("*.json"))
    return [
        Judged(article, human_summaries(path))
        for path, article in zip(paths, news(folder), strict=True)
    ]


def human_summaries(path: Path) -> tuple[str, ...]:
    """Without the label that each begins with: "(human1) "."""
    written = json.loads(path.read_text(encoding="utf-8"))["summaries"].values()
    return tuple(re.sub(r"^\(human\d*\) ", "", s) for s in written if s.startswith("(human"))


def rouge(n: int, system: str, reference: str) -> float:
    """ROUGE-N F1: the harmonic mean of precision and recall of runs of n words."""
    ours, theirs = grams(n, system), grams(n, reference)
    shared = (ours & theirs).total()
    return 2 * shared / (ours.total() + theirs.total()) if shared else 0.0


def grams(n: int, text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return Counter(zip(*(words[i:] for i in range(n)), strict=False))


def score(method: Method, count: int, n: int, articles: Sequence[Judged]) -> float:
    """ROUGE-N of a method's summaries of `count` sentences, in percent."""
    total = 0.0
    for j in articles:
        text = " ".join(s.text for s in method(j.article, count))
        total += sum(rouge(n, text, s) for s in j.summaries) / len(j.summaries)
    return 100 * total / len(articles)


def choose(embedding: MiniLM, articles: Sequence[Judged]) -> None:
    """Both weights by the mean of ROUGE-1 and ROUGE-2 over all lengths."""
    for lead in LEADS:
        row = []
        for new in NEWS:

            def method(
                a: Article, count: int, lead: float = lead, new: float = new
            ) -> list[Sentence]:
                return summary(a, embedding, count, lead, new)

            scores = [score(method, c, n, articles) for c in COUNTS for n in (1, 2)]
            row.append(sum(scores) / len(scores))
        print(f"lead {lead:.1f}  " + "".join(f"{value:7.2f}" for value in row))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--choose", action="store_true")
    args = parser.parse_args()
    articles = judged(args.data / "news")
    embedding = Remembered()
    if args.choose:
        return choose(embedding, articles[::2])
    methods: dict[str, Method] = {
        "first sentences": lambda a, count: prose(a)[:count],
        "central alone": lambda a, count: summary(a, embedding, count, 0.0, 1.0),
        f"ours (lead {LEAD}, new {NEW})": lambda a, count: summary(a, embedding, count),
    }
    heads = "".join(f"  {c} sent. R-1  R-2" for c in COUNTS)
    for name, part in (("chosen on", articles[::2]), ("reported", articles[1::2])):
        print(f"{name}, {len(part)} articles".ljust(26) + heads)
        for method, get in methods.items():
            cells = (
                f"{score(get, c, n, part):{6 if n == 2 else 12}.1f}" for c in COUNTS for n in (1, 2)
            )
            print(method.ljust(26) + "".join(cells))


if __name__ == "__main__":
    main()
