"""What the adapter learns from: negatives that are none by accident, statements as questions."""

import random
from pathlib import Path

import pytest

from training.asked import asked, asked_of, told_of
from training.data import mixture, removed, reworded, swapped, trim
from training.examples import NO, OPEN, READS, YES, Example
from training.judging import as_question, detokenized, elsewhere, statement

VERBS = frozenset(("design", "move", "stop"))
MILL = "The mill was built in 1901. Ada Lund bought it from her brother in May. It burned down."
EXAMPLE = Example("Mill", MILL, "When did Ada Lund buy the mill?", 67, 70, "squad")


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Kursk is a city.", "Is Kursk a city?"),
        ("The mill was sold in May.", "Was the mill sold in May?"),
        ("Steve Wozniak designed homes.", "Did Steve Wozniak design homes?"),
        ("Ada moved to Oslo.", "Did Ada move to Oslo?"),
        ("Ada wrote it.", None),  # an irregular verb
        ("Ada has not moved.", None),
        ("In May, Ada moved.", None),
        ("Ada is.", None),
    ],
)
def test_a_statement_as_a_question(text: str, question: str | None) -> None:
    assert as_question(text, VERBS) == question


@pytest.mark.parametrize(
    ("question", "answer", "asked"),
    [
        ("When was the mill sold?", "May", "Was the mill sold in May?"),
        ("When did it burn?", "4 May 1901", "Did it burn on 4 May 1901?"),
        ("In what year was it built?", "1901", "Was it built in 1901?"),
        ("Where did Ada move?", "to Oslo", "Did Ada move to Oslo?"),
        ("Where was Ada born?", "Oslo", "Was Ada born in Oslo?"),
        ("Who was the owner of the mill?", "Ada Lund", "Was Ada Lund the owner of the mill?"),
        ("How many mills were there?", "three", "Were three mills there?"),
        ("Who bought the mill?", "Ada Lund", "Ada Lund bought the mill."),
        ("Why did it burn?", "a spark", None),
        ("Who said it?", "“Never.”", None),
    ],
)
def test_a_question_with_its_answer_put_in(question: str, answer: str, asked: str | None) -> None:
    assert asked_of(question, answer) == asked


@pytest.mark.parametrize(
    ("question", "answer", "told"),
    [
        ("When was the mill sold?", "May", "The mill was sold in May."),
        ("Where was Ada born?", "Oslo", "Ada was born in Oslo."),
        ("Who was the owner of it?", "Ada Lund", "The owner of it was Ada Lund."),
        ("When did it burn?", "4 May 1901", None),  # its verb would need another form
        ("When was the mill?", "May", None),
    ],
)
def test_a_question_and_its_answer_as_a_statement(
    question: str, answer: str, told: str | None
) -> None:
    assert told_of(question, answer) == told


def test_a_wrong_value_has_the_form_of_the_right_one() -> None:
    made = {e.verdict: e for e in asked([EXAMPLE], random.Random(1))}
    assert set(made) == {YES, NO, OPEN}
    assert made[YES].question == "Did Ada Lund buy the mill in May?"
    assert "Ada Lund bought it" in made[YES].context == made[NO].context
    month = made[NO].question.removeprefix("Did Ada Lund buy the mill in ").rstrip("?")
    assert (
        month != "May"
        and month
        in "January February March April June July August September \
October November December"
    )
    assert "May" not in made[OPEN].context


def test_tokens_are_written_as_text() -> None:
    tokens = "The mill -LRB- 1901 -RRB- , `` old '' , is n't Ada 's ."
    assert detokenized(tokens) == "The mill (1901), “old”, isn't Ada's."


def test_another_text_leaves_a_statement_open() -> None:
    first = statement("Ada Lund sold the paper mill.", "Ada Lund sold her paper mill.", YES, "x")
    second = statement("The ferry sank.", "The ferry sank off Bergen in June.", YES, "x")
    assert {(e.question, e.context, e.verdict) for e in elsewhere([first, second])} == {
        (first.question, second.context, OPEN),
        (second.question, first.context, OPEN),
    }


def test_negatives_answer_nothing() -> None:
    assert EXAMPLE.answer == "May"
    rng = random.Random(1)
    others = ["When did Ada Lund sell the barn?", "How was the house found?"]
    made = [removed(EXAMPLE), swapped(EXAMPLE, ["Greta Holm"], rng), reworded(EXAMPLE, others, rng)]
    for negative in filter(None, made):
        assert negative.start == -1 and negative.answer == ""
    assert made[0] and "May" not in made[0].context
    assert made[1] and "Greta Holm" in made[1].question


def test_a_cut_passage_keeps_the_answer_or_what_tempts() -> None:
    cut = trim(EXAMPLE, random.Random(1), words=5)
    assert cut.answer == "May" and len(cut.context) < len(MILL)
    negative = Example("Mill", MILL, "When did Ada Lund buy the barn?", -1, -1, "swapped")
    assert "Ada Lund bought it" in trim(negative, random.Random(1), words=5).context


def test_the_mixture_has_what_was_asked_for(shared: Path) -> None:
    counts = {"squad": 20, "unanswered": 10, "qamr": 10, "nli": 10, "fever": 10, "boolq": 10}
    chosen = mixture(shared, counts, seed=1)
    assert len(chosen) == sum(counts.values())
    for e in chosen:
        if e.verdict == READS:
            assert (e.start >= 0) == (e.kind != "unanswered")
        else:
            assert e.start == -1 and e.verdict in (YES, NO, OPEN)
