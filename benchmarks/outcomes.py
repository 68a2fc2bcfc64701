"""How a question fared, judged alike for every system, and what many of them come to."""

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.systems import Ask
from index.article import Article
from training.evaluate import LongQuestion
from training.measure import RIGHT_F1, f1, fold

MOST_WORDS = 40  # more is no answer but a page to look through


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one question fared; `f1` and the rights are 0 where there was nothing to find."""

    question: str
    answerable: bool
    right: bool
    f1: float
    cited: bool
    refused: bool
    seconds: float
    raw: str


def holds(answer: str, golds: Sequence[str]) -> bool:
    """Whether a short enough answer holds a gold answer, in whole words, or agrees with one."""
    words = f" {fold(answer)} "
    held = any(f" {fold(gold)} " in words for gold in golds)
    return bool(answer) and (
        (held and len(answer.split()) <= MOST_WORDS) or f1(answer, golds) >= RIGHT_F1
    )


def judge(ask: Ask, article: Article, question: LongQuestion) -> Outcome:
    begun = time.perf_counter()
    said = ask(question.question)
    seconds = time.perf_counter() - begun
    golds = [article.text[a:b] for a, b in question.spans]
    return Outcome(
        question.question,
        bool(golds),
        bool(golds) and holds(said.answer, golds),
        f1(said.answer, golds) if golds else 0.0,
        any(s <= a and b <= e for s, e in said.cited for a, b in question.spans),
        said.refused,
        round(seconds, 4),
        said.raw,
    )


def row(system: str, outcomes: Sequence[dict[str, Any]], peak: float) -> dict[str, Any]:
    def percent(rows: Sequence[dict[str, Any]], field: str) -> float | None:
        return round(100 * sum(r[field] for r in rows) / len(rows), 1) if rows else None

    has = [o for o in outcomes if o["answerable"]]
    no = [o for o in outcomes if not o["answerable"]]
    return {
        "system": system,
        "questions": len(outcomes),
        "right": percent(has, "right"),
        "f1": percent(has, "f1"),
        "cited": percent(has, "cited"),
        "refused": percent(no, "refused"),
        "seconds": round(statistics.median(o["seconds"] for o in outcomes), 3),
        "peak_mb": peak,
    }
