"""Processes killed while they write a library, and what the next one finds.

`python -m benchmarks.kills [--kills 200]` prints each kill as it goes, and then counts as JSON. A
child adds, adds again and removes articles, and says before each "writing" and after it "done"; it
is killed (SIGKILL) in between, at a random moment. Another process then opens the library, and
counts as

- survived: every article that was reported as added and not removed is there, whole, and found;
  what was cut off is there whole or not at all, and in no search; nobody had to repair anything;
- lost: anything else, a crash included.

A kill that comes after "done" is not counted but tried again. The embedding counts words
(`tests.fakes`), so that most of the time goes into the writing that is to be cut off.
"""

import argparse
import json
import multiprocessing
import random
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from index import database, notes
from index.article import Article, make_article
from index.library import COLLECTION, Library
from index.vectors import HNSW
from tests.fakes import WordEmbedding

KINDS = ("add", "add again", "remove")
FIRST = 3  # operations of a child before the one it may be killed in, at most
# Chroma writes its graph to disk with every thousandth vector; that must be cut off, too.
LENGTHS = (1, 40, 400)  # paragraphs, and about as many passages
PATIENCE = 120.0  # seconds for a child to say something


@dataclass(slots=True)
class Told:
    """What children have said: articles that are there for sure, and the one operation cut off."""

    there: set[int] = field(default_factory=set)
    cut: tuple[str, int] | None = None
    seconds: dict[str, float] = field(default_factory=dict)


def article(number: int) -> Article:
    """Every article has words of its own, and one of three lengths."""
    lines = (
        f"In the year {1000 + i} the river{number} rose by {i} feet, and the mill{number} of the "
        + " ".join(f"village{number}x{i}x{k}" for k in range(80)) + " stood still."
        for i in range(LENGTHS[number % len(LENGTHS)])
    )  # fmt: skip
    return make_article("\n\n".join(lines), f"Article {number}")


def work(folder: Path, there: set[int], seed: int, pipe: Connection) -> None:
    """Add, add again and remove for ever, telling before and after."""
    choice = random.Random(seed)
    library = Library(folder, WordEmbedding())
    top = max(there, default=-1) + choice.randrange(1, 4)
    while True:
        kind = choice.choices(KINDS, (4, 2, 2))[0] if there else "add"
        top += kind == "add"
        number = top
        if kind == "remove":
            number = choice.choice(sorted(there))
        elif kind == "add again":  # mostly what was removed: for what is there nothing is written
            removed = sorted(set(range(top)) - there)
            number = choice.choice(removed if removed and choice.random() < 0.8 else sorted(there))
        new = article(number)
        pipe.send(("writing", kind, number))
        if kind == "remove":
            library.remove(new.digest)
            there = there - {number}
        else:
            library.add(new)
            there = there | {number}
        pipe.send(("done", kind, number))


def look(folder: Path, there: set[int], cut: tuple[str, int], pipe: Connection) -> None:
    """Open the library and say what is wrong with it; nothing where nothing is."""
    note = notes.read(folder / "chroma", HNSW)
    torn = note is not None and note.files != notes.look(folder / "chroma")
    library = Library(folder, WordEmbedding())
    wanted = {article(n).digest: n for n in there | {cut[1]}}
    sure = there - {cut[1]} if cut[0] == "remove" else there
    found = {entry.digest for entry in library.articles()}
    wrong = [f"{n} lost" for digest, n in wanted.items() if n in sure and digest not in found]
    wrong += [f"{digest[:6]} unknown" for digest in found - wanted.keys()]
    for digest, n in wanted.items():
        query = f"Did the mill{n} of village{n}x0x7 stand still?"
        alone = {h.node.metadata["digest"] for h in library.retriever(digest).retrieve(query)}
        among = {h.node.metadata["digest"] for h in library.retriever().retrieve(query)}
        if digest in found:
            if library.get(digest) != article(n):
                wrong.append(f"{n} not whole")
            if alone != {digest} or digest not in among:
                wrong.append(f"{n} not found")
        elif alone or digest in among:
            wrong.append(f"{n} answers")
    with database.connect(library.folder / database.NAME) as db:
        ids = database.ids(db, COLLECTION)
        for digest in found:  # as the graph has it, not only the table beside it
            nodes = database.nodes(db, digest)
            near = library.vectors.nearest(nodes[-1].embedding or [], {}, 3)
            if nodes[-1].node_id not in {node.node_id for node in near}:
                wrong.append(f"{wanted.get(digest)} not in the graph")
    if library.vectors.ids() != ids:
        wrong.append("vectors and articles differ")
    pipe.send((wrong, article(cut[1]).digest in found, torn))


