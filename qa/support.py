"""Support: do sentences say that a statement is so, that it is not, or do they leave it open?

The adapter for conversation was taught to judge (`training.judging`). A question that asks for yes
or no is judged like a statement.

Not covered: whether the sentences are true, and who says them; see `qa.yesno` for what the
article only reports.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from index.article import Sentence
from qa.reader import JudgingReader, packaged_reader

Label = Literal["supported", "contradicted", "open"]


@dataclass(frozen=True, slots=True)
class Support:
    """Three probabilities that add up to 1."""

    supported: float
    contradicted: float
    open: float

    @property
    def label(self) -> Label:
        """The likeliest of the three."""
        labels: tuple[Label, ...] = ("supported", "contradicted", "open")
        return max(labels, key=lambda label: getattr(self, label))


def support(
    statement: str, sentences: str | Sequence[str | Sentence], reader: JudgingReader | None = None
) -> Support:
    """Whether `sentences`, read together, say that `statement` is so; a string is one sentence.

    Raises `ValueError` where there is no statement or no sentence.
    """
    sentences = [sentences] if isinstance(sentences, str) else sentences
    text = " ".join(s if isinstance(s, str) else s.text for s in sentences).strip()
    if not statement.strip() or not text:
        raise ValueError("To judge takes a statement and at least one sentence.")
    return Support(*(reader or packaged_reader()).verdicts(statement, [text])[0])
