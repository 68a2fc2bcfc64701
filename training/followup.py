"""Follow-ups to learn from and to be judged by.

Words of the conversation are labelled by whether the human rewrite of the question took them over
(Voskarides et al. 2020). Every eighth conversation of `canard_train` is kept to choose on.

CANARD's conversations are few and on people of the arts and of sport, so more were written in their
manner, with the help of a language model: `conversations.jsonl`, one a line, on passages of
SQuADShifts and QED, as `topic`, `section` and `turns` of question, answer and the question whole.
"""

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from qa.followup import FollowUps, so_far, start_of_recent
from qa.resolve import Talk, resolve
from qa.types import Turn
from qa.words import WORD, content_words
from training.examples import WORDS, Example, read_jsonl

WRITTEN = Path(__file__).parent / "conversations.jsonl"
HELD = 8  # one conversation in so many is kept to choose on
TOPIC = 0.7  # share of the examples that name what the conversation is on


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


def written(path: Path = WRITTEN) -> list[FollowUp]:
    """Each question of the conversations written for this, after the turns before it."""
    rows = []
    for number, row in enumerate(read_jsonl(path)):
        title = f"{row['topic']}, {row['section']}"
        turns = tuple(Turn(question, answer) for question, answer, _ in row["turns"])
        rows += [
            FollowUp(f"written-{number}", title, turns[:place], question, whole)
            for place, (question, _, whole) in enumerate(row["turns"])
        ]
    return rows


def split(rows: Sequence[FollowUp]) -> tuple[list[FollowUp], list[FollowUp]]:
    """To train on and to choose on; no conversation is in both."""
    names = list(dict.fromkeys(row.dialogue for row in rows))
    held = set(names[::HELD])
    return [r for r in rows if r.dialogue not in held], [r for r in rows if r.dialogue in held]


def told(rows: Sequence[FollowUp], rng: random.Random) -> Iterator[Example]:
    """Of each follow-up the words of the conversation that its rewrite took over.

    Part of them come without the topic, as the product has none.
    """
    for row in rows:
        text = so_far(row.turns, row.title if rng.random() < TOPIC else "")
        text = text[start_of_recent(text) :]
        added = content_words(row.rewrite) - content_words(row.question)
        wanted = tuple(m.span() for m in WORD.finditer(text) if content_words(m[0]) & added)
        yield Example(
            row.dialogue, text, row.question, -1, -1, "followup", verdict=WORDS, words=wanted
        )


def figures(rewrites: Sequence[str], rows: Sequence[FollowUp]) -> dict[str, float]:
    """`exact_content`: share of rewrites with the content words of the human one. `added_f1`:
    micro F1 of the content words taken over from the conversation. Both in percent."""
    exact = right = ours = gold = 0
    for rewrite, row in zip(rewrites, rows, strict=True):
        asked, wanted, made = (
            content_words(row.question),
            content_words(row.rewrite),
            content_words(rewrite),
        )
        known = content_words(so_far(row.turns, row.title))
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
        resolve(row.question, Talk(row.turns, followups, row.title)).text
        for row in tqdm(rows, mininterval=5)
    ]
    seconds = time.perf_counter() - begun
    whole = [f"{row.question} {so_far(row.turns, row.title)}" for row in rows]
    return figures(ours, rows) | {
        "n": len(rows),
        "ms_per_question": round(1000 * seconds / max(len(rows), 1), 1),
        "as_it_is": figures([row.question for row in rows], rows),
        "whole_history": figures(whole, rows),
    }
