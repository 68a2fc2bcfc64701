"""What a library of many articles costs: time to add, disk, memory, and retrieval at each size.

`python -m benchmarks.scale [--sizes 1 1000 10000] [--data ../shared/data]` prints JSON. The
articles are made from the news by drawing sentences, so that their words and lengths are those of
news. Each size has a process and a folder of its own; retrieval is timed warm, the embedding of the
question included, over all articles and over one of them, with questions about sentences in the
library. `memory`: the process's peak (VmHWM), of which the models take most.
"""

import argparse
import json
import multiprocessing
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.retrieval import news
from index.article import Article, make_article
from index.library import Library
from index.shelf import add

QUESTIONS = 60
WARM_UP = 5
LENGTH = (12, 45)  # sentences; the news articles have as many
PARAGRAPH = 3  # sentences


def articles(data: Path, count: int, seed: int = 0) -> Iterator[Article]:
    """Articles of drawn sentences, no two alike."""
    choice = random.Random(seed)
    pool = [s.text for a in news(data / "news") for s in a.sentences if len(s.text.split()) > 4]
    for number in range(count):
        drawn = choice.sample(pool, choice.randint(*LENGTH))
        paragraphs = [" ".join(drawn[i : i + PARAGRAPH]) for i in range(0, len(drawn), PARAGRAPH)]
        yield make_article("\n\n".join([*paragraphs, f"Report {number} ends."]), f"Report {number}")


def milliseconds(library: Library, digests: Sequence[str], questions: Sequence[str]) -> float:
    """The median over the questions."""
    retriever = library.retriever(*digests)
    times = []
    for question in questions:
        begun = time.perf_counter()
        hits = retriever.retrieve(question)
        times.append(1000 * (time.perf_counter() - begun))
        assert hits
    return round(statistics.median(times[WARM_UP:]), 2)


def measure(data: Path, size: int, pipe: Connection) -> None:
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Path(folder))
        made = {a.title: a for a in articles(data, size)}
        begun = time.perf_counter()
        stamps = [time.perf_counter() for o in add(library, list(made), made.__getitem__)]
        seconds = time.perf_counter() - begun
        half = stamps[len(stamps) // 2] - begun
        choice = random.Random(1)
        asked = [choice.choice(made[choice.choice(list(made))].sentences).text.split()
                 for _ in range(QUESTIONS + WARM_UP)]  # fmt: skip
        questions = [f"What about {' '.join(words[2:10])}?" for words in asked]
        one = next(iter(made.values())).digest
        begun = time.perf_counter()
        again = Library(Path(folder), library.embedding)
        again.retriever().retrieve("Who?")
        opening = time.perf_counter() - begun
        files = [p.stat().st_size for p in Path(folder).rglob("*") if p.is_file()]
        pipe.send({
            "articles": size,
            "passages": sum(entry.passages for entry in library.articles()),
            "add s": round(seconds, 1),
            "second half / first half": round((seconds - half) / half, 2) if half else None,
            "disk MB": round(sum(files) / 1e6, 1),
            "memory MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "open again ms": round(1000 * opening, 1),
            "retrieve all ms": milliseconds(library, [], questions),
            "retrieve one ms": milliseconds(library, [one], questions),
        })  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 1000, 10_000])
    args = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    rows = []
    for size in args.sizes:
        ours, theirs = context.Pipe(duplex=False)
        child = context.Process(target=measure, args=(args.data, size, theirs))
        child.start()
        theirs.close()
        rows.append(ours.recv())
        child.join()
    growth = {
        f"{row['articles']:,} to {rows[0]['articles']:,}": round(
            row["retrieve all ms"] / rows[0]["retrieve all ms"], 2
        )
        for row in rows[1:]
    }
    print(json.dumps({"sizes": rows, "growth of retrieval": growth}, indent=1))


if __name__ == "__main__":
    main()
