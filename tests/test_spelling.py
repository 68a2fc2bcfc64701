"""Misspelt words become the article's own; other forms, prefixes and known words stay."""

from pathlib import Path

import pytest

from qa.chat import Chat, vocabulary
from qa.spelling import spellings, spelt, with_names
from tests.fakes import OverlapReader

TEXT = (
    "Zelenskyy congratulated Trump. The weapons were deployed near Kursk by Russian troops. The "
    "mayor was interested, and the decision to escalate was conditional. Hyperglycemia, propane."
)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("What did zelensky say?", "What did Zelenskyy say?"),
        ("Where were rusian wepons deployd?", "Where were Russian weapons deployed?"),
        ("Did Zelenskyy congratulate Trump?", None),  # another form
        ("Was the escalation feared?", None),
        ("Was the mayor disinterested?", None),  # the opposite
        ("Was it unconditional?", None),
        ("What is hypoglycemia?", None),
        ("What is hyperglicemia?", "What is Hyperglycemia?"),
        ("Does propene burn?", None),
        ("Who is Poroshenko?", None),  # somebody else
        ("Were the troops Prussian?", None),  # a word by itself
        ("", None),
    ],
)
def test_only_misspelt_words_change(question: str, wanted: str | None) -> None:
    assert spelt(question, spellings(TEXT), vocabulary()) == (wanted or question)


def test_names_get_their_capitals() -> None:
    names = ("Ada", "Lund", "Will", "O'Neill", "Rose")
    text = "Ada Lund and Rose O'Neill will meet. Sales rose."
    asked = "will lund and o'neill meet ada, who rose?"
    assert with_names(asked, names, [text]) == "will Lund and O'Neill meet Ada, who rose?"
    assert with_names(asked, (), [text]) == asked


def test_a_capital_is_no_other_question(tmp_path: Path) -> None:
    text = "Ada Lund, the mayor, met Greta Holm in Ulm. Lund paid."
    chat = Chat.from_text(text, data_dir=tmp_path, reader=OverlapReader())
    answer = chat.ask("who met greta holm?")
    assert answer.question.text == "who met Greta Holm?" and not answer.question.changed


def test_the_chat_shows_how_it_understood_a_misspelt_word(tmp_path: Path) -> None:
    chat = Chat.from_text(TEXT, data_dir=tmp_path, reader=OverlapReader())
    answer = chat.ask("Where were wepons deployd?")
    assert answer.question.text == "Where were weapons deployed?"
    assert answer.question.asked == "Where were wepons deployd?"
