"""The regression pairs: what passes stays right, what does not is a strict expected failure."""

from pathlib import Path

import pytest

from qa.chat import Chat
from qa.pairs import Pair, PairsError, fault, history, load_pairs
from qa.types import Answer, Question
from tests.checks import assert_sound
from tests.conftest import SEED

PAIRS = load_pairs(SEED.with_name("pairs.toml"))


def parameter(pair: Pair):  # type: ignore[no-untyped-def]
    marks = pytest.mark.xfail(reason=pair.fails, strict=True) if pair.fails else ()
    return pytest.param(pair, id=pair.id, marks=marks)


@pytest.mark.parametrize("pair", [parameter(pair) for pair in PAIRS])
def test_pair(chat: Chat, pair: Pair) -> None:
    answer = chat.ask(pair.question, history(chat, PAIRS, pair))
    assert_sound(answer, chat.article)
    assert not fault(pair, answer)


def test_pairs_are_as_many_and_as_varied_as_they_should_be() -> None:
    assert len(PAIRS) >= 60
    assert sum(pair.kind == "absent" for pair in PAIRS) >= 20
    wanted = {"when", "number", "who", "where", "why", "how", "paraphrase", "misspelt", "terse"}
    assert wanted | {"yesno", "quotation", "two-sentences", "followup"} <= {p.tag for p in PAIRS}


def test_pairs_are_true_to_the_article(seed) -> None:  # type: ignore[no-untyped-def]
    for pair in PAIRS:
        for quote in pair.quotes:
            assert any(quote in s.text for s in seed.sentences), (pair.id, quote)
        for wanted in pair.answers:
            assert wanted.casefold() in seed.text.casefold(), (pair.id, wanted)
        assert bool(pair.quotes) == (pair.kind not in ("absent", "talk")), pair.id


def test_fault_tells_right_from_wrong(chat: Chat) -> None:
    sentence = chat.article.sentences[0]
    pair = Pair(id="x", kind="absent", tag="who", question="Who?")
    refused = Answer(Question("Who?", "Who?"), "absent", "", "", (), (sentence,), 0.1)
    assert fault(pair, refused) == ""
    assert "absent instead of span" in fault(pair.model_copy(update={"kind": "span"}), refused)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ('[[pair]]\nid = "a"\nkind = "span"\ntag = "who"\n', "Field required"),
        ('[[pair]]\nid = "a"\nkind = "spam"\ntag = "who"\nquestion = "Who?"\n', "Input should be"),
        ('[[pair]]\nid = "a"\nkind = "span"\ntag = "w"\nquestion = "Who?"\n' * 2, "two pairs"),
        ('[[pair]]\nid="a"\nkind="no"\ntag="w"\nquestion="Who?"\nafter="b"\n', "not before it"),
        ("[[pair]", "cannot be read"),
        ("", "cannot be read: it has no"),
        ('[pair]\nid = "a"\nkind = "span"\ntag = "who"\n', "Field required"),
        ("pair = [1]", "valid dictionary"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, rows: str, reason: str) -> None:
    path = tmp_path / "pairs.toml"
    path.write_text(rows)
    with pytest.raises(PairsError, match=reason):
        load_pairs(path)
