"""Invariant 1: sentence slices are exact, ordered and disjoint, white space between them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, ArticleError, decode, make_article, read_article

HARD = {
    "one word": "Yes",
    "one letter among lines": "\n\n \t\n a\n\n",
    "two hundred thousand words": "The mill closed in May. " * 40_000,
    "no full stop": "word " * 5_000,
    "many scripts": "Он пришёл. 彼は来た。それだけだ。 هو جاء. वह आया। היא באה. მოვიდა. 그가 왔다.",
    "emoji": "It rained 🌧️. They left 👨‍👩‍👧‍👦! Why? 🤷🏽‍♀️ No one knows.",
    "combining marks": "Cafe\u0301 owners protested. Z\u0351\u036b\u0343 spoke. Na\u0308chster.",
    "separators": "One.\u2028Two.\u2029Three.\u0085Four.\x0bFive.\x0cSix.",
}


def assert_exact(article: Article) -> None:
    at = 0
    for number, sentence in enumerate(article.sentences):
        assert sentence.number == number
        assert article.text[sentence.start : sentence.end] == sentence.text
        assert sentence.text == sentence.text.strip() != ""
        assert article.text[at : sentence.start].strip() == ""
        assert at <= sentence.start < sentence.end
        at = sentence.end
    assert article.text[at:].strip() == ""


def test_seed_is_exact(seed: Article) -> None:
    assert_exact(seed)
    assert len(seed.sentences) == 20


def test_news_is_exact(news: list[Article]) -> None:
    assert len(news) == 16
    for article in news:
        assert_exact(article)


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
def test_hard_cases_are_exact(text: str) -> None:
    assert_exact(make_article(text))


@given(st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_any_text_is_exact_or_empty(text: str) -> None:
    if text.removeprefix("\ufeff").strip():
        assert_exact(make_article(text))
    else:
        with pytest.raises(ArticleError, match="empty"):
            make_article(text)


def test_line_ends_and_byte_order_mark_are_gone_before_offsets() -> None:
    article = make_article("\ufeffOne is here.\r\nTwo is there.\rThree is gone.")
    assert article.text == "One is here.\nTwo is there.\nThree is gone."
    assert_exact(article)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "empty"), (" \n\t\n", "empty"), ("a\0b", "character 1 is U\\+0000"), ("\ud800", "lone")],
)
def test_what_is_no_text_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ArticleError, match=reason):
        make_article(text)


def test_bytes_are_no_text() -> None:
    with pytest.raises(TypeError, match="is a string, not bytes"):
        make_article(b"abc")  # type: ignore[arg-type]


def test_not_utf8_names_the_byte() -> None:
    with pytest.raises(ArticleError, match="byte 3 is 0xE9"):
        decode(b"caf\xe9 au lait", "menu.txt")


def test_title_is_the_headline_or_the_file_name(tmp_path: Path) -> None:
    path = tmp_path / "storm.txt"
    path.write_text("The storm passed at noon. Nobody was hurt.")
    assert read_article(path).title == "storm"
    path.write_text("Storm passes\n\nThe storm passed at noon.")
    assert read_article(path).title == "Storm passes"
    assert read_article(path, "Mine").title == "Mine"


def test_a_name_that_is_no_utf8_is_shown_with_a_mark() -> None:
    article = make_article("A b.", "caf\udce9", "caf\udce9.txt")
    assert (article.title, article.source) == ("caf?", "caf?.txt")


def test_digest_is_of_the_text_alone() -> None:
    one, same, other = make_article("A b.", "x"), make_article("A b.", "y"), make_article("A c.")
    assert one.digest == same.digest != other.digest
