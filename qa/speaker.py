"""Who said "…"? A quotation that the question repeats word for word has a speaker in the article.

The reader looks for names near the words of the question, and in a quotation these are names that
the speaker speaks of. So the quotation is found by its words, and its speaker as in a survey of
what was said. Likewise who said what was cited last: the reader would take whom it is about.
"""

import re
from collections.abc import Sequence

from llama_index.core.schema import NodeWithScore

from index.article import Article
from qa.besides import occurrences
from qa.reader import Reader
from qa.reported import SAYING
from qa.surveys.quotes import quoted
from qa.surveys.speech import speaker_of, tellers
from qa.types import Evidence, Reading

ASKS = re.compile(
    r"who (?:was it that |is it that )?(?:said|says|wrote|asked|remarked|stated|claimed|added)"
    r"(?: that)?[:,]? [“\"](?P<quotation>.+?)[”\"]\W*",
    re.I,
)
WHO_SAID_IT = re.compile(r"who (?:else )?\w+ (?:it|that|this|so)\W*", re.I)
SO = "Who said so?"  # surest of the ways to ask for it
FEWEST_WORDS = 3  # fewer stand in many places
CONFIDENCE = 0.8  # a constant, as for surveys: no probability stands behind it


def quotation_in(question: str) -> str:
    """The words whose speaker is asked for; nothing where none is."""
    asked = ASKS.fullmatch(question.strip())
    return asked["quotation"] if asked else ""


def read_speaker(
    reader: Reader, question: str, article: Article, hits: Sequence[NodeWithScore]
) -> Reading:
    """The speaker of the quotation in `question`; what the reader says where that is not plain."""
    quotation = quotation_in(question)
    enough = len(re.findall(r"\w+", quotation)) >= FEWEST_WORDS
    marks = quoted(article.text)
    # In a quotation: a headline may have the words, too.
    places = occurrences(article.text, quotation) if enough else []
    there = next((p for p in places if any(a <= p[0] < b for a, b in marks)), None)
    speaker = speaker_of(article, *there) if there else None
    if speaker is None:
        return reader.read(question, article, hits)
    named = Evidence(speaker.sentence, speaker.span, 0.0)
    said = (Evidence(s, None, 0.0) for s in speaker.said if s != speaker.sentence)
    return Reading((named, *said), (), CONFIDENCE)


def read_teller(
    reader: Reader, question: str, article: Article, hits: Sequence[NodeWithScore]
) -> Reading:
    """What `hits`, passages that end with a sentence cited before, say of a question about it. Who
    said it has to be told by a word of saying, and may be somebody else than the reader takes."""
    if not WHO_SAID_IT.fullmatch(question):
        return reader.read(question, article, hits)
    cited = [article.sentences[hit.node.metadata["last"]] for hit in hits]
    named = tellers(article, cited)
    if not any(s in named or SAYING.search(s.text) for s in cited):
        return Reading((), tuple(cited), 0.0)
    reading = reader.read(SO, article, hits)
    taken = reading.evidence[0].span if reading.evidence else None
    for sentence, told in named.items():
        if not (taken and _is_wider(article, taken, told)):
            return Reading((Evidence(sentence, told, 0.0),), (), CONFIDENCE)
    return reading


def _is_wider(article: Article, taken: tuple[int, int], told: tuple[int, int]) -> bool:
    """Whether a span is more of the name at `told`, and no word of saying: "Dray and Fenwick"."""
    apart = taken[1] <= told[0] or told[1] <= taken[0]
    return not apart and not SAYING.search(article.text[slice(*taken)])
