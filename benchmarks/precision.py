"""Whether bfloat16 and float32 decide alike: `python -m benchmarks.precision [--out FILE]`.

Asks every regression pair of both, follow-ups after the answers that each gives, and prints as
JSON on how many the two agree: the same kind of answer and, where there is one, the same words.
`right`: how many pairs pass with each; `wrong`: those that do not in float32, and why.
"""

import argparse
import json
import tempfile
from pathlib import Path

from tqdm import tqdm

from benchmarks.latency import SEED, machine
from qa.chat import Chat
from qa.pairs import Pair, fault, history, load_pairs
from qa.reader import packaged_reader
from qa.types import Answer


def answers(pairs: list[Pair], bfloat16: bool, folder: Path) -> list[Answer]:
    reader = packaged_reader(bfloat16=bfloat16)
    chat = Chat.open(SEED / "article.txt", data_dir=folder, reader=reader)
    return [chat.ask(p.question, history(chat, pairs, p)) for p in tqdm(pairs, mininterval=5)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    pairs = load_pairs(SEED / "pairs.toml")
    with tempfile.TemporaryDirectory() as folder:
        half, full = (answers(pairs, bfloat16, Path(folder)) for bfloat16 in (True, False))
    apart = [
        {"id": p.id, "bfloat16": [a.kind, a.short], "float32": [b.kind, b.short]}
        for p, a, b in zip(pairs, half, full, strict=True)
        if (a.kind, a.short) != (b.kind, b.short)
    ]
    faults = {
        name: {p.id: why for p, a in zip(pairs, given, strict=True) if (why := fault(p, a))}
        for name, given in (("bfloat16", half), ("float32", full))
    }
    result = machine() | {
        "pairs": len(pairs),
        "alike_percent": round(100 * (1 - len(apart) / len(pairs)), 1),
        "right": {name: len(pairs) - len(wrong) for name, wrong in faults.items()},
        "apart": apart,
        "wrong": faults["float32"],
    }
    text = json.dumps(result, indent=2, ensure_ascii=False)
    print(text)
    if args.out:
        args.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