def kill_one(folder: Path, told: Told, choice: random.Random) -> bool:
    """Let a child work and kill it in mid-writing; whether the kill fell there."""
    context = multiprocessing.get_context("forkserver")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(
        target=work, args=(folder, set(told.there), choice.randrange(1 << 30), theirs)
    )
    child.start()
    theirs.close()
    told.cut = None
    try:
        for _ in range(choice.randrange(1, FIRST + 1)):
            _hear(ours, told)  # writing
            begun = time.perf_counter()
            kind, number = told.cut or ("", 0)
            name = f"{kind} {number % len(LENGTHS)}"
            usual = told.seconds.get(name)
            if usual and choice.random() < 0.5:
                break
            _hear(ours, told)  # done
            told.seconds[name] = time.perf_counter() - begun
        else:
            _hear(ours, told)
            usual = told.seconds.get(name, 0.05)
        time.sleep(choice.uniform(0, usual or 0.05))
    finally:
        child.kill()
        child.join()
    while True:
        try:
            _hear(ours, told)
        except EOFError:
            return told.cut is not None


def _hear(pipe: Connection, told: Told) -> None:
    if not pipe.poll(PATIENCE):
        raise EOFError
    word, kind, number = pipe.recv()
    told.cut = (kind, number) if word == "writing" else None
    if word == "done":
        told.there = told.there - {number} if kind == "remove" else told.there | {number}


def run(kills: int, folder: Path, seed: int = 0) -> dict[str, object]:
    """Kill so often, and count."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["benchmarks.kills"])
    choice, told = random.Random(seed), Told()
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    while counts["tried"] < kills:
        if not kill_one(folder, told, choice) or told.cut is None:
            counts["missed"] += 1
            continue
        counts["tried"] += 1
        counts[told.cut[0]] += 1
        ours, theirs = context.Pipe(duplex=False)
        child = context.Process(target=look, args=(folder, told.there, told.cut, theirs))
        child.start()
        theirs.close()
        child.join(PATIENCE)
        faults, there, torn = [f"exit {child.exitcode}"], False, False
        with suppress(EOFError):  # it crashed
            faults, there, torn = ours.recv() if ours.poll() else (faults, there, torn)
        child.kill()
        counts["lost" if faults else "survived"] += 1
        counts["cut off, then there"] += there
        counts["graph"] += torn
        wrong += [f"{told.cut}: {fault}" for fault in faults]
        print(f"{counts['tried']}: {told.cut}, {faults or 'survived'}", file=sys.stderr, flush=True)
        told.there = told.there | {told.cut[1]} if there else told.there - {told.cut[1]}
    return {
        "tried": counts["tried"], "survived": counts["survived"], "lost": counts["lost"],
        "came after the writing, not counted": counts["missed"],
        "killed in": {kind: counts[kind] for kind in KINDS},
        "cut off, then there": counts["cut off, then there"],
        "in the writing of Chroma's graph": counts["graph"],
        "wrong": wrong,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        counts = run(args.kills, Path(folder), args.seed)
        print(json.dumps(counts | {"seconds": round(time.perf_counter() - begun)}, indent=1))


if __name__ == "__main__":
    main()
