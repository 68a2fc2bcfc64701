"""From the reader's scores to a probability that its best span is a right answer.

A logistic regression over a few signals (Platt 1999; with signals besides the score as in Kamath,
Jia and Liang 2020). Its weights are data, written by `python -m training.calibrate`, never typed
by hand.
"""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from functools import cache
from pathlib import Path

from index.article import Article
from index.weights import WeightsError
from qa.kinds import of_type
from qa.types import Evidence
from qa.words import content, stem

CALIBRATION = Path(__file__).parent / "weights" / "calibration.json"
NOTHING = -20.0  # the score of a question for which no window holds a span
LOWEST = -8.0  # below it, how badly a sentence scores there says no more
NEAR = 2  # sentences before the answer's, and one fewer after it, in which names may stand


@dataclass(frozen=True, slots=True)
class Signals:
    """What tells a right answer from a wrong one, besides the text itself.

    `score`: log-odds of the best span. `windows`: the logarithm of the number of windows read,
    because the best of several scores higher than one. `near`: log-odds of the best span in its
    sentence when that is read with only the one before it, or the one behind. `strange`: how many
    names and numbers of the question stand nowhere near the answer. `untyped`: 1 if the question
    demands a kind of value that the span does not hold.
    """

    score: float
    windows: float
    near: float
    strange: float
    untyped: float

    @classmethod
    def of(
        cls,
        question: str,
        article: Article,
        ranked: Sequence[Evidence],
        windows: int,
        near: Evidence | None,
    ) -> "Signals":
        """`ranked`: spans, best first; `near`: the best of the second look, if there is one."""
        if not ranked or not ranked[0].span:
            return cls(NOTHING, 0.0, LOWEST, 0.0, 0.0)
        number = ranked[0].sentence.number
        around = article.sentences[max(0, number - NEAR) : number + NEAR]
        stems = {stem(w) for s in around for w in re.findall(r"\w+", s.text)}
        names = [
            word
            for word in content(question)
            if word[0].isdigit() or (word[0].isupper() and not question.startswith(word))
        ]
        return cls(
            ranked[0].score,
            math.log(max(windows, 1)),
            max(near.score, LOWEST) if near else LOWEST,
            float(sum(stem(word) not in stems for word in names)),
            float(not of_type(question, article.text[slice(*ranked[0].span)])),
        )


@dataclass(frozen=True, slots=True)
class Calibration:
    """`weights` in the order of the fields of `Signals`."""

    weights: tuple[float, ...]
    bias: float
    threshold: float

    def probability(self, signals: Signals) -> float:
        values = zip(self.weights, astuple(signals), strict=True)
        logit = self.bias + sum(weight * value for weight, value in values)
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, logit))))

    @classmethod
    @cache
    def packaged(cls) -> "Calibration":
        return cls.read(CALIBRATION)

    @classmethod
    def read(cls, path: Path) -> "Calibration":
        """What `training.calibrate` wrote. Raises `WeightsError`."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            weights = tuple(float(weight) for weight in data["weights"])
            bias, threshold = float(data["bias"]), float(data["threshold"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise WeightsError(f"The calibration {path} cannot be read: {error!r}.") from error
        if len(weights) != len(fields(Signals)):
            raise WeightsError(f"The calibration {path} is for other signals than ours.")
        return cls(weights, bias, threshold)


# For a reader that was never calibrated: the sigmoid of its score, and even odds to answer.
PLAIN = Calibration((1.0, 0.0, 0.0, 0.0, 0.0), 0.0, 0.5)
