"""Yes or no: a question that only wants to know whether something is so.

The reader says which sentences bear on the question, as for any other, and each is judged with
the one before it; the first that is sure decides. What the article leaves open is not in the
article; what it only reports is answered by the sentence that reports it, never by "Yes"
(`qa.reported`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from llama_index.core.schema import NodeWithScore

from index.article import Article, Sentence
from qa.reader import NEAREST, JudgingReader
from qa.reported import reported
from qa.resolve import LEAD
from qa.types import Evidence, Reading

LEAST = 0.87  # from which probability on it is answered; see training/LOG.md
ALONE = 0.5  # from which probability on a sentence settles it without the one before

_AUXILIARY = (
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|shall|may|might|must)"
)
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
    """A sentence with the probabilities that it settles the question as so and as not so."""

    sentence: Sentence
    yes: float
    no: float

    @property
    def sure(self) -> float:
        return max(self.yes, self.no)


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
    verdicts = reader.verdicts(question, [_with_before(article, s) for s in sentences])
    judged = [Judged(s, yes, no) for s, (yes, no, _) in zip(sentences, verdicts, strict=True)]
    # The reader's order counts before a higher probability of a sentence that is less to the point.
    best = next((j for j in judged if j.sure >= LEAST), max(judged, key=lambda j: j.sure))
    if best.sure < LEAST:
        return Reading((), sentences, best.sure)
    leaned_on = _leaned_on(reader, question, article, best)
    if span := reported(question, best.sentence):
        told = Evidence(best.sentence, span, 0.0)
        return Reading((told, *leaned_on), sentences, best.sure, "reported")
    evidence = (Evidence(best.sentence, None, 0.0), *leaned_on)
    return Reading(evidence, sentences, best.sure, "yes" if best.yes > best.no else "no")


def _with_before(article: Article, sentence: Sentence) -> str:
    return article.text[article.sentences[max(0, sentence.number - 1)].start : sentence.end]


def _leaned_on(
    reader: JudgingReader, question: str, article: Article, best: Judged
) -> list[Evidence]:
    """The sentence before, if without it the best one does not settle the question."""
    number = best.sentence.number
    if number == 0:
        return []
    yes, no, _ = reader.verdicts(question, [best.sentence.text])[0]
    settled = yes if best.yes > best.no else no
    return [] if settled >= ALONE else [Evidence(article.sentences[number - 1], None, 0.0)]
