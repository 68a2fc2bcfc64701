"""Yes or no: a question that only wants to know whether something is so.

The reader says which sentences bear on the question, as for any other, and each is judged twice,
with the one before it and alone; the first that is sure, taking the two together, decides. What
the article leaves open is not in the article; what it only reports is answered by the sentence
that reports it, never by "Yes" (`qa.reported`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from llama_index.core.schema import NodeWithScore

from index.article import Article, Sentence
from qa.kinds import AUXILIARIES, LEAD
from qa.reader import NEAREST, JudgingReader, around
from qa.reported import reported
from qa.types import Evidence, Reading

LEAST = 0.8  # from which probability on it is answered; see training/LOG.md
ALONE = 0.5  # from which probability on a sentence settles it without the one before

_AUXILIARY = rf"(?:{AUXILIARIES})"
_SOURCE = r"(?:(?:according to|in the (?:words|view|opinion) of|for) [^,?]{1,60}, ?)?"
_TRUE = r"(?:is|was) it (?:really )?(?:true|correct|right|a fact|the case) that "
ASKS = re.compile(
    rf"{_SOURCE}(?:{_TRUE}|{_AUXILIARY}(?:n['’]t)? (?!you\b|there any\b.*\bor\b|{_AUXILIARY} ))",
    re.I,
)  # two auxiliaries are a misspelt word: "Were will it be built?"
TAG = re.compile(
    rf", ?(?:right|correct|true|yes|no|{_AUXILIARY}(?:n['’]t)? (?:it|he|she|they|there))\?$", re.I
)
# "Was it sold in May or in June?" wants one of the two.
CHOICE = re.compile(r"\bor\b(?! not\b)", re.I)


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence with the probabilities that it settles the question as so and as not so, judged
    with the one before it and alone."""

    sentence: Sentence
    beside: tuple[float, float]
    alone: tuple[float, float]

    @property
    def so(self) -> bool:
        return self._mean(0) > self._mean(1)

    @property
    def sure(self) -> float:
        return max(self._mean(0), self._mean(1))

    @property
    def leans(self) -> bool:
        """Whether it takes the sentence before to settle the question."""
        return self.sentence.number > 0 and self.alone[0 if self.so else 1] < ALONE

    def _mean(self, side: int) -> float:
        return (self.beside[side] + self.alone[side]) / 2


def asks_yes_or_no(question: str) -> bool:
    """Whether a question that stands alone can be answered by yes or no."""
    plain = LEAD.sub("", question.strip())
    return bool(ASKS.match(plain) or TAG.search(plain)) and not CHOICE.search(plain)


def read_yes_or_no(
    reader: JudgingReader, question: str, article: Article, hits: Sequence[NodeWithScore]
) -> Reading:
    """Whether the passages `hits`, best first, say that it is so."""
    ranked, _ = reader.candidates(question, article, hits)
    sentences = tuple(dict.fromkeys(e.sentence for e in ranked))[:NEAREST]
    if not sentences:
        return Reading((), (), 0.0)
    texts = [*(around(article, s, 1).text for s in sentences), *(s.text for s in sentences)]
    verdicts = [(yes, no) for yes, no, _ in reader.verdicts(question, texts)]
    count = len(sentences)
    judged = list(map(Judged, sentences, verdicts[:count], verdicts[count:]))
    # The reader's order counts before a higher probability of a sentence that is less to the point.
    best = next((j for j in judged if j.sure >= LEAST), max(judged, key=lambda j: j.sure))
    if best.sure < LEAST:
        return Reading((), sentences, best.sure)
    before = [article.sentences[best.sentence.number - 1]] if best.leans else []
    leaned_on = [Evidence(sentence, None, 0.0) for sentence in before]
    if span := reported(question, best.sentence):
        told = Evidence(best.sentence, span, 0.0)
        return Reading((told, *leaned_on), sentences, best.sure, "reported")
    evidence = (Evidence(best.sentence, None, 0.0), *leaned_on)
    return Reading(evidence, sentences, best.sure, "yes" if best.so else "no")
