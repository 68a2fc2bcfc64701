"""Questions in ordinary people's own words, on invented news pieces written for this.

SQuAD's questions were written beside the passage and repeat its words; people who have not read an
article ask "How much did he blow on the house?". `everyday.jsonl` holds a piece a line: questions
with an answer (`wh`), natural ones without (`absent`), questions that ask for yes or no with the
start of the sentence that decides them (`yes`, `no`) and such as the piece leaves open (`open`),
and follow-ups (`talk`: question, answer, follow-up, the follow-up made whole). In 120 most is
claimed, feared, planned or denied, and they have only questions to judge: whether what is claimed
is so counts as said. The last 224 are whole articles of ten sentences and more, with more
questions each. They were written with the help of a language model. Every eighth piece is kept to
choose on.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.embedding import MiniLM
from qa.types import Turn
from training.asked import beside
from training.examples import NO, OPEN, YES, Example, read_jsonl, sentence_at, sentences, shared
from training.followup import FollowUp
from training.judging import statement

FILE = Path(__file__).parent / "everyday.jsonl"
HELD = 8  # one piece in so many is kept to choose on
ALONE = 0.4  # share of the deciding sentences that stand alone, as the product judges both ways
DISTANT = 0.5  # share of the decided ones that also come before a sentence on something else
KIND = "everyday"

Piece = dict[str, Any]


def pieces(path: Path = FILE) -> tuple[list[Piece], list[Piece]]:
    """To train on and to choose on."""
    return parted(list(read_jsonl(path)))


def parted(rows: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Those to train on, and every eighth."""
    return [row for n, row in enumerate(rows) if n % HELD], list(rows[::HELD])


def read(rows: Iterable[Piece]) -> Iterator[Example]:
    """The questions with an answer and those without."""
    for row in rows:
        title, text = row["title"], row["text"]
        for question, answer in row["wh"]:
            start = place(question, text, answer)
            yield Example(title, text, question, start, start + len(answer), KIND)
        for question in row["absent"]:
            yield Example(title, text, question, -1, -1, KIND)


def answered(rows: Iterable[Piece]) -> Iterator[Example]:
    return (example for example in read(rows) if example.start >= 0)


def judged(rows: Iterable[Piece], embedding: MiniLM, rng: random.Random) -> Iterator[Example]:
    """The questions that ask for yes or no: before the sentence that decides each, and before the
    nearest of those that do not."""
    for row in rows:
        text, spans = row["text"], sentences(row["text"])
        asks = [
            (question, verdict, sentence_at(spans, text.index(start)))
            for verdict, key in ((YES, "yes"), (NO, "no"))
            for question, start in row.get(key, ())
        ]
        asks += [(question, OPEN, None) for question in row.get("open", ())]
        texts = [text[a:b] for a, b in spans]
        vectors = np.array(embedding.get_text_embedding_batch([*texts, *(q for q, _, _ in asks)]))
        near = vectors[len(texts) :] @ vectors[: len(texts)].T
        for (question, verdict, decides), nearness in zip(asks, near, strict=True):
            if decides is not None:
                yield statement(question, text_at(text, decides, rng), verdict, KIND)
            far = [n for n in range(len(spans)) if decides is None or abs(n - decides) > 1]
            if far and (decides is None or rng.random() < DISTANT):
                other = max(far, key=lambda n: nearness[n])
                yield statement(question, text_at(text, other, rng), OPEN, KIND)


def talks(rows: Iterable[Piece]) -> list[FollowUp]:
    return [
        FollowUp(row["title"], row["title"], (Turn(question, answer),), asked, whole)
        for row in rows
        for question, answer, asked, whole in row["talk"]
    ]


def place(question: str, text: str, answer: str) -> int:
    """Where the answer stands; of several places the one whose sentence shares most words with the
    question."""
    spans = sentences(text)
    places = [n for n in range(len(text)) if text.startswith(answer, n)]
    return max(places, key=lambda n: shared(question, text[slice(*spans[sentence_at(spans, n)])]))


def text_at(text: str, index: int, rng: random.Random) -> str:
    """The sentence with the one before it, or alone."""
    return text[slice(*sentences(text)[index])] if rng.random() < ALONE else beside(text, index)


def as_squad(rows: Iterable[Piece]) -> list[dict[str, Any]]:
    """The questions to read, as rows of SQuAD."""
    return [
        {
            "context": e.context,
            "question": e.question,
            "answers": [{"text": e.answer, "start": e.start}] if e.answer else [],
        }
        for e in read(rows)
    ]
