"""How long a warm question takes on the seed article, beside the plain base's forward passes.

`python -m benchmarks.latency [--out FILE]` prints one JSON object. Times are medians in
milliseconds; the machine is described because they mean nothing without it. The ratio compares
`ask` with transformers' own layers over the very same batches, alternately in one run. `cold_s`
and `cold_peak_mb`: `python app.py ask` in a process of its own, the article not yet indexed.
"""

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from index.memory import keep_memory
from index.weights import hardware_bfloat16
from qa.chat import Chat
from qa.compose import compose
from qa.encoder import load_base
from qa.pairs import load_pairs
from qa.types import Question

SEED = Path("seeds/biden-atacms")


def machine() -> dict[str, Any]:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.is_file() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return {
        "processor": names[0] if names else platform.processor(),
        "threads": torch.get_num_threads(),
        "precision": "bfloat16" if hardware_bfloat16() else "float32",
        "python": platform.python_version(),
        "torch": torch.__version__,
    }


def clock(function: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    function()
    return 1000 * (time.perf_counter() - begun)


def measure(chat: Chat, questions: list[str]) -> dict[str, float]:
    plain = load_base()
    if hardware_bfloat16():
        plain.bfloat16()
    batches: list[tuple[Tensor, Tensor]] = []
    for model in (chat.reader.model, chat.reader.talking):  # type: ignore[attr-defined]
        model.register_forward_pre_hook(lambda _, batch: batches.append(batch))

    def forward() -> None:
        with torch.inference_mode():
            for ids, mask in batches:
                plain(input_ids=ids, attention_mask=mask)

    rows: dict[str, list[float]] = {"ask": [], "base": [], "retrieve": [], "compose": []}
    for question in [*questions[:2], *questions]:
        hits = chat.retriever.retrieve(question)
        reading = chat.reader.read(question, chat.article, hits)
        batches.clear()
        rows["ask"].append(clock(lambda q=question: chat.ask(q)))  # type: ignore[misc]
        rows["base"].append(clock(forward))
        rows["retrieve"].append(clock(lambda q=question: chat.retriever.retrieve(q)))  # type: ignore[misc]
        asked = Question(question, question)
        rows["compose"].append(
            clock(lambda a=asked, r=reading: compose(a, chat.article, r))  # type: ignore[misc]
        )
    rows = {name: times[2:] for name, times in rows.items()}  # the first two warm up
    medians = {f"{name}_ms": round(statistics.median(times), 2) for name, times in rows.items()}
    ratios = [a / b for a, b in zip(rows["ask"], rows["base"], strict=True)]
    return medians | {"ask_to_base": round(statistics.median(ratios), 3), "questions": len(ratios)}


def cold() -> dict[str, float]:
    """Seconds from the command to its answer, and the most memory that it held."""
    command = [sys.executable, "app.py", "ask", "When were ATACMS first delivered?"]
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"XDG_DATA_HOME": home}
        seconds = clock(lambda: subprocess.run(command, check=True, env=environment)) / 1000
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024  # KiB on Linux
    return {"cold_s": round(seconds, 1), "cold_peak_mb": round(peak)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    keep_memory()  # as the program does
    questions = [p.question for p in load_pairs(SEED / "pairs.toml") if p.after is None][::4]
    # First, while this process is small: the system counts what it held as the command's, too.
    command = cold()
    with tempfile.TemporaryDirectory() as folder:
        chat = Chat.open(SEED / "article.txt", data_dir=Path(folder))
        result = machine() | measure(chat, questions) | command
    text = json.dumps(result, indent=2)
    print(text)
    if args.out:
        args.out.write_text(text + "\n")


if __name__ == "__main__":
    main()
