"""How often the sentence that answers is among the best passages.

`python -m benchmarks.retrieval --data ../shared/data` prints two tables: the answerable seed
pairs, searched in one pool of the seed and the news articles, and the answerable questions of
`squad2_dev`, each title's paragraphs joined to one long article.
"""

import argparse
import json
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from index.article import Article, make_article, read_article
from index.library import Library
from index.retrieve import HybridRetriever
from qa.pairs import load_pairs
from training.evaluate import long_articles
from training.examples import read_jsonl

SEED = Path("seeds/biden-atacms")
DEPTH = 8

Ask = tuple[str, str, Sequence[tuple[int, int]]]
"""A question, the digest of its article, and the acceptable (start, end) of the answer."""


def news(folder: Path) -> Iterable[Article]:
    for path in sorted(folder.glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        text = "\n\n".join(" ".join(paragraph) for paragraph in data["paragraphs"])
        yield make_article(text, data["title"], data["source"], data["published"])


def seed_questions(article: Article) -> list[Ask]:
    asks: list[Ask] = []
    for pair in load_pairs(SEED / "pairs.toml"):
        if pair.quotes and pair.after is None and pair.tag != "survey":
            start = article.text.index(pair.quotes[0])
            asks.append((pair.question, article.digest, [(start, start + len(pair.quotes[0]))]))
    return asks


def long_questions(path: Path) -> tuple[list[Article], list[Ask]]:
    """Each title's paragraphs as one article, and its answerable questions."""
    pairs = long_articles(list(read_jsonl(path)))
    asks = [(q.question, a.digest, q.spans) for a, questions in pairs for q in questions if q.spans]
    return [article for article, _ in pairs], asks


def recall(retrievers: dict[str, HybridRetriever], asks: Sequence[Ask]) -> list[float]:
    """Per depth from 1: the share of questions with an answer span whole in a passage so far."""
    hits = [0] * DEPTH
    for question, digest, spans in asks:
        nodes = [h.node for h in retrievers[digest].retrieve(question)]
        good = [
            node.metadata["digest"] == digest
            and any(node.start_char_idx <= a and b <= node.end_char_idx for a, b in spans)
            for node in nodes
        ]
        for k in range(DEPTH):
            hits[k] += any(good[: k + 1])
    return [h / len(asks) for h in hits]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    args = parser.parse_args()
    seed = read_article(SEED / "article.txt")
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Path(folder))
        pool = [seed, *news(args.data / "news")]
        long, long_asks = long_questions(args.data / "squad2_dev.jsonl.gz")
        for article in (*pool, *long):
            library.add(article)
        everything = library.retriever(*(a.digest for a in pool), limit=DEPTH)
        alone = {a.digest: library.retriever(a.digest, limit=DEPTH) for a in long}
        print("passages read        " + "".join(f"{k + 1:7}" for k in range(DEPTH)))
        for name, retrievers, asks in (
            ("seed and news pool", {seed.digest: everything}, seed_questions(seed)),
            ("squad2_dev, per title", alone, long_asks),
        ):
            row = "".join(f"{100 * share:7.1f}" for share in recall(retrievers, asks))
            print(f"{name:21}{row}   of {len(asks)}")


if __name__ == "__main__":
    main()
