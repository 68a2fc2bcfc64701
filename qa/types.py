"""What a question becomes on its way to an answer. All values are frozen."""

from dataclasses import dataclass
from typing import Any, Literal

from index.article import Sentence

Kind = Literal["span", "yes", "no", "summary", "list", "absent", "talk"]
Says = Literal["span", "yes", "no", "reported"]


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

    @property
    def changed(self) -> bool:
        """Whether it was understood in other words than those typed; capitals are none."""
        return self.text.lower() != self.asked.lower()


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
    `nearest`: the closest sentences, whether or not anything answers. `confidence`:
    what it is for each kind, `Answer` says. `says`: whether the evidence holds a span that answers,
    says yes or no, or only reports what somebody says of it.
    """

    evidence: tuple[Evidence, ...]
    nearest: tuple[Sentence, ...]
    confidence: float
    says: Says = "span"


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
    """`short` is the span verbatim, "Yes" or "No", and empty for a list or where nothing was found;
    `text` is what a person reads, with `[n]` markers. Of kind "span" is also what the article only
    reports, and of kind "list" also the answer to two questions at once.

    `dated` is `short` as it is shown: with what its relative dates mean in brackets, where that is
    known, and behind "Yes" or "No" the value that the article has where the question names one.
    `reported`: whether the article only reports what is asked, as claimed, feared or planned.

    `nearest` holds the closest sentences when the article does not say. `confidence`, 0 to 1, is
    for a span the calibrated probability that it is right, for yes, no and what is only reported
    the probability that the judging model gives, or the calibrated one of the value that decides,
    for a list, a summary, a speaker or a claim found by words a constant, and for two answers the
    lower one; where the answer is "absent" it is how near the refused answer came.
    """

    question: Question
    kind: Kind
    text: str
    short: str
    citations: tuple[Citation, ...]
    nearest: tuple[Sentence, ...]
    confidence: float
    dated: str = ""
    reported: bool = False

    @property
    def found(self) -> bool:
        return bool(self.citations)

    def as_dict(self) -> dict[str, Any]:
        """The answer as plain JSON values; offsets are code points of the article's text.

        `page` is that of a PDF, from 1, and null where the article has no pages. `article` is a
        citation's title, `digest` names it beyond doubt."""
        return {
            "question": self.question.text,
            "asked": self.question.asked,
            "found": self.found,
            "kind": self.kind,
            "short": self.short,
            "dated": self.dated,
            "reported": self.reported,
            "text": self.text,
            "confidence": round(self.confidence, 4),
            "citations": [
                {
                    "marker": c.marker,
                    "text": c.sentence.text,
                    "start": c.sentence.start,
                    "end": c.sentence.end,
                    "span": list(c.span) if c.span else None,
                    "page": c.sentence.page,
                    "article": c.title,
                    "digest": c.digest,
                }
                for c in self.citations
            ],
            "nearest": [{"text": s.text, "start": s.start, "end": s.end} for s in self.nearest],
        }
