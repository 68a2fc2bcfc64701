"""Who said "…": a quotation that the question repeats, and its speaker."""

import time

import pytest

from index.article import make_article
from qa.chat import Chat
from qa.reader import around, to_hit
from qa.speaker import asks_who_said, quotation_in, read_speaker
from qa.surveys.speech import speaker_of, teller_of
from qa.types import Turn
from tests.checks import assert_sound
from tests.fakes import OverlapReader, unindexed_chat

MILL = (
    "The mill burned on Monday. “We lost it all. Greta cried,” mill owner Ada Lund said. “Never”, "
    "said a guard. As US Senator Bo Dahl told the Herald, “the state will pay for the mill”. "
    "“It is a ruin now,” he added."
)


@pytest.mark.parametrize(
    ("question", "quotation"),
    [
        ("Who said “We lost it all”?", "We lost it all"),
        ('who said that "we lost it all"', "we lost it all"),
        ("Who said that the mill burned?", ""),
        ("What did Lund say about “it all”?", ""),
    ],
)
def test_the_quotation_in_a_question(question: str, quotation: str) -> None:
    assert quotation_in(question) == quotation


def test_a_headline_with_the_words_has_no_speaker_and_the_quotation_has() -> None:
    article = make_article(f"We lost it all, says owner\n\n{MILL}")
    reading = read_speaker(OverlapReader(), "Who said “We lost it all”?", article, [])
    assert [article.text[slice(*e.span)] for e in reading.evidence if e.span] == ["Ada Lund"]
    endless = make_article("it was the best of days " * 3000)
    begun = time.process_time()
    read_speaker(OverlapReader(), "Who said “it was the best”?", endless, [])
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("said", "speaker", "number"),
    [
        ("We lost it all", "Ada Lund", 2),
        ("Greta cried", "Ada Lund", 2),
        ("state will pay", "US Senator Bo Dahl", 4),
        ("Never", None, None),
        ("It is a ruin", "US Senator Bo Dahl", 4),
        ("The mill burned", None, None),  # no quotation
    ],
)
def test_the_speaker_is_named_where_it_is_plain(
    said: str, speaker: str | None, number: int | None
) -> None:
    article = make_article(MILL)
    start = article.text.index(said)
    found = speaker_of(article, start, start + len(said))
    assert (found and article.text[slice(*found.span)]) == speaker
    assert (found and found.sentence.number) == number


def test_both_the_name_and_the_quotation_are_cited() -> None:
    article = make_article(MILL)
    reading = read_speaker(OverlapReader(), "Who said “we lost it all”?", article, [])
    assert [e.sentence.number for e in reading.evidence] == [2, 1]
    other = read_speaker(OverlapReader(), "Who said “we lost it again”?", article, [])
    assert other.evidence == ()


def test_a_quotation_of_the_seed_article(chat: Chat) -> None:
    answer = chat.ask("Who said “it looks as if Donald Trump had already these 24 hours”?")
    assert answer.short == "Zelenskyy"
    assert_sound(answer, chat.article)


def test_a_speaker_is_not_sought_in_the_quotation() -> None:
    article = make_article("“Lund’s men lied, and Ada Lund knew,” Ada Lund said.")
    start = article.text.index("men lied")
    speaker = speaker_of(article, start, start + 8)
    assert speaker and speaker.span[0] == article.text.rindex("Ada Lund")


def test_the_words_of_a_quotation_are_not_filled_in() -> None:
    question = "Who said “They will not stop it”?"
    chat = unindexed_chat("“They will not stop it,” Ada Lund said. Tom Berg left.")
    answer = chat.ask(question, [Turn("Who left?", "Tom Berg")])
    assert (answer.question.text, answer.short) == (question, "Ada Lund")


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Who said that the mill is lost?", True),
        ("Who told reporters on Friday the mill is lost?", True),
        ("Who was it that warned the mill would close?", True),
        ("Who said “It is lost”?", True),
        ("Who said that?", True),
        ("Who sold the mill?", False),
        ("Who is said to have sold the mill?", False),
    ],
)
def test_what_asks_who_said_something(question: str, asks: bool) -> None:
    assert asks_who_said(question) == asks


TOLD = (
    "Ada Lund, who runs the mill, was calm. “We will build again. Soon,” she said. She added that "
    "the mill had been insured for two million euros. Bo Dahl, her brother, said the fire began in "
    "the loft. Ms. Greta Holm and her dog came by. He warned that the loft might "
    "fall. They said the dog was safe."
)


@pytest.mark.parametrize(
    ("said", "speaker"),
    [
        ("insured", "Ada Lund"),
        ("began in the loft", "Bo Dahl"),
        ("might fall", None),  # Greta Holm is no "he" for certain, nor is Bo Dahl near
        ("Soon", "Ada Lund"),
        ("dog", None),
    ],
)
def test_who_tells_a_sentence_is_named_where_it_is_plain(said: str, speaker: str | None) -> None:
    article = make_article(f"{TOLD} Ms. Holm has nine dogs.")
    sentence = next(s for s in article.sentences if said in s.text)
    found = teller_of(article, sentence)
    assert (found and article.text[slice(*found.span)]) == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Firm co-founder Ole Vik said the boy was welcome.", "Ole Vik"),
        ("Fire chief Ali al-Amr, on the radio, said it was out.", "Ali al-Amr"),
        ("According to the Ulm Herald, the mill is lost.", "Ulm Herald"),
    ],
)
def test_names_of_tellers_are_whole(text: str, speaker: str) -> None:
    article = make_article(text)
    found = teller_of(article, article.sentences[0])
    assert found and article.text[slice(*found.span)] == speaker


def test_who_said_what_the_question_tells_in_other_words() -> None:
    article = make_article(TOLD)
    hits = [to_hit(article, around(article, article.sentences[3], 3, 3))]
    asked = "Who said that the mill was insured for two million euros?"
    reading = read_speaker(OverlapReader(), asked, article, hits)
    assert [e.sentence.number for e in reading.evidence] == [0, 3]
    assert article.text[slice(*reading.evidence[0].span or ())] == "Ada Lund"
    for other in (
        "Who said that the barn was sold for two million euros?",
        "Who said the dog ate?",
    ):
        reading = read_speaker(OverlapReader(), other, article, hits)
        assert 0 not in [e.sentence.number for e in reading.evidence]
