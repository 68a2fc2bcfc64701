"""What the adapters learn from: negatives that are none by accident, statements as questions."""

import argparse
import gzip
import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from transformers import MPNetConfig

from qa.encoder import Base, ReadingModel
from qa.followup import RECENT
from qa.types import Turn
from training.asked import asked, asked_of, told_of
from training.data import mixture, opposed, removed, reworded, swapped, trim
from training.examples import NO, OPEN, READS, WORDS, YES, Example
from training.followup import FollowUp, told, written
from training.judging import as_question, detokenized, elsewhere, on_sentences, statement
from training.paraphrased import paraphrased
from training.train import Encoded, Training, batches, height
from training.wordnet import WordNet

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


# As in WordNet, "to bribe" is a later sense of "acquire", and "mill" of "factory" the second. An
# opposite is named by its synset's offset and by which word of which of the two it is.
WORDNET = {
    "data.verb": "1 40 v 02 acquire 0 purchase 0 000 | x\n2 40 v 01 gain 0 000 | x\n"
    "3 40 v 02 bribe 0 acquire 0 000 | x",
    "index.verb": "acquire v 3 0 3 2 1 2 3\nbribe v 1 0 1 1 3\npurchase v 1 0 1 1 1",
    "data.noun": "4 06 n 01 mill 0 000 | x\n5 06 n 02 factory 0 mill 0 000 | x",
    "index.noun": "factory n 1 0 1 1 5\nmill n 2 0 2 1 4 5",
    "data.adj": "00000006 00 a 02 aged 0 old 0 001 ! 00000007 a 0201 | x ! 00000008 a 0101\n"
    "00000007 00 a 01 new 0 001 ! 00000006 a 0102 | x",
    "index.adj": "new a 1 1 ! 1 1 00000007\nold a 1 1 ! 1 1 00000006",
    "cntlist.rev": "acquire%2:40:00:: 1 9\nmill%1:06:00:: 1 3\n"
    "old%3:00:01:: 1 8\nnew%3:00:00:: 1 9",
}


@pytest.fixture
def wordnet(tmp_path: Path) -> WordNet:
    for name, text in WORDNET.items():
        (tmp_path / name).write_text(text)
    return WordNet(tmp_path)


def test_an_opposite_belongs_to_its_word_and_takes_its_inflection(wordnet: WordNet) -> None:
    assert wordnet.antonyms("old") == {"new"} and wordnet.antonyms("aged") == set()
    assert wordnet.antonyms("oldest") == {"newest"} and wordnet.antonyms("newer") == {"older"}


def test_a_question_for_the_opposite_is_not_answered(wordnet: WordNet) -> None:
    asks = replace(EXAMPLE, question="When did Ada Lund buy the old mill?")
    rng = random.Random(1)
    made = {e.question for _ in range(200) if (e := opposed(asks, wordnet, {"new"}, rng))}
    assert made == {
        "When did Ada Lund buy the new mill?",
        "When didn't Ada Lund buy the old mill?",
    }
    asks = replace(asks, question="How old was the mill that wasn't sold?")
    made = {e.question for _ in range(200) if (e := opposed(asks, wordnet, {"new"}, rng))}
    assert made == {"How old was the mill that was sold?"}
    new = replace(asks, question="Who bought the old mill?", context=MILL + " It was new.")
    assert not any(opposed(new, wordnet, {"new"}, rng) for _ in range(200))


def test_a_paraphrase_keeps_the_answer_and_the_meaning(wordnet: WordNet) -> None:
    passage = MILL + " She bribes no one." + " They purchase a factory." * 5
    asks = replace(EXAMPLE, context=passage, question="When did Ada Lund acquire the mill?")
    found = list(paraphrased([asks], wordnet, 3, random.Random(1)))
    # "factory" is a word of the passage too, but moves the question too far.
    assert [(e.question, e.answer) for e in found] == [
        ("When did Ada Lund purchase the mill?", "May")
    ]


@pytest.mark.parametrize("turns", [0, RECENT])
def test_the_words_that_a_person_took_over_are_told(turns: int) -> None:
    long_ago = (Turn("Who paid?", "Nobody."),) * turns
    talked = (*long_ago, Turn("Who bought the mill?", "Ada Lund's brother bought it."))
    rewrite = "When did Ada Lund's brother buy the mill?"
    [example] = told([FollowUp("1", "", talked, "When did he?", rewrite)], random.Random(1))
    assert example.verdict == WORDS and len(example.context.split()) <= 2 * RECENT
    meant = [example.context[slice(*word)] for word in example.words]
    assert meant == ["mill", "Ada", "Lund's", "brother"]


