"""What else: questions that name what is known already."""

import pytest
from llama_index.core import MockEmbedding

from index.article import make_article
from qa.besides import goes_on, parted, places
from qa.chat import Chat
from qa.reader import TrainedReader
from qa.resolve import Talk, resolve
from qa.surveys.survey import survey
from qa.talking.talk import UNCLEAR
from qa.types import Question, Turn
from tests.fakes import unindexed_chat
from tests.test_resolve import Names, NoNames
from training.evaluate import whole

SOLD = (
    "In May Ada Lund sold the mill. In June Tom Berg sold the mill. Eva Holm sold the mill again."
)
REASON = "because the owner of the mill feared that it would burn again"


@pytest.mark.parametrize(
    ("question", "asked", "known"),
    [
        ("Who sold a house?", "Who sold a house?", ()),
        ("Who else sold a house?", "Who sold a house?", ()),
        ("Who sold a house besides Ada Lund?", "Who sold a house?", ("Ada Lund",)),
        ("Other than Ada, who else sold one?", "Who sold one?", ("Ada",)),
        ("Who sold one, apart from A and besides B", "Who sold one?", ("A", "B")),
        ("Who signed besides Lund and Berg?", "Who signed?", ("Lund and Berg",)),
        ("Who signed besides Lund and besides Berg?", "Who signed?", ("Lund", "Berg")),
        ("Which towns besides Lund have a mill?", "Which towns have a mill?", ("Lund",)),
        ("Apart from Ada, Ben and Eva, who came?", "Who came?", ("Ada, Ben and Eva",)),
        ("Which towns besides Lund?", "Which towns besides Lund?", ()),
        # What is known ends nowhere that can be told.
        ("Why did all but not A except B sell?", "Why did all but not A except B sell?", ()),
        ("How many men besides Ulm?", "How many men besides Ulm?", ()),
        ("How many mills besides Lund closed?", "How many mills closed?", ("Lund",)),
        ("How many died in Ulm besides 12?", "How many died in Ulm?", ("12",)),
        ("How many men other than guards died?", "How many men other than guards died?", ()),
        ("How many men other than Ulm did it?", "How many men did it?", ("Ulm",)),
        ("Who besides the man of Ulm spoke?", "Who besides the man of Ulm spoke?", ()),
        # Nothing is left to ask, and yes or no asks whether there is one.
        ("What other than money matters?", "What other than money matters?", ()),
        ("Did anyone besides Ada sell one?", "Did anyone besides Ada sell one?", ()),
    ],
)
def test_a_question_is_parted_from_what_is_known(
    question: str, asked: str, known: tuple[str, ...]
) -> None:
    assert parted(question) == (asked, known)


def test_a_list_that_no_text_has_is_known_by_its_parts() -> None:
    assert places("B left, Ada  Lund came; and A and B.", ["A and B"]) == [(28, 35)]
    assert places("B left, ada  lund came.", ["Ada Lund and B"]) == [(8, 17), (0, 1)]
    assert places("Adam left.", ["Ada", "?"]) == []


@pytest.mark.parametrize(
    ("message", "before", "goes"),
    [
        ("Who else?", "Who paid", True),
        ("Anything else?", "Why did he leave", True),
        ("Any other reasons?", "Why did he leave", True),
        ("Any other reasons?", "Who paid", False),
        ("Where else?", "Who paid", False),
        ("Anything else?", "Did he leave", False),
        ("What else did he sell?", "What did he sell", False),
    ],
)
def test_a_bare_message_goes_on_with_a_question_of_its_kind(
    message: str, before: str, goes: bool
) -> None:
    assert goes_on(message, before) is goes


@pytest.mark.parametrize(
    ("message", "turns", "understood"),
    [
        ("And who else?", ["Who paid?", "Ada [1]"], "Who paid besides Ada?"),
        ("What else?", ["When was it?", "May (May 2024)"], "When was it besides May?"),
        ("Anyone else?", ["Was anyone hurt?", "Yes: Ada Lund"], "Who was hurt besides Ada Lund?"),
        ("Who else?", ["How many people were hurt?", "12"], "Who was hurt?"),
        ("Anyone else?", ["Was anyone hurt?", "Yes"], "Who was hurt?"),
        ("Who else?", ["How many people died?", "12"], "Who died?"),
        ("Who else?", ["Was it sold?", "Yes"], "Who else?"),
        ("Who else?", ["Who paid besides Ada?", "Tom"], "Who paid besides Ada and besides Tom?"),
        ("Who else?", ["Who won besides A?", "B"], "Who won besides A and besides B?"),
        ("Who else?", ["Who paid?", "The article does not say."], "Who paid?"),
        ("Who else?", ["Who paid?", "Ada [1]\nTom [2]"], "Who paid besides Ada, Tom?"),
        ("Who else paid?", ["Who came?", "Tom"], "Who else paid besides Tom?"),
        ("What else did Ada sell?", ["Who came?", "Tom"], "What else did Ada sell?"),
        ("Why else?", ["Why did he go?", f"{REASON} [1]"], f"Why did he go besides {REASON}?"),
        ("Why else?", ["Why did he go?", f"{REASON * 4} [1]"], "Why did he go?"),
    ],
)  # fmt: skip
def test_what_else_asks_for_other_answers(message: str, turns: list[str], understood: str) -> None:
    assert resolve(message, Talk([Turn(*turns)], NoNames())).text == understood


