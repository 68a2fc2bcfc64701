"""Questions in ordinary words: what the file holds, and what is made of it to learn from."""

import random

from tests.checks import assert_pieces_hold_what_is_asked
from tests.fakes import WordEmbedding
from training import everyday
from training.examples import NO, OPEN, YES

PIECE = {
    "title": "Mill sold",
    "text": "Ada Lund bought the mill in May. She paid nine crowns. The nine workers were told in "
    "June. The roof fell in. The barn was sold to the town.",
    "wh": [["how much did she fork out", "nine"], ["who's got the barn now?", "the town"]],
    "absent": ["What did the barn go for?"],
    "yes": [["Did Lund get the place?", "Ada Lund bought"]],
    "no": [["Has she still got the barn?", "The barn was sold"]],
    "open": ["Is the house hers, too?"],
    "talk": [["Who bought it?", "Ada Lund", "and when?", "and when did Ada Lund buy it?"]],
}


def test_every_piece_holds_what_its_questions_point_at() -> None:
    train, held = everyday.pieces()
    assert_pieces_hold_what_is_asked(train, held)
    titles = [piece["title"] for piece in (*train, *held)]
    assert len(set(titles)) == len(titles), "or a piece is trained on and held out"


def test_questions_to_read_point_at_their_answer() -> None:
    made = {e.question: e for e in everyday.read([PIECE])}
    assert {q: e.answer for q, e in made.items()} == {
        "how much did she fork out": "nine",
        "who's got the barn now?": "the town",
        "What did the barn go for?": "",
    }


def test_of_two_places_the_one_that_the_question_is_on() -> None:
    text = PIECE["text"]
    assert everyday.place("How many workers were told?", text, "nine") == text.rindex("nine")
    assert everyday.place("What did she pay?", text, "nine") == text.index("nine")


def test_a_question_is_open_before_another_sentence() -> None:
    made = list(everyday.judged([PIECE], WordEmbedding(), random.Random(1)))
    decided = [(e.question, e.verdict) for e in made if e.verdict != OPEN]
    assert decided == [("Did Lund get the place?", YES), ("Has she still got the barn?", NO)]
    left = [e for e in made if e.verdict == OPEN]
    assert "Is the house hers, too?" in [e.question for e in left] and len(left) <= 3
    for e in left:
        assert "Lund bought" not in e.context or "place" not in e.question
        assert "barn was sold" not in e.context or "barn?" not in e.question


def test_a_follow_up_comes_with_what_was_said() -> None:
    [talk] = everyday.talks([PIECE])
    assert talk.turns[0].answer == "Ada Lund" and talk.question == "and when?"
    assert talk.rewrite == "and when did Ada Lund buy it?"
