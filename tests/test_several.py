"""Several articles: one answer, each citation with its article, and "the article" when clear."""

from pathlib import Path

import pytest

from index.article import ArticleError, make_article
from index.library import Library
from qa.chat import SURVEYED_AT_MOST, Chat, QuestionError
from qa.several import joined, spoken_of
from qa.types import Question, Turn
from tests.checks import assert_sound
from tests.fakes import OverlapReader

MILL = "The mill\n\nThe old paper mill at Lund closed in May. Its owner, Ada Moe, moved to Oslo."
SHIP = "The ship\n\nThe ferry Aurora sank in June off Bergen. Nobody on board was hurt at all."


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Chat:
    articles = [make_article(MILL), make_article(SHIP)]
    folder = tmp_path_factory.mktemp("both")
    return Chat.about(*articles, data_dir=folder, reader=OverlapReader())


def test_each_answer_names_its_article(both: Chat) -> None:
    for question, short, title in (
        ("When did the paper mill close?", "May", "The mill"),
        ("When did the ferry Aurora sink?", "June", "The ship"),
    ):
        answer = both.ask(question)
        assert (answer.short, answer.citations[0].title) == (short, title)
        assert_sound(answer, both.articles[answer.citations[0].digest])
        assert answer.as_dict()["citations"][0]["article"] == title


def test_what_none_says_is_absent(both: Chat) -> None:
    assert both.ask("How many cattle graze on Jupiter?").kind == "absent"


def test_the_article_last_spoken_of_is_meant(both: Chat) -> None:
    question = "When did the ferry Aurora sink?"
    turns = [Turn(question, both.ask(question).text)]
    assert spoken_of(list(both.articles.values()), turns).title == "The ship"  # type: ignore[union-attr]
    assert {c.title for c in both.ask("Summarise it", turns).citations} == {"The ship"}
    assert spoken_of(list(both.articles.values()), []) is None


def test_of_two_sentences_in_one_line_each_tells_where_it_is_from() -> None:
    first, second = (
        "The ferry sank off Ulm on Friday night.",
        "All of its crew were saved by a tug.",
    )
    ship = make_article(f"{first}\n\nIt was old.[1]\n\n{second}")
    line = Turn("What happened?", f"It sank [1] [2]\n\n{first} [1] {second} [2]")
    assert spoken_of([make_article("The mill is closed."), ship], [line]) is ship


def test_a_survey_without_one_is_of_each(both: Chat) -> None:
    answer = both.ask("Summarise it")
    assert {c.title for c in answer.citations} == {"The mill", "The ship"}
    assert [c.marker for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert f"[{len(answer.citations)}]" in answer.text.splitlines()[-1]


def test_an_article_keeps_its_own_marks_when_surveys_are_joined(tmp_path: Path, minilm) -> None:  # type: ignore[no-untyped-def]
    noted = "The mill burned in May.[2] Ada Lund wept on that sad day.[1] It was never built again."
    library = Library(tmp_path, minilm)
    library.add_all(
        [make_article(noted, "One"), make_article(noted.replace("mill", "barn"), "Two")]
    )
    answer = Chat.of_library(library, reader=OverlapReader()).ask("Summarise it")
    lines = answer.text.splitlines()
    assert len(lines) == len(answer.citations) == 6
    for line, citation in zip(lines, answer.citations, strict=True):
        assert line == f"{citation.sentence.text} [{citation.marker}]"


def test_an_article_that_was_removed_is_not_asked(tmp_path: Path, minilm) -> None:  # type: ignore[no-untyped-def]
    library = Library(tmp_path, minilm)
    library.add_all([make_article(MILL), make_article(SHIP)])
    chat = Chat.of_library(library, reader=OverlapReader())
    assert len({c.title for c in chat.ask("Summarise it").citations}) == 2  # both were read
    library.remove(make_article(MILL).digest)
    assert chat.ask("When did the ferry Aurora sink?").found
    assert {c.title for c in chat.ask("Summarise it").citations} == {"The ship"}
    fresh = Chat.of_library(library, reader=OverlapReader())
    library.remove(make_article(SHIP).digest)
    with pytest.raises(QuestionError, match="no article left"):
        fresh.ask("When did the ferry Aurora sink?")


def test_of_many_articles_none_is_denied_that_was_not_looked_at(tmp_path: Path, minilm) -> None:  # type: ignore[no-untyped-def]
    library = Library(tmp_path, minilm)
    towns = ("Ulm", "Ems", "Ahr", "Inn", "Elz")
    others = [make_article(f"{town}\n\n{town} is an old town on a river.") for town in towns]
    library.add_all([*others, make_article(SHIP)])
    chat = Chat.of_library(library, reader=OverlapReader())
    assert len(chat.articles) > SURVEYED_AT_MOST
    answer = chat.ask("Does it mention Aurora?")
    assert {c.title for c in answer.citations} == {"The ship"}
    assert chat._survey(Question("Who is quoted?", "Who is quoted?"), []) is None


def test_nothing_surveyed_is_no_answer() -> None:
    assert joined([]) is None


def test_files_are_opened_together(tmp_path: Path) -> None:
    for name, text in (("mill.txt", MILL), ("ship.txt", SHIP)):
        (tmp_path / name).write_text(text)
    chat = Chat.open(
        tmp_path / "mill.txt", tmp_path / "ship.txt", data_dir=tmp_path, reader=OverlapReader()
    )
    assert [a.title for a in chat.articles.values()] == ["The mill", "The ship"]


def test_all_of_a_library_is_asked(both: Chat, tmp_path: Path, minilm) -> None:  # type: ignore[no-untyped-def]
    library = Library(tmp_path, minilm)
    with pytest.raises(ValueError, match="no article in the library"):
        Chat.of_library(library, reader=OverlapReader())
    library.add_all([make_article(MILL), make_article(SHIP)])
    chat = Chat.of_library(library, reader=OverlapReader())
    answer = chat.ask("When did the ferry Aurora sink?")
    assert (answer.short, answer.citations[0].title, len(chat.articles)) == ("June", "The ship", 2)
    # What was removed since is not asked, nor does it break the chat.
    library.remove(answer.citations[0].digest)
    assert not chat.ask("When did the ferry Aurora sink?").found


def test_no_article_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no article"):
        Chat.open(data_dir=tmp_path, reader=OverlapReader())


def test_an_address_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match=r"https://127\.0\.0\.1/x is not fetched"):
        Chat.open("https://127.0.0.1/x", data_dir=tmp_path, reader=OverlapReader())
