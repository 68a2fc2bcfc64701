"""One story in every format reads alike, its furniture stays behind, and types go by content."""

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from index.article import Article, ArticleError, read_article
from index.importing import Sandbox, import_article, language_notice
from index.importing.blocks import paragraphs
from index.importing.imported import format_of
from tests.samples import make
from tests.samples.paper import hyphenated, pdf, text_line
from tests.samples.story import DATE, FURNITURE, STORY, TITLE
from tests.test_article import assert_exact

SAMPLES = Path(__file__).parent / "samples"
FORMATS = ("txt", "md", "html", "pdf", "docx", "epub")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


def joined(text: str) -> str:
    return " ".join(text.split())


def sample(suffix: str, sandbox: Sandbox) -> Article:
    data = (SAMPLES / f"story.{suffix}").read_bytes()
    return import_article(data, f"story.{suffix}", sandbox=sandbox)


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_story_is_read_whole_and_nothing_else(suffix: str, sandbox: Sandbox) -> None:
    article = sample(suffix, sandbox)
    assert_exact(article)
    assert article.title == TITLE
    visible = joined(" ".join([TITLE, *(text for _, text in STORY)]))
    for sentence in article.sentences:
        assert joined(sentence.text) in visible
    assert joined(article.text) == visible
    assert not [words for words in FURNITURE if words in article.text]


@pytest.mark.parametrize("suffix", FORMATS)
def test_blocks_are_paragraphs(suffix: str, sandbox: Sandbox) -> None:
    paragraphs = {joined(p) for p in sample(suffix, sandbox).text.split("\n\n")}
    for kind, text in STORY:
        if kind in ("h2", "li", "caption", "quote"):
            assert joined(text) in paragraphs


def test_samples_are_what_their_script_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make, "FOLDER", tmp_path)
    make.main()
    for path in sorted(tmp_path.iterdir()):
        assert path.read_bytes() == (SAMPLES / path.name).read_bytes(), path.name


@pytest.mark.parametrize("suffix", FORMATS)
def test_only_a_stated_date_is_the_article_s(suffix: str, sandbox: Sandbox) -> None:
    stated = {"html": DATE, "epub": DATE}
    assert sample(suffix, sandbox).published == stated.get(suffix)


def test_a_date_is_not_guessed_from_the_text(sandbox: Sandbox) -> None:
    lines = make.page(make.body()).splitlines(keepends=True)
    page = "".join(line for line in lines if "published_time" not in line)
    assert import_article(page.encode(), "page", sandbox=sandbox).published is None


def test_pages_of_a_pdf(sandbox: Sandbox) -> None:
    article = sample("pdf", sandbox)
    assert len(article.pages) == 3
    pages = [sentence.page for sentence in article.sentences]
    assert pages == sorted(pages, key=lambda page: page or 0) and set(pages) == {1, 2, 3}
    assert {s.page for s in article.sentences if "412 signatures" in s.text} == {2}
    assert {s.page for s in article.sentences if "Trondheim" in s.text} == {3}
    assert all(s.page is None for s in sample("html", sandbox).sentences)


def test_the_pdf_breaks_words_and_pages() -> None:
    """What the round trip rests on: the sample does hold what the importer has to join."""
    lines = [line for _, text in STORY for line in hyphenated(text, 66)]
    assert sum(line.endswith("-") for line in lines) >= 4


def lines_of(*texts: str) -> bytes:
    return b"".join(text_line(72, 700 - 14 * i, 11, text) for i, text in enumerate(texts))


def test_a_compound_keeps_its_hyphen_where_the_text_writes_it_so(sandbox: Sandbox) -> None:
    data = pdf([lines_of("It has long-range plans and many other plans that are long-",
                         "range. They met in the presi-", "dential palace for a 20-",
                         "year lease.")])  # fmt: skip
    assert import_article(data, "x.pdf", sandbox=sandbox).text == (
        "It has long-range plans and many other plans that are long-range. "
        "They met in the presidential palace for a 20-year lease."
    )


