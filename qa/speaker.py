"""Who said "…"? A quotation that the question repeats word for word has a speaker in the article.

The reader looks for names near the words of the question, and in a quotation these are names that
the speaker speaks of. So the quotation is found by its words, and its speaker as in a survey of
what was said. Likewise who said what was cited last: the reader would take whom it is about. And
where a question tells in other words what was said ("Who said that the mill is lost?"), the reader
finds a name beside it; where only "he" stands there, who that is comes from the sentences before.
"""

import re
from collections.abc import Sequence

from llama_index.core.schema import NodeWithScore

from index.article import Article
from qa.besides import occurrences
from qa.reader import JudgingReader, Reader, around, sentences_of
from qa.reported import SAYING, SETTLES
from qa.surveys.quotes import quoted
from qa.surveys.speech import Speaker, speaker_of, teller_of, tellers
from qa.types import Evidence, Reading
from qa.words import stems

ASKS = re.compile(
    r"who (?:was it that |is it that )?(?:said|says|wrote|asked|remarked|stated|claimed|added)"
    r"(?: that)?[:,]? [“\"](?P<quotation>.+?)[”\"]\W*",
    re.I,
)
ASKS_WHO_SAID = re.compile(
    r"who (?:was it (?:that|who) )?(?:has |had |also )?(?:said|says|claim(?:ed|s)|stat(?:ed|es)"
    r"|warn(?:ed|s)|argu(?:ed|es)|insist(?:ed|s)|add(?:ed|s)|announced|remark(?:ed|s)"
    r"|predict(?:ed|s)|complain(?:ed|s)|admit(?:ted|s)|suggest(?:ed|s)|explain(?:ed|s)"
    r"|t(?:old|ells) \w+)(?: on \w+)?(?: that)? (?P<said>[^“”\"]+?)\W*",
    re.I,
)
WHO_SAID_IT = re.compile(r"who (?:else )?\w+ (?:it|that|this|so)\W*", re.I)
SO = "Who said so?"  # surest of the ways to ask for it
FEWEST_WORDS = 3  # fewer stand in many places
FEWEST_STEMS = 3
SHARE = 0.75  # of the stems of what was said that its sentence has
CONFIDENCE = 0.8  # a constant, as for surveys: no probability stands behind it


def quotation_in(question: str) -> str:
    """The words whose speaker is asked for; nothing where none is."""
    asked = ASKS.fullmatch(question.strip())
    return asked["quotation"] if asked else ""


def asks_who_said(question: str) -> bool:
    """Whether a question asks who said something that it tells."""
    return bool(quotation_in(question) or ASKS_WHO_SAID.fullmatch(question.strip()))


def read_speaker(
    reader: Reader, question: str, article: Article, hits: Sequence[NodeWithScore]
) -> Reading:
    """The speaker of what `question` quotes or tells; what the reader says where that is not
    plain."""
    if quotation := quotation_in(question):
        speaker = _of_quotation(article, quotation)
        return _named(speaker) if speaker else reader.read(question, article, hits)
    reading = reader.read(question, article, hits)
    return _by_teller(reader, question, article, hits, reading) or reading


def _of_quotation(article: Article, quotation: str) -> Speaker | None:
    enough = len(re.findall(r"\w+", quotation)) >= FEWEST_WORDS
    marks = quoted(article.text)
    # In a quotation: a headline may have the words, too.
    places = occurrences(article.text, quotation) if enough else []
    there = next((p for p in places if any(a <= p[0] < b for a, b in marks)), None)
    return speaker_of(article, *there) if there else None


def _by_teller(
    reader: Reader,
    question: str,
    article: Article,
    hits: Sequence[NodeWithScore],
    reading: Reading,
) -> Reading | None:
    """Who says the sentence of the passages that tells what the question does, if one does that
    `reading` does not cite with its speaker, nor another one that does."""
    asked = ASKS_WHO_SAID.fullmatch(question.strip())
    told = stems(asked["said"]) if asked else set()
    if not asked or len(told) < FEWEST_STEMS:
        return None
    cited = {e.sentence for e in reading.evidence}
    shared = {s: len(told & stems(s.text)) for s in cited.union(sentences_of(article, hits))}
    enough = [s for s in shared if shared[s] >= SHARE * len(told)]
    sentence = max(enough, key=lambda s: (shared[s], -s.number), default=None)
    if sentence is None or cited.intersection(enough) - {sentence}:
        return None
    speaker = teller_of(article, sentence)
    if speaker is None or cited.issuperset([speaker.sentence, sentence]):
        return None
    if isinstance(reader, JudgingReader):  # last, as it costs most
        yes, _, _ = reader.verdicts(asked["said"], [around(article, sentence, 1).text])[0]
        if yes < SETTLES:
            return None
    return _named(speaker)


def _named(speaker: Speaker) -> Reading:
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
