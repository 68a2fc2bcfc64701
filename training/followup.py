"""Train the follow-up adapter: `python -m training.followup --data ../shared/data --out FILE`.

Words of the conversation are labelled by whether the human rewrite of the question took them over
(Voskarides et al. 2020). Every eighth conversation of `canard_train` is kept to choose on.
"""

import argparse
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F
from tqdm import tqdm
from transformers import AutoModel, AutoTokenizer

from index.weights import MINILM_SHA256, minilm
from qa.encoder import save_adapter
from qa.followup import INPUTS, WORD, FollowUps, WordModel, content, encode, said
from qa.resolve import resolve
from qa.types import Turn
from training.examples import read_jsonl

BATCH = 32
HELD = 8  # one conversation in so many is kept to choose on


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question after some turns, and how a person put it so that it stands alone."""

    dialogue: str
    title: str
    turns: tuple[Turn, ...]
    question: str
    rewrite: str


def canard(path: Path) -> list[FollowUp]:
    rows = []
    for row in read_jsonl(path):
        topic, section, *spoken = row["History"]
        turns = tuple(Turn(q, a) for q, a in zip(spoken[::2], spoken[1::2], strict=True))
        dialogue, title = row.get("QuAC_dialog_id", ""), f"{topic}, {section}"
        rows.append(FollowUp(dialogue, title, turns, row["Question"], row["Rewrite"]))
    return rows


def split(rows: Sequence[FollowUp]) -> tuple[list[FollowUp], list[FollowUp]]:
    """To train on and to choose on; no conversation is in both."""
    names = list(dict.fromkeys(row.dialogue for row in rows))
    held = set(names[::HELD])
    return [r for r in rows if r.dialogue not in held], [r for r in rows if r.dialogue in held]


def labelled(tokenizer: Any, row: FollowUp) -> tuple[Any, list[float]]:
    """The input and a label a token; -1 where the loss does not look."""
    text = said(row.turns, row.title)
    added = content(row.rewrite) - content(row.question)
    wanted = [m.span() for m in WORD.finditer(text) if content(m[0]) & added]
    encoded = encode(tokenizer, text, row.question)
    labels = [
        -1.0 if segment != 0 else float(any(a < e and b > s for s, e in wanted))
        for segment, (a, b) in zip(encoded.sequence_ids(0), encoded["offset_mapping"], strict=True)
    ]
    return encoded, labels


def loss_of(model: WordModel, batch: Sequence[tuple[Any, list[float]]]) -> Tensor:
    length = max(len(labels) for _, labels in batch)
    length = -(-length // 16) * 16  # a few shapes: kernels are prepared once a shape

    def padded(key: str) -> Tensor:
        return torch.tensor([list(e[key]) + [0] * (length - len(e[key])) for e, _ in batch])

    logits = model(**{k: padded(k) for k in INPUTS})
    labels = torch.tensor([values + [-1.0] * (length - len(values)) for _, values in batch])
    seen = labels >= 0
    return F.binary_cross_entropy_with_logits(logits[seen], labels[seen])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--passes", type=int, default=4)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    tokenizer = AutoTokenizer.from_pretrained(minilm(), local_files_only=True)
    tokenizer.truncation_side = "left"
    model = WordModel(AutoModel.from_pretrained(minilm(), local_files_only=True))
    model.eval()  # no dropout
    train, held = split(canard(args.data / "canard_train.jsonl.gz"))
    examples = [labelled(tokenizer, row) for row in train]
    parameters = list(model.adapter().values())
    optimizer = torch.optim.AdamW(parameters, lr=args.rate, weight_decay=0.0)
    total = args.passes * (-(-len(examples) // BATCH))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / (total * 0.1), (total - s) / (total * 0.9))
    )
    bar = tqdm(total=total, mininterval=10)
    for number in range(args.passes):
        rng.shuffle(examples)
        losses = []
        near = sorted(examples, key=lambda e: len(e[1]) // 16)
        batches = [near[i : i + BATCH] for i in range(0, len(near), BATCH)]
        rng.shuffle(batches)
        for batch in batches:
            loss = loss_of(model, batch)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
            bar.update()
        judged = word_figures(FollowUps(model, tokenizer), held)
        print(
            f"pass {number + 1}: loss {sum(losses) / len(losses):.4f}, words {judged}", flush=True
        )
        save_adapter(model, args.out, MINILM_SHA256)


def word_figures(followups: FollowUps, rows: Sequence[FollowUp]) -> dict[float, float]:
    """By threshold, micro F1 in percent of the words above it against those a person took over."""
    read = []
    for row in rows:
        text, asked = said(row.turns, row.title), content(row.question)
        gold = (content(row.rewrite) - asked) & content(text)
        chances: dict[str, float] = {}
        for word in followups.words(text, row.question):
            for w in content(text[word.start : word.end]) - asked:
                chances[w] = max(word.chance, chances.get(w, 0.0))
        read.append((gold, chances))
    return {t: _word_f1(read, t) for t in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7)}


def _word_f1(read: Sequence[tuple[set[str], dict[str, float]]], least: float) -> float:
    found = [{w for w, chance in chances.items() if chance >= least} for _, chances in read]
    right = sum(len(gold & words) for (gold, _), words in zip(read, found, strict=True))
    total = sum(len(gold) + len(words) for (gold, _), words in zip(read, found, strict=True))
    return round(200 * right / max(total, 1), 1)


def figures(rewrites: Sequence[str], rows: Sequence[FollowUp]) -> dict[str, float]:
    """`exact_content`: share of rewrites with the content words of the human one. `added_f1`:
    micro F1 of the content words taken over from the conversation. Both in percent."""
    exact = right = ours = gold = 0
    for rewrite, row in zip(rewrites, rows, strict=True):
        asked, wanted, made = content(row.question), content(row.rewrite), content(rewrite)
        known = content(said(row.turns, row.title))
        exact += made == wanted
        right += len((made - asked) & (wanted - asked) & known)
        ours += len(made - asked)
        gold += len((wanted - asked) & known)
    return {
        "exact_content": round(100 * exact / max(len(rows), 1), 2),
        "added_f1": round(200 * right / max(ours + gold, 1), 2),
    }


def followup_figures(followups: FollowUps, rows: Sequence[FollowUp]) -> dict[str, Any]:
    """Ours beside two baselines: the question as it is, and with the whole conversation."""
    begun = time.perf_counter()
    ours = [
        resolve(row.question, row.turns, followups, row.title).text
        for row in tqdm(rows, mininterval=5)
    ]
    seconds = time.perf_counter() - begun
    whole = [f"{row.question} {said(row.turns, row.title)}" for row in rows]
    return figures(ours, rows) | {
        "n": len(rows),
        "ms_per_question": round(1000 * seconds / max(len(rows), 1), 1),
        "as_it_is": figures([row.question for row in rows], rows),
        "whole_history": figures(whole, rows),
    }


if __name__ == "__main__":
    main()