def test_columns_one_after_the_other(sandbox: Sandbox) -> None:
    left = lines_of("The left column comes first and", "it ends in the middle of a")
    right = b"".join(
        text_line(330, 700 - 14 * i, 11, text)
        for i, text in enumerate(["sentence that the right one", "brings to its end."])
    )
    assert import_article(pdf([left + right]), "x.pdf", sandbox=sandbox).text == (
        "The left column comes first and it ends in the middle of a sentence that the right one "
        "brings to its end."
    )


def test_a_pdf_without_text_says_so(sandbox: Sandbox) -> None:
    with pytest.raises(ArticleError, match=r"^scan\.pdf cannot be read: it has no text layer"):
        import_article(pdf([b"0 0 100 100 re f\n"] * 3), "scan.pdf", sandbox=sandbox)


@pytest.mark.parametrize("suffix", ("html", "pdf", "docx", "epub"))
def test_the_name_does_not_decide(suffix: str, tmp_path: Path) -> None:
    """And a path is read in a child process of its own."""
    path = tmp_path / "story.txt"
    shutil.copy(SAMPLES / f"story.{suffix}", path)
    article = read_article(path)
    assert article.title == TITLE and article.source == str(path)


@pytest.mark.parametrize(
    "text",
    [
        "# Not a heading\n\n* star [1](x)\n",
        "  It says <p> in the middle.\n",
        "%PDF is a format.",
        "PK was here.",
        "a\u00adb \u200b c\n\n\n\n<html>",
    ],
)
def test_plain_text_is_kept_to_the_letter(text: str) -> None:
    assert import_article(text.encode(), "a.txt").text == text


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"), (b"PK\x03\x04", "zip"), (b"\xef\xbb\xbf <!DOCTYPE html>", "html"),
        (b"<?xml version='1.0'?>\n<!-- x -->\n<HTML>", "html"), (b"<article>", "html"),
        (b"<pre> is a tag.", "text"), (b"", "text"), (b"The mill closed.", "text"),
    ],
)  # fmt: skip
def test_types_go_by_content(data: bytes, kind: str) -> None:
    assert format_of(data, "x.docx") == kind


def test_a_page_is_one_where_the_server_says_so() -> None:
    page = b"<nav>Home</nav><p>The mill closed.</p>"
    assert (
        format_of(page, "x") == "text"
        and format_of(page, "x", "text/html; charset=utf-8") == "html"
    )
    assert format_of(b"It is a <b>mill</b>.", "x", "text/html") == "text"


def test_telling_the_type_takes_no_time() -> None:
    begun = time.process_time()
    assert format_of(b"<!---->" * 3000, "x") == format_of(b"<!-- " * 4000, "x") == "text"
    assert time.process_time() - begun < 1


OTHERS = {
    "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "old Office file"),
    "rtf": (b"{\\rtf1 Hello}", "rich-text"),
    "png": (b"\x89PNG\r\n\x1a\n", "picture"),
    "zip": (make.archive({"a.txt": "x"}), "is binary: a zip archive"),
    "cut zip": (make.docx()[:900], "is binary, a damaged zip"),
}


@pytest.mark.parametrize("case", OTHERS)
def test_what_no_importer_reads(case: str, sandbox: Sandbox) -> None:
    data, reason = OTHERS[case]
    with pytest.raises(ArticleError, match=rf"^thing .*{reason}[^\n]*\.$"):
        import_article(data, "thing", sandbox=sandbox)


def test_a_page_without_an_article(sandbox: Sandbox) -> None:
    with pytest.raises(ArticleError, match=r"^x"):
        import_article(b"<html><body><nav>Home</nav></body></html>", "x", sandbox=sandbox)


def test_notes_marks_and_line_breaks(sandbox: Sandbox) -> None:
    source = 'One<sup><a href="#n1">1</a></sup> line<br>and another.\n\n<script>no()</script>'
    assert import_article(source.encode(), "a.md", sandbox=sandbox).text == (
        "One line\nand another."
    )


