"""More than a fact: what the article is about, who and when it names, what was said in it.

`qa.surveys.requests` says which messages ask for that; everything else is the reader's. The answer
is a list of slices of the article, a line each, with the marks of the sentences that hold them.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from llama_index.core.base.embeddings.base import BaseEmbedding

from index.article import Article, Sentence
from qa.besides import asks_more, occurrences, parted, places
from qa.compose import ABSENT
from qa.surveys.lists import LISTS, Line
from qa.surveys.requests import requested
from qa.surveys.summary import summary
from qa.types import Answer, Citation, Question, Turn
from qa.words import content, stem

# No probabilities: nothing calibrated stands behind a survey. A summary is one choice of many; the
# lines of a list are mostly right, and some may be missing.
CONFIDENCE = {"summary": 0.5, "list": 0.7, "absent": 0.3}
SENTENCES = {"about": 2, "point": 1, "summary": 3}  # unless a number is asked for
MOST_LINES = 20  # a longer list is the article again
# Whole sentences are long.
MOST = {
    "said": 6, "mentioned": 6, "mentions": 6, "concerns": 8, "criticisms": 8, "reasons": 8,
    "numbers": 12,
}  # fmt: skip
MOST_SEARCHED = 3000  # sentences, some 60,000 words; a list is then made within a second
MORE = "There {are} {count} more."
# Their absence is an answer; to the other requests the reader may know one.
ABSENT_IF_NONE = frozenset({"people", "dates", "timeline", "quotes"})


def survey(
    question: Question, article: Article, embedding: BaseEmbedding, given: str = ""
) -> Answer | None:
    """The answer to a request for a survey; none for anything else, nor where no sentence
    qualifies and the reader may know better. Of a list the lines that stand in `given`, what was
    answered before, are left out.

    Its confidence is no calibrated probability but a constant of its kind, see `CONFIDENCE`.
    """
    asked, known = parted(question.text)
    request = requested(asked)
    if request is None:
        return None
    if request.wish in SENTENCES:
        count = request.count or SENTENCES[request.wish]
        central = summary(article, embedding, 2 * count if given else count)
        chosen = [Line.of(s) for s in central if not occurrences(given, s.text)][:count]
        if chosen:
            return _answer(question, article, chosen, "summary", count)
        return _absent(question)
    opening = replace(article, sentences=article.sentences[:MOST_SEARCHED])
    found = LISTS[request.wish](opening, request)
    texts = [article.text[slice(*line.span)] for line in found]
    lines = [
        line
        for line, text in zip(found, texts, strict=True)
        if not places(text, known) and not occurrences(given, text)
    ]
    if lines:
        most = request.count or MOST.get(request.wish, MOST_LINES)
        return _answer(question, article, lines, "list", most)
    # A name that stands nowhere is not mentioned; "the price" may go by another word.
    named = request.wish == "mentioned" and request.who != request.who.lower()
    nowhere = named and not _stands(request.who, article.text)
    if (request.wish in ABSENT_IF_NONE and not request.who) or given or nowhere:
        return _absent(question)
    return None


def _absent(question: Question) -> Answer:
    return Answer(question, "absent", ABSENT, "", (), (), CONFIDENCE["absent"])


def _stands(topic: str, text: str) -> bool:
    """Whether some word of a topic stands in a text, if with another ending."""
    opens = (stem(re.sub(r"(?:ies|e?s)$", "", word)) for word in content(topic))
    return any(re.search(rf"\b{re.escape(one)}", text, re.I) for one in opens)


def given(turns: Sequence[Turn]) -> str:
    """What was answered last, and before that as long as more was asked for."""
    answers = []
    for turn in reversed(turns):
        answers.append(turn.answer)
        if not asks_more(turn.question):
            break
    return "\n".join(answers)


def _answer(
    question: Question,
    article: Article,
    lines: Sequence[Line],
    kind: Literal["summary", "list"],
    most: int,
) -> Answer:
    """A text line for each of the first `most`, and how many were left out."""
    cited: dict[Sentence, Citation] = {}
    shown = []
    for line in lines[:most]:
        for sentence in sorted(line.sentences, key=lambda s: s.number):
            span = line.span if sentence == line.sentence and line.part else None
            new = Citation(len(cited) + 1, sentence, span, article.digest, article.title)
            cited.setdefault(sentence, new)
        numbers = sorted(cited[sentence].marker for sentence in line.sentences)
        marks = " ".join(f"[{number}]" for number in numbers)
        shown.append(f"{article.text[slice(*line.span)]} {marks}")
    if len(lines) > most:
        left = len(lines) - most
        shown.append(MORE.format(are="is" if left == 1 else "are", count=left))
    text = "\n".join(shown)
    return Answer(question, kind, text, "", tuple(cited.values()), (), CONFIDENCE[kind])
