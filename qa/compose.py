"""From what was read to what is shown: fixed words of ours around slices of the article."""

from index.article import Article
from qa.types import Answer, Citation, Question, Reading

ABSENT = "The article does not say."


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
    short = article.text[slice(*best.span)] if best.span else ""
    proof = " ".join(f"{c.sentence.text} [{c.marker}]" for c in citations)
    return Answer(question, "span", f"{short}\n\n{proof}", short, citations, (), reading.confidence)
