"""From what was read to what is shown: fixed words of ours around slices of the article."""

import re
from collections.abc import Mapping

from index.article import Article, Sentence
from qa.dates import dated
from qa.types import Answer, Citation, Kind, Question, Reading

ABSENT = "The article does not say."
# What stands before the sentences that prove it, where that is no slice of the article.
YES = "Yes"
NO = "No"
REPORTED = "The article only reports what is said or planned:"
MARKS = re.compile(r"(?:\s*\[\d+\])+")  # as they stand after a slice
_MARK = re.compile(r" \[(\d+)\]")
_MARKS_AT_END = re.compile(r"(?: \[\d+\])+\s*\Z")


def compose(question: Question, article: Article, reading: Reading) -> Answer:
    """The direct answer, then the sentences that prove it in reading order, each with its mark."""
    if not reading.evidence:
        return Answer(question, "absent", ABSENT, "", (), reading.nearest, reading.confidence)
    best = reading.evidence[0]
    ordered = sorted(reading.evidence, key=lambda e: e.sentence.number)
    citations = tuple(
        Citation(marker, e.sentence, e.span, article.digest, article.title)
        for marker, e in enumerate(ordered, 1)
    )
    proof = " ".join(f"{c.sentence.text} [{c.marker}]" for c in citations)
    span = article.text[slice(*best.span)] if best.span else ""
    shown = dated(article, best.sentence, best.span) if best.span else ""
    value = f": {span}" if span else ""  # the one that stands where the question names one
    kinds: dict[str, tuple[Kind, str, str]] = {  # kind, short form, and that as it is shown
        "span": ("span", span, shown),
        "yes": ("yes", YES, YES + value),
        "no": ("no", NO, NO + value),
        "reported": ("span", span, shown),
    }
    kind, short, shown = kinds[reading.says]
    reported = reading.says == "reported"
    text = f"{REPORTED if reported else shown}\n\n{proof}"
    return Answer(question, kind, text, short, citations, (), reading.confidence, shown, reported)


def own_marks(line: str, cited: Mapping[int, Sentence]) -> tuple[str, tuple[int, ...]]:
    """A line of a survey parted into its text and our marks behind it.

    The article may have a "[1]" of its own before them, so as few are taken as leave a slice of the
    first one's sentence; failing that, all of them, as behind the two answers of one line.
    """
    run = _MARKS_AT_END.search(line)
    marks = list(_MARK.finditer(line, run.start())) if run else []
    tails = [marks[n:] for n in reversed(range(len(marks)))]
    numbered = [(line[: t[0].start()], tuple(int(mark[1]) for mark in t)) for t in tails]
    known = [
        (text, numbers)
        for text, numbers in numbered
        if cited.keys() >= set(numbers) and len(set(numbers)) == len(numbers)
    ]
    own = [(text, numbers) for text, numbers in known if text in cited[numbers[0]].text]
    return next(iter([*own, *reversed(known)]), (line, ()))
