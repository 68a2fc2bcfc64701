"""The invariants of an answer, to be asserted wherever an answer is at hand."""

import re
from collections.abc import Sequence

from index.article import Article
from qa.compose import ABSENT, NO, YES
from qa.types import Answer
from training.everyday import Piece


def assert_sound(answer: Answer, article: Article) -> None:
    """Invariants 3, 4 and 6, and that every citation is exact."""
    assert answer.found == bool(answer.citations)
    assert 0 <= answer.confidence <= 1
    used = list(dict.fromkeys(int(n) for n in re.findall(r"\[(\d+)\]", fixed_parts(answer))))
    assert used == [c.marker for c in answer.citations] == list(range(1, len(used) + 1))
    for citation in answer.citations:
        sentence = citation.sentence
        assert article.text[sentence.start : sentence.end] == sentence.text
        assert citation.digest == article.digest
        if citation.span:
            assert sentence.start <= citation.span[0] < citation.span[1] <= sentence.end
    if answer.kind == "span":
        slices = [article.text[slice(*c.span)] for c in answer.citations if c.span]
        assert answer.short and answer.short in slices
    assert (answer.short == YES) == (answer.kind == "yes")
    assert (answer.short == NO) == (answer.kind == "no")
    if answer.kind == "absent" or answer.text == ABSENT:
        assert answer.kind == "absent" and answer.text == ABSENT
        assert not answer.citations and not answer.short


def fixed_parts(answer: Answer) -> str:
    """The text without its slots: what is left are words and marks of ours."""
    text = answer.text
    for citation in sorted(answer.citations, key=lambda c: -len(c.sentence.text)):
        text = text.replace(citation.sentence.text, "", 1)
    shown = answer.dated if answer.kind in ("yes", "no") else answer.short
    return text.replace(shown, "", 1) if shown else text


def assert_pieces_hold_what_is_asked(train: Sequence[Piece], held: Sequence[Piece]) -> None:
    """That most are there to train on, and that questions point at words of their text."""
    assert len(train) > 5 * len(held) > 0
    for piece in (*train, *held):
        for question, answer in piece["wh"]:
            assert answer in piece["text"], question
        for question, start in (*piece.get("yes", ()), *piece.get("no", ())):
            assert piece["text"].count(start) == 1, question
