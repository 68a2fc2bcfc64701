"""What the adapter learns from: an example to read, to judge, or of words to tell."""

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

# `Example.verdict`: an example to read, or of words to tell, or in the order of the logits.
WORDS, READS, YES, NO, OPEN = -2, -1, 0, 1, 2
WORD = re.compile(r"\w{4,}|\d+")
SENTENCE_END = re.compile(r"(?<=[.!?][\"”’)\]])\s+|(?<=[.!?])\s+(?=[A-Z\"“‘(\[0-9])")


@dataclass(frozen=True, slots=True)
class Example:
    """`context[start:end]` answers `question`; `start` is -1 where nothing does.

    `verdict` is for examples to judge: whether `context` says that `question`, a statement or one
    that asks for yes or no, is so (0), is not (1) or leaves it open (2).

    `words` is for follow-ups: where the words of `context`, a conversation, stand that `question`
    means and leaves out.
    """

    title: str
    context: str
    question: str
    start: int
    end: int
    kind: str
    verdict: int = READS
    words: tuple[tuple[int, int], ...] = ()

    @property
    def answer(self) -> str:
        return self.context[self.start : self.end] if self.start >= 0 else ""


def shared(question: str, text: str) -> int:
    """How many of a question's long words and numbers a text has."""
    return len(set(WORD.findall(question.lower())) & set(WORD.findall(text.lower())))


def read_jsonl(path: Path) -> Iterator[dict]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def sentences(text: str) -> list[tuple[int, int]]:
    """Offsets of sentences by a plain regular expression: training needs no exact boundaries."""
    starts = [0, *(m.end() for m in SENTENCE_END.finditer(text))]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def sentence_at(spans: Sequence[tuple[int, int]], offset: int) -> int:
    """The number of the sentence that holds the offset."""
    return next(n for n, (_, end) in enumerate(spans) if offset < end)
