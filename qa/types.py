"""What a question becomes on its way to an answer. All values are frozen."""

from dataclasses import dataclass
from typing import Any, Literal

from index.article import Sentence

Kind = Literal["span", "yes", "no", "summary", "list", "absent", "talk"]


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier exchange: strings only, so any chat history converts."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Question:
    """`text` stands alone; `asked` is what was typed. They differ for a follow-up."""

    text: str
    asked: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """`span` (start, end in `article.text`) lies in `sentence`; none in a sentence that is only
    leaned on. `score`: the reader's log-odds that it answers, or that it is needed."""

    sentence: Sentence
    span: tuple[int, int] | None
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader made of the passages.

    `evidence`: what answers, first, and what that leans on; empty where nothing answers.
    `nearest`: the closest sentences, whether or not anything answers. `confidence`: the
    calibrated probability that the best span found is a right answer.
    """

    evidence: tuple[Evidence, ...]
    nearest: tuple[Sentence, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Citation:
    """A footnote: the sentence that proves, and where in it the answer stands, if it does."""

    marker: int
    sentence: Sentence
    span: tuple[int, int] | None
    digest: str
    title: str


@dataclass(frozen=True, slots=True)
class Answer:
    """`short` is the span verbatim, `text` what a person reads, with `[n]` markers.

    `nearest` holds the closest sentences when the article does not say. `confidence`, 0 to 1,
    is the calibrated probability that the article answers as shown; where the answer is
    "absent" it is how near the refused answer came.
    """

    question: Question
    kind: Kind
    text: str
    short: str
    citations: tuple[Citation, ...]
    nearest: tuple[Sentence, ...]
    confidence: float

    @property
    def found(self) -> bool:
        return bool(self.citations)

    def as_dict(self) -> dict[str, Any]:
        """The answer as plain JSON values; offsets are code points of the article's text."""
        return {
            "question": self.question.text,
            "asked": self.question.asked,
            "found": self.found,
            "kind": self.kind,
            "short": self.short,
            "text": self.text,
            "confidence": round(self.confidence, 4),
            "citations": [
                {
                    "marker": c.marker,
                    "text": c.sentence.text,
                    "start": c.sentence.start,
                    "end": c.sentence.end,
                    "span": list(c.span) if c.span else None,
                    "article": c.title,
                }
                for c in self.citations
            ],
            "nearest": [{"text": s.text, "start": s.start, "end": s.end} for s in self.nearest],
        }
