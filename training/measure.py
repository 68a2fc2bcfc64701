"""The measures of reading comprehension, on plain strings and numbers.

Exact match and F1 are those of SQuAD 2.0 (Rajpurkar, Jia and Liang 2018), with its folding of
articles, punctuation and case; AUROC, calibration error and coverage are those of selective
prediction (Kamath, Jia and Liang 2020).
"""

import re
import string
from collections import Counter
from collections.abc import Sequence

from sklearn.metrics import roc_auc_score

RIGHT_F1 = 0.5  # from here on a span counts as right where right or wrong is asked


def fold(text: str) -> str:
    text = "".join(c for c in text.lower() if c not in string.punctuation)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", text).split())


def exact(said: str, golds: Sequence[str]) -> float:
    return float(any(fold(said) == fold(gold) for gold in golds or [""]))


def f1(said: str, golds: Sequence[str]) -> float:
    return max(_f1(fold(said).split(), fold(gold).split()) for gold in golds or [""])


def is_right(said: str, golds: Sequence[str]) -> bool:
    """Whether a span counts as right; where there is no gold, none does."""
    return bool(golds) and f1(said, golds) >= RIGHT_F1


def _f1(said: list[str], gold: list[str]) -> float:
    if not said or not gold:
        return float(said == gold)
    common = sum((Counter(said) & Counter(gold)).values())
    return 2 * common / (len(said) + len(gold))


def percent(values: Sequence[float]) -> float:
    return round(100 * sum(values) / max(len(values), 1), 2)


def auroc(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """The chance that an answerable question scores above an unanswerable one."""
    return float(roc_auc_score(labels, scores)) if len(set(labels)) == 2 else float("nan")


def calibration_error(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error over bins of equal mass (Naeini, Cooper and Hauskrecht 2015)."""
    rows = sorted(zip(confidences, right, strict=True))
    total = 0.0
    for b in range(bins):
        part = rows[b * len(rows) // bins : (b + 1) * len(rows) // bins]
        if part:
            total += abs(sum(c for c, _ in part) - sum(r for _, r in part))
    return total / len(rows)


def coverage(confidences: Sequence[float], right: Sequence[bool], precision: float) -> float:
    """The largest share of questions that can be answered, most confident first, while at least
    `precision` of the answers are right."""
    rows = sorted(zip(confidences, right, strict=True), reverse=True)
    best = good = 0
    for count, (_, ok) in enumerate(rows, 1):
        good += ok
        if good >= precision * count:
            best = count
    return best / len(rows)
