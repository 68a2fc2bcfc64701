"""Train an adapter: `python -m training.train --data ../shared/data --out runs/reader`.

That is the reader's; with `--over READER` it is the one for conversation, whose kinds of examples
`--counts` names. LoRA over the frozen base, span loss with "no answer" at the first token. Batches
have one of a few fixed shapes, because the processor's kernels are prepared once a shape. Progress
is written to `log.jsonl`, a checkpoint every few minutes; the same command continues from the last
one.

With `--device cuda` it runs on an accelerator, where there is time for several epochs, each drawn
anew, with dropout. `--end` leaves the rate high at the end of a run from which others start:
`training.mean` of such branches is better than each of them.
"""

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F
from tqdm import tqdm
from transformers import AutoTokenizer

from index.memory import keep_memory
from index.weights import MPNET_SHA256, hardware_bfloat16, mpnet, sha256
from qa.encoder import Outputs, ReadingModel, load_adapter, load_base, save_adapter
from training.data import mixture, squad_like
from training.examples import READS, WORDS, Example
from training.followup import canard, split, told
from training.judging import nli
from training.measure import auroc, percent

LENGTHS = (32, 48, 64, 80, 96, 112, 128, 144, 160, 192, 224, 256, 320)  # tokens
BATCH_TOKENS = 2560
CHECKPOINT_SECONDS = 300
WORDS_WEIGHT = 4.0  # few words of a conversation are meant, so the mean over them is small
MEANT = 0.4  # a word's probability from which on it counts as told, in the quick figures
DEV = 400  # examples of each development set, looked at every so many steps
DEV_STEPS = 500
COUNTS = {
    "squad": 5000, "unanswered": 4048, "wiki": 2500, "qed": 1000,
    "removed": 1500, "swapped": 2000, "neighbour": 800,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Encoded:
    ids: list[int]
    start: int  # token positions; 0, the first token, where there is no answer
    end: int
    verdict: int  # as `Example.verdict`
    meant: list[float]  # of each token, whether a follow-up means it; -1 where no one asks


def encode(examples: Sequence[Example], tokenizer) -> list[Encoded]:
    encoded = []
    for i in range(0, len(examples), 1000):
        part = examples[i : i + 1000]
        batch = tokenizer(
            [e.question for e in part],
            [e.context for e in part],
            truncation="only_second",
            max_length=LENGTHS[-1],
            return_offsets_mapping=True,
        )
        for n, example in enumerate(part):
            places = list(zip(batch.sequence_ids(n), batch["offset_mapping"][n], strict=True))
            inside = [
                t
                for t, (s, (a, b)) in enumerate(places)
                if s == 1 and a < example.end and b > example.start
            ]
            if example.start >= 0 and not inside:
                continue  # the answer fell to truncation
            start, end = (inside[0], inside[-1]) if example.start >= 0 else (0, 0)
            meant = [
                float(any(a < e and b > s for s, e in example.words)) if segment == 1 else -1.0
                for segment, (a, b) in places
            ]
            encoded.append(Encoded(batch["input_ids"][n], start, end, example.verdict, meant))
    return encoded


def batches(
    examples: Sequence[Encoded], seed: int, tokens: int = BATCH_TOKENS
) -> list[tuple[int, list[Encoded]]]:
    """(length, examples) in random order; every batch of a length has the same shape."""
    rng = random.Random(seed)
    buckets: dict[int, list[Encoded]] = {length: [] for length in LENGTHS}
    for example in examples:
        buckets[next(n for n in LENGTHS if len(example.ids) <= n)].append(example)
    out = []
    for length, bucket in buckets.items():
        size = tokens // length
        out += [(length, bucket[i : i + size]) for i in range(0, len(bucket), size)]
    rng.shuffle(out)
    return out


def height(step: int, steps: int, end: float) -> float:
    """The share of the learning rate at a step: up to 1 in a twentieth of them, then down to `end`,
    0 to 1, in a line."""
    warmup = max(1, steps // 20)
    return min((step + 1) / warmup, end + (1 - end) * (steps - step) / (steps - warmup))


def outputs(model: ReadingModel, length: int, batch: Sequence[Encoded], pad: int) -> Outputs:
    ids = torch.tensor(
        [e.ids + [pad] * (length - len(e.ids)) for e in batch], device=model.head.weight.device
    )
    out: Outputs = model(ids, (ids != pad).long())
    return out


def loss_of(model: ReadingModel, length: int, batch: Sequence[Encoded], pad: int) -> Tensor:
    """Of each example what its task asks: the span to read, the class to judge, the words meant."""
    out = outputs(model, length, batch, pad)
    device = out.start.device
    places = torch.tensor([(e.start, e.end, e.verdict) for e in batch], device=device)
    starts, ends, verdicts = places.T
    spans = F.cross_entropy(out.start, starts, reduction="none") + F.cross_entropy(
        out.end, ends, reduction="none"
    )
    verdict = F.cross_entropy(out.verdict, verdicts.clamp(min=0), reduction="none")
    meant = torch.tensor([e.meant + [-1.0] * (length - len(e.meant)) for e in batch], device=device)
    words = F.binary_cross_entropy_with_logits(out.meant, meant.clamp(min=0), reduction="none")
    asked = (meant >= 0).float()
    words = WORDS_WEIGHT * (words * asked).sum(1) / asked.sum(1).clamp(min=1)
    losses = torch.where(verdicts == READS, spans / 2, verdict)
    return torch.where(verdicts == WORDS, words, losses).mean()


@torch.inference_mode()
def dev_figures(model: ReadingModel, sets: Sequence[list[Encoded]], pad: int) -> dict[str, float]:
    """Quick figures on encoded development sets: to read, to judge, and of words to tell.

    Spans are taken without the rules of the product and words are tokens, so these are for
    following a run only.
    """
    margins, has, exact, verdicts = [], [], [], []
    for length, batch in batches(sets[0], 0):
        out = outputs(model, length, batch, pad)
        for row, e in enumerate(batch):
            start, end = out.start[row], out.end[row]
            margins.append(float(start[1:].max() + end[1:].max() - start[0] - end[0]))
            has.append(e.start > 0)
            if e.start > 0:
                found = (int(start[1:].argmax()) + 1, int(end[1:].argmax()) + 1)
                exact.append(found == (e.start, e.end))
    for length, batch in batches(sets[1], 0):
        guesses = outputs(model, length, batch, pad).verdict.argmax(1).tolist()
        verdicts += [guess == e.verdict for guess, e in zip(guesses, batch, strict=True)]
    words: Counter[str] = Counter()
    for length, batch in batches(sets[2], 0):
        chances = outputs(model, length, batch, pad).meant.sigmoid().tolist()
        for row, e in zip(chances, batch, strict=True):
            for chance, meant in zip(row, e.meant, strict=False):  # what follows is padding
                words["ours"] += meant >= 0 and chance >= MEANT
                words["gold"] += meant == 1
                words["both"] += meant == 1 and chance >= MEANT
    return {
        "auroc": round(auroc(margins, has), 4),
        "exact": percent(exact),
        "nli": percent(verdicts),
        "words": round(200 * words["both"] / max(1, words["ours"] + words["gold"]), 2),
    }


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"))
    parser.add_argument("--counts", type=json.loads, default=COUNTS, help="JSON: kind to examples")
    parser.add_argument("--start-from", type=Path, help="an adapter to go on from")
    parser.add_argument("--over", type=Path, help="train a second adapter, over this one")
    parser.add_argument("--freeze", type=int, default=0, help="lower layers to leave as they are")
    parser.add_argument("--rate", type=float, default=4e-4)
    parser.add_argument("--end", type=float, default=0.0, help="share of the rate left at the end")
    parser.add_argument("--epochs", type=int, default=1, help="each draws the examples anew")
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--batch", type=int, default=BATCH_TOKENS, help="tokens of a batch")
    parser.add_argument("--device", type=torch.device, default=torch.device("cpu"))
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    if args.batch < LENGTHS[-1]:
        parser.error(f"--batch: the longest examples have {LENGTHS[-1]} tokens")
    return args


def model_of(args: argparse.Namespace) -> tuple[ReadingModel, str]:
    """The model to train, and the digest of what its adapter stands on."""
    model, stands_on = ReadingModel(load_base()), MPNET_SHA256
    if args.over:
        load_adapter(model, args.over)
        model.merge()
        model, stands_on = model.beside(), sha256(args.over)
    if args.start_from:
        load_adapter(model, args.start_from, stands_on)
    for layer in model.base.encoder.layer[: args.freeze]:
        layer.requires_grad_(False)
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = args.dropout
    return model.to(args.device), stands_on


def dev_sets(data: Path, tokenizer) -> list[list[Encoded]]:
    """To read, to judge, and to tell words of; see `dev_figures`."""
    read = random.Random(0).sample(list(squad_like(data / "squad2_dev.jsonl.gz", "")), DEV)
    follow = told(split(canard(data / "canard_train.jsonl.gz"))[1], random.Random(0))
    sets = (read, nli(data / "nli_dev.jsonl.gz"), follow)
    return [encode(list(examples)[:DEV], tokenizer) for examples in sets]


class Training:
    """A model in training, with the steps done; it goes on from a checkpoint if there is one."""

    def __init__(self, model: ReadingModel, steps: int, args: argparse.Namespace) -> None:
        self.model = model
        self.dropout = args.dropout
        self.device = args.device
        self.bfloat16 = args.device.type != "cpu" or hardware_bfloat16()
        self.parameters = [p for p in model.adapter().values() if p.requires_grad]
        self.optimizer = torch.optim.AdamW(
            self.parameters, lr=args.rate, weight_decay=0.0, fused=True
        )
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer, lambda step: height(step, steps, args.end)
        )
        self.checkpoint = args.out / "checkpoint.pt"
        self.done = 0
        if self.checkpoint.is_file():
            self._load()

    def step(self, length: int, batch: Sequence[Encoded], pad: int) -> float:
        """The loss of a batch, after which the adapter is a step further."""
        self.model.train(self.dropout > 0)
        with self._precision():
            loss = loss_of(self.model, length, batch, pad)
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.optimizer.step()
        self.schedule.step()
        self.done += 1
        return loss.item()

    def figures(self, sets: Sequence[list[Encoded]], pad: int) -> dict[str, float]:
        self.model.train(False)
        with self._precision():
            return dev_figures(self.model, sets, pad)

    def save(self) -> None:
        """The checkpoint is complete or the old one."""
        state = {
            "done": self.done,
            "parameters": [p.data for p in self.parameters],
            "optimizer": self.optimizer.state_dict(),
            "schedule": self.schedule.state_dict(),
        }
        torch.save(state, self.checkpoint.with_suffix(".new"))
        self.checkpoint.with_suffix(".new").replace(self.checkpoint)

    def _load(self) -> None:
        state = torch.load(self.checkpoint, weights_only=True, map_location=self.device)
        self.done = state["done"]
        for parameter, saved in zip(self.parameters, state["parameters"], strict=True):
            parameter.data.copy_(saved)
        self.optimizer.load_state_dict(state["optimizer"])
        self.schedule.load_state_dict(state["schedule"])

    def _precision(self) -> torch.autocast:
        return torch.autocast(self.device.type, torch.bfloat16, enabled=self.bfloat16)


def main() -> None:
    args = arguments()
    keep_memory()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    tokenizer = AutoTokenizer.from_pretrained(mpnet(), local_files_only=True)
    pad = tokenizer.pad_token_id
    model, stands_on = model_of(args)
    dev = dev_sets(args.data, tokenizer)
    steps = []
    for seed in range(args.seed, args.seed + args.epochs):
        drawn = encode(mixture(args.data, args.wordnet, args.counts, seed), tokenizer)
        steps += batches(drawn, seed, args.batch)
    training = Training(model, len(steps), args)
    begun = training.done

    log = (args.out / "log.jsonl").open("a")
    saved_at, running = time.monotonic(), 0.0
    bar = tqdm(steps[begun:], initial=begun, total=len(steps), mininterval=10)
    for step, (length, batch) in enumerate(bar, begun + 1):
        running = 0.98 * running + 0.02 * training.step(length, batch, pad)
        smooth = running / (1 - 0.98 ** (step - begun))
        bar.set_postfix(loss=f"{smooth:.3f}")
        if step % 20 == 0:
            print(json.dumps({"step": step, "loss": round(smooth, 4)}), file=log, flush=True)
        if step % DEV_STEPS == 0 or step == len(steps):
            figures = training.figures(dev, pad)
            print(json.dumps({"step": step, **figures}), file=log, flush=True)
        if time.monotonic() - saved_at > CHECKPOINT_SECONDS or step == len(steps):
            saved_at = time.monotonic()
            training.save()
            save_adapter(model.adapter(), args.out / "adapter.safetensors", stands_on)


if __name__ == "__main__":
    main()