HALLS = "<tr><td>North</td><td>1931</td></tr><tr><td>South</td><td>1958</td></tr>"


@pytest.mark.parametrize(
    ("table", "text"),
    [
        (f"<thead><tr><th>Hall</th><th>Built</th></tr></thead><tbody>{HALLS}</tbody>",
         "North, Built: 1931.\n\nSouth, Built: 1958."),
        # a row of the first kind is no head of the others
        (f"<tr><th>Owner</th><td>Ada Lund</td></tr>{HALLS}",
         "Owner, Ada Lund\n\nNorth, 1931\n\nSouth, 1958"),
        (f"<tr><th colspan=2>Halls</th></tr>{HALLS}", "Halls\n\nNorth, 1931\n\nSouth, 1958"),
        ("<tr><td>Hall</td><td>Owner</td><td>Town</td></tr>"
         "<tr><td>North</td><td>Ada Lund</td><td>Ulm</td></tr>" * 2,
         "\n\n".join(["Hall, Owner, Town", "North, Ada Lund, Ulm"] * 2)),
        ("<tr><th>Hall</th><th>Built</th><th>Mill</th></tr><tr><td>All</td></tr>"
         "<tr><td>North</td><td></td><td>It stood.</td></tr>", "All\n\nNorth, Mill: It stood."),
    ],
)  # fmt: skip
def test_a_row_of_heads_says_what_cells_are(table: str, text: str) -> None:
    assert "\n\n".join(paragraphs(html.fromstring(f"<table>{table}</table>"))) == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("---\ntitle: Mill\n---\nIt burned.", "It burned."),
        ("---\nAda Lund wept.\n\n---\nIt burned.", "Ada Lund wept.\n\nIt burned."),
    ],
)
def test_only_keys_are_front_matter(source: str, text: str, sandbox: Sandbox) -> None:
    assert import_article(source.encode(), "a.md", sandbox=sandbox).text == text


def test_an_entity_brings_in_no_file(tmp_path: Path, sandbox: Sandbox) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the secret word")
    document = make.page("<p>&x;</p>" + make.body()).replace(
        "<!DOCTYPE html>", f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    )
    assert "secret word" not in import_article(document.encode(), "a", sandbox=sandbox).text
    chapter = (
        f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        "<html xmlns='http://www.w3.org/1999/xhtml'><body><p>It rained. &x;</p></body></html>"
    )
    book = make.book({"text/one a.xhtml": chapter})
    assert import_article(book, "b", sandbox=sandbox).text.startswith("It rained.")
    assert "secret word" not in import_article(book, "b", sandbox=sandbox).text


def test_a_book_cannot_point_outside_itself(sandbox: Sandbox) -> None:
    book = make.book({}, one="../../../../../../etc/passwd")
    with pytest.raises(ArticleError, match=r"^b cannot be read: it is damaged"):
        import_article(book, "b", sandbox=sandbox)


NEWS_IN = {
    "de": "Der Fährbetrieb nach Skarvøy wird in diesem Winter zum ersten Mal seit vierzig Jahren "
    "nicht eingestellt, wie der Hafenausschuss am Dienstag entschied.",
    "fr": "Le ferry pour Skarvøy circulera tout l’hiver pour la première fois depuis quarante ans, "
    "a décidé mardi la commission du port.",
    "ru": "Паром на остров впервые за сорок лет будет ходить всю зиму, решило во вторник портовое "
    "управление после долгого обсуждения.",
}


@pytest.mark.parametrize("language", NEWS_IN)
def test_another_language_gets_one_notice(language: str) -> None:
    notice = language_notice(NEWS_IN[language])
    assert notice and f"({language})" in notice and notice.count(".") == 1


def test_english_gets_no_notice(shared: Path) -> None:
    for path in (shared / "news").glob("*.json"):
        for paragraph in json.loads(path.read_text(encoding="utf-8"))["paragraphs"]:
            assert language_notice(" ".join(paragraph)) is None, paragraph
    assert language_notice("Ja, Herr Müller.") is None  # too short to tell
