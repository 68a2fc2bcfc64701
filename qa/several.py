"""Several articles: one answer out of theirs, and the one that is meant by "the article"."""

from collections.abc import Sequence
from dataclasses import replace

from index.article import Article, Sentence
from qa.compose import MARKS, own_marks
from qa.types import Answer, Citation, Turn

LOOKED_AT = 20  # articles in which what was last said is looked for
LEAST = 30  # characters that tell where they are from
FEW = 3  # sentences that one answer rests on at most, mostly


def best_of(answers: Sequence[Answer]) -> Answer:
    """The surest that was found; where none was, the one that came nearest."""
    return max(answers, key=lambda answer: (answer.found, answer.confidence))


def joined(answers: Sequence[Answer]) -> Answer | None:
    """Surveys of several articles as one, its marks counted through; none where there is none."""
    found = [answer for answer in answers if answer.found] or list(answers)[:1]
    if len(found) < 2:
        return found[0] if found else None
    texts: list[str] = []
    citations: list[Citation] = []
    for answer in found:
        before = len(citations)
        citations += [replace(c, marker=c.marker + before) for c in answer.citations]
        texts.append(_counted_on(answer, before))
    return replace(found[0], text="\n".join(texts), citations=tuple(citations))


def spoken_of(articles: Sequence[Article], turns: Sequence[Turn]) -> Article | None:
    """The only article, or the one that the last answer quotes; none where that is not clear."""
    if len(articles) == 1:
        return articles[0]
    if not turns:
        return None
    lines = turns[-1].answer.split("\n")
    parts = [part.strip() for line in lines for part in MARKS.split(line)]
    long = [part for part in parts if len(part) >= LEAST]
    holding = [a for a in articles if any(part in a.text for part in long)]
    return holding[0] if len(holding) == 1 else None


def cited_in(article: Article, turn: Turn) -> list[Sentence]:
    """The sentences of an article that the answer of a turn quotes whole; none of a long list, as
    nothing of it is meant more than the rest."""
    told = [s for s in article.sentences if len(s.text) >= LEAST and s.text in turn.answer]
    return told if len(told) <= FEW else []


def _counted_on(answer: Answer, before: int) -> str:
    """Its text with each mark of ours, at the end of a line, raised by `before`."""
    cited = {c.marker: c.sentence for c in answer.citations}
    lines = (own_marks(line, cited) for line in answer.text.split("\n"))
    return "\n".join(text + "".join(f" [{n + before}]" for n in marks) for text, marks in lines)
