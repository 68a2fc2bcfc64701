"""Who said "…"? A quotation that the question repeats word for word has a speaker in the article.

The reader looks for names near the words of the question, and in a quotation these are names that
the speaker speaks of. So the quotation is found by its words, and its speaker as in a survey of
what was said.
"""

import re
from collections.abc import Sequence

from llama_index.core.schema import NodeWithScore

from index.article import Article
from qa.besides import occurrences
from qa.reader import Reader
from qa.surveys.quotes import quoted
from qa.surveys.speech import speaker_of
from qa.types import Evidence, Reading

ASKS = re.compile(
    r"who (?:was it that |is it that )?(?:said|says|wrote|asked|remarked|stated|claimed|added)"
    r"(?: that)?[:,]? [“\"](?P<quotation>.+?)[”\"]\W*",
    re.I,
)
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
    marks = list(quoted(article.text))
    # In a quotation: a headline may have the words, too.
    places = occurrences(article.text, quotation) if enough else []
    there = next((p for p in places if any(a <= p[0] < b for a, b in marks)), None)
    speaker = speaker_of(article, *there) if there else None
    if speaker is None:
        return reader.read(question, article, hits)
    named = Evidence(speaker.sentence, speaker.span, 0.0)
    said = (Evidence(s, None, 0.0) for s in speaker.said if s != speaker.sentence)
    return Reading((named, *said), (), CONFIDENCE)