def test_a_written_question_comes_after_the_turns_before_it(tmp_path: Path) -> None:
    turns = [["Who bought it?", "Ada Lund", "Who bought the mill?"], ["When?", "May", "When … it?"]]
    line = {"topic": "The mill", "section": "Sale", "turns": turns}
    (tmp_path / "lines").write_text(json.dumps(line) + "\n")
    first, second = written(tmp_path / "lines")
    assert first.turns == () and first.title == "The mill, Sale"
    assert second.turns == (Turn("Who bought it?", "Ada Lund"),)
    assert (second.question, second.rewrite) == ("When?", "When … it?")
    assert first.dialogue == second.dialogue, "or one conversation is trained on and held out"


def test_every_written_conversation_is_whole() -> None:
    rows = written()
    assert len(rows) > 5000
    for row in rows:
        assert row.question and row.rewrite and all(t.question and t.answer for t in row.turns)
    unchanged = sum(row.question == row.rewrite for row in rows)
    assert 0.1 < unchanged / len(rows) < 0.4, "what stands alone must come too"


def test_written_questions_come_before_their_sentence(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "qamr.jsonl.gz", "wt") as file:
        file.write(json.dumps({"sentence_id": "7", "sentence": "Ada sold the mill ."}) + "\n")
    line = {"id": "7", "yes": ["Did she?"], "no": ["Was it kept?"], "open": ["For how much?"]}
    (tmp_path / "lines").write_text(json.dumps(line) + "\n")
    made = list(on_sentences(tmp_path, tmp_path / "lines"))
    assert [(e.context, e.question, e.verdict) for e in made] == [
        ("Ada sold the mill.", "Did she?", YES),
        ("Ada sold the mill.", "Was it kept?", NO),
        ("Ada sold the mill.", "For how much?", OPEN),
    ]


def test_every_sentence_that_was_asked_about_is_in_the_data(shared: Path) -> None:
    made = list(on_sentences(shared))
    assert len(made) > 4000 and len({e.verdict for e in made}) == 3


def test_a_cut_passage_keeps_the_answer_or_what_tempts() -> None:
    cut = trim(EXAMPLE, random.Random(1), words=5)
    assert cut.answer == "May" and len(cut.context) < len(MILL)
    negative = Example("Mill", MILL, "When did Ada Lund buy the barn?", -1, -1, "swapped")
    assert "Ada Lund bought it" in trim(negative, random.Random(1), words=5).context


def test_batches_hold_every_example_once_and_no_more_tokens_than_allowed() -> None:
    examples = [Encoded([n] * (20 + n), 0, 0, READS, []) for n in range(60)]
    made = batches(examples, seed=1, tokens=400)
    assert sorted(e.ids[0] for _, batch in made for e in batch) == list(range(60))
    assert all(length * len(batch) <= 400 for length, batch in made)
    assert all(len(e.ids) <= length for length, batch in made for e in batch)


def test_the_rate_rises_and_falls_to_what_is_left_at_the_end() -> None:
    heights = [height(step, 100, 0.35) for step in range(100)]
    assert max(heights) == heights[4] == 1
    assert heights[0] == pytest.approx(0.2)
    assert heights[-1] == pytest.approx(0.35, abs=0.01)
    assert height(99, 100, 0.0) < 0.02


def small_training(out: Path) -> Training:
    torch.manual_seed(1)
    config = MPNetConfig(
        vocab_size=30, hidden_size=16, num_hidden_layers=5, num_attention_heads=2,
        intermediate_size=32,
    )  # fmt: skip
    args = argparse.Namespace(out=out, device=torch.device("cpu"), rate=0.02, end=1.0, dropout=0.0)
    return Training(ReadingModel(Base(config), rank=4), 60, args)


def test_a_training_learns_and_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    batch = [
        Encoded([0, 5, 2, 2, 7, 9, 2], 5, 5, READS, [-1.0] * 7),
        Encoded([0, 6, 2, 2, 8, 9, 2], 0, 0, YES, [-1.0] * 7),
        Encoded([0, 7, 2, 2, 8, 9, 2], 0, 0, WORDS, [-1.0] * 4 + [0.0, 1.0, -1.0]),
    ]
    whole = small_training(tmp_path / "whole")
    (tmp_path / "parted").mkdir()
    losses = [whole.step(32, batch, 1) for _ in range(40)]
    assert losses[-1] < losses[0] / 3
    first = small_training(tmp_path / "parted")
    for _ in range(20):
        first.step(32, batch, 1)
    first.save()
    second = small_training(tmp_path / "parted")
    assert second.done == 20
    assert [second.step(32, batch, 1) for _ in range(20)] == pytest.approx(losses[20:])


def test_the_mixture_has_what_was_asked_for(shared: Path, tmp_path: Path) -> None:
    counts = dict.fromkeys(("squad", "unanswered", "qamr", "nli", "fever", "boolq", "followup"), 10)
    chosen = mixture(shared, tmp_path, counts, seed=1)
    assert len(chosen) == sum(counts.values())
    for e in chosen:
        if e.verdict == READS:
            assert (e.start >= 0) == (e.kind != "unanswered")
        else:
            assert e.start == -1
            assert e.verdict in ((WORDS,) if e.kind == "followup" else (YES, NO, OPEN))