def test_a_chain_of_more_keeps_what_was_known() -> None:
    turns = [Turn("Who paid?", "Ada"), Turn("Who else?", "Tom")]
    assert (
        resolve("Anyone else?", Talk(turns, Names())).text
        == "Who paid besides Ada and besides Tom?"
    )


def test_what_was_known_to_the_question_before_stays_known() -> None:
    turns = [Turn("Who won besides A?", "B")]
    text = resolve("Who else won?", Talk(turns, NoNames())).text
    assert text == "Who else won besides A and besides B?"


def test_no_span_lies_on_what_is_known(reader: TrainedReader) -> None:
    article = make_article(SOLD)
    found = []
    for question in (
        "Who sold a house?",
        "Who sold a house besides Ada Lund and besides Tom Berg?",
    ):
        candidates, _ = reader.candidates(question, article, [whole(article)])
        found.append([article.text[slice(*e.span)] for e in candidates if e.span])
    assert any("Ada" in text for text in found[0]) and found[1][0] == "Eva Holm"
    assert not any(name in text for text in found[1] for name in ("Ada", "Lund", "Tom", "Berg"))


def test_a_survey_leaves_out_what_is_known() -> None:
    article = make_article("Ada Lund said that the mill burned. Ada Lund said that she wept.")
    answers = [
        survey(Question(q, q), article, MockEmbedding(embed_dim=4))
        for q in ("What did Lund say?", "What else did Lund say besides that the mill burned?")
    ]
    assert [len(a.citations) for a in answers if a] == [2, 1]


def test_what_is_known_is_not_found_again_by_the_question_as_typed(chat: Chat) -> None:
    turns = [Turn("Who reported it?", "CNN")]
    answer = chat.ask("Who else reported it?", turns)
    assert answer.question.text == "Who else reported it besides CNN?"
    assert answer.short != "CNN"


def test_a_list_goes_on_where_it_ended_and_is_not_given_twice() -> None:
    text = "\n\n".join(f"Ada Lund said that house {n} burned down." for n in range(8))
    chat = unindexed_chat(text)
    turns: list[Turn] = []
    found = []
    for message in (
        "What did Lund say?",
        "What else did Lund say?",
        "What else?",
        "Anything else?",
    ):
        answer = chat.ask(message, turns)
        turns.append(Turn(message, answer.text))
        found.append([c.sentence.number for c in answer.citations])
    assert found == [[0, 1, 2, 3, 4, 5], [6, 7], [], []]
    assert chat.ask("What else did Lund say?").kind == "list"


@pytest.mark.parametrize(
    "turns", [[], [Turn("Did Lund weep?", "Yes")], [Turn("Sum it up", "Wept.")]]
)
def test_more_of_nothing_is_not_understood(turns: list[Turn]) -> None:
    chat = unindexed_chat("Ada Lund had some other reasons to weep.")
    for message in ("And what else?", "Anything else?"):
        answer = chat.ask(message, turns)
        assert (answer.kind, answer.text, answer.question.text) == ("talk", UNCLEAR, message)


def test_what_else_he_said_is_of_whom_he_was_before() -> None:
    text = "Ada Lund said that it burned. Tom Berg, the mayor, left. Ada Lund said that she wept."
    said = Turn("What did she say?", "Ada Lund said that it burned. [1]")
    turns = [Turn("Who burned?", "Ada Lund"), said]
    answer = unindexed_chat(text).ask("What else did she say?", turns)
    assert answer.question.text.startswith("What else did Ada Lund say")
    assert [c.sentence.number for c in answer.citations] == [2]
    more = Turn("What else did she say?", answer.text)
    assert unindexed_chat(text).ask("What else did she say?", [*turns, more]).kind == "absent"
