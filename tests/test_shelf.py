"""The library from the shell: one line for each article, one sentence for what cannot be done."""

from pathlib import Path

import pytest

import app
from index.article import Article, ArticleError, make_article
from index.library import Library
from index.shelf import GROUP, add
from qa import shell
from tests.fakes import WordEmbedding

MILL = "The mill\n\nThe mill in Halden closed in May 1999."


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    opened = Library(embedding=WordEmbedding())
    monkeypatch.setattr("app.open_library", lambda: opened)
    return opened


def lines(capsys: pytest.CaptureFixture[str]) -> tuple[list[str], list[str]]:
    out, error = capsys.readouterr()
    return out.splitlines(), error.splitlines()


def test_add_list_and_remove(
    library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mill.txt").write_text(MILL)
    (tmp_path / "again.txt").write_text(MILL.replace("\n", "\r\n"))
    (tmp_path / "port.txt").write_text("The port\n\nThe port opened.")
    (tmp_path / "binary").write_bytes(b"PK\0\0")
    names = ("mill.txt", "binary", "again.txt", "n" * 300, "port.txt")
    paths = [str(tmp_path / name) for name in names]
    # "facade" could be a digest
    assert app.main(["add", "--published", "2024-05-01", *paths[:2], "facade", *paths[2:]]) == 2
    out, error = lines(capsys)
    mill, port = make_article(MILL), make_article("The port\n\nThe port opened.")
    assert out == [
        f"{mill.digest[:8]}  The mill  (added)",
        f"{mill.digest[:8]}  The mill  (already there)",
        f"{port.digest[:8]}  The port  (added)",
    ]
    assert len(error) == 3 and "is binary" in error[0]
    assert "There is no article “facade”" in error[1] and "File name too long" in error[2]
    assert app.main(["add", paths[0]]) == 0
    assert lines(capsys) == ([f"{mill.digest[:8]}  The mill  (already there)"], [])

    assert app.main(["list"]) == 0
    assert lines(capsys)[0] == [
        f"{mill.digest[:8]}  2024-05-01       10 words  The mill",
        f"{port.digest[:8]}  2024-05-01        5 words  The port",
    ]
    assert app.main(["remove", "nothing", "the  PORT", mill.digest[:5]]) == 2
    out, error = lines(capsys)
    assert [line.split("  ")[1] for line in out] == ["The port", "The mill"]
    assert error == ["There is no article “nothing” in the library."]
    assert library.articles() == []


def test_what_fits_two_articles_is_refused(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    articles = [make_article(f"Text {i}.", "Same") for i in range(2)]
    library.add_all(articles)
    assert app.main(["remove", "same"]) == 2
    out, error = lines(capsys)
    assert out == [] and len(error) == 1 and "fits 2 articles" in error[0]
    assert all(article.digest[:8] in error[0] for article in articles)
    assert len(library.articles()) == 2


def test_digests_need_four_digits(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    library.add(make_article("Text.", "Title"))
    digest = library.articles()[0].digest
    assert app.main(["remove", digest[:3]]) == 2
    assert "4 digits at least" in lines(capsys)[1][0]
    assert len(library.articles()) == 1
    assert app.main(["remove", digest[:4]]) == 0
    assert library.articles() == []


def test_titles_cannot_steer_the_terminal(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    library.add(make_article("Text.", "A\x1b[2Jtitle\nwith\u202emore"))
    assert app.main(["list"]) == 0
    out = capsys.readouterr().out
    assert out.count("\n") == 1 and out.rstrip("\n").isprintable()


@pytest.mark.parametrize("day", ["yesterday", "2024-13-01", "01.05.2024"])
def test_bad_date(day: str, library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["add", "x", "--published", day], ["ask", "Who?", "--published", day]):
        assert app.main(command) == 2
        out, error = lines(capsys)
        assert out == [] and error == [f"{day!r} is not a day: write it as YYYY-MM-DD."]


def test_the_day_said_last_counts(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    days = ("2024-05-01", "2024-05-02", None)
    for day in days:
        library.add(make_article(MILL, published=day))
    assert [entry.published for entry in library.articles()] == ["2024-05-02"]
    assert app.main(["ask", "--all", "--published", "2024-05-01", "Who?"]) == 2
    out, error = lines(capsys)
    assert out == [] and len(error) == 1 and "--all" in error[0]


def test_read_takes_what_names_an_article_of_the_library(library: Library) -> None:
    mill = make_article(MILL, published="2024-05-01")
    library.add(mill)
    for name in (mill.digest[:6], mill.digest[:8].upper(), "the  mill"):
        assert app.read(name) == mill


def test_sources_are_stored_in_groups_and_told_when_they_are(tmp_path: Path) -> None:
    library = Library(tmp_path, WordEmbedding())

    def read(source: str) -> Article:
        if source == "bad":
            raise ArticleError("Bad.")
        return make_article(f"{source} " + "word " * (GROUP // 8))

    told = []
    for outcome in add(library, ["a", "bad", "b", "c"], read):
        stored = {entry.digest for entry in library.articles()}
        assert outcome.article is None or outcome.article.digest in stored
        told.append((outcome.source, outcome.fault))
    assert told == [("bad", "Bad."), ("a", ""), ("b", ""), ("c", "")]


def test_progress_only_on_a_terminal(
    library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    (tmp_path / "mill.txt").write_text(MILL)
    app.main(["add", str(tmp_path / "mill.txt")])
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    (tmp_path / "mill.txt").write_text("Another.")
    shell.add(library, [str(tmp_path / "mill.txt")], app.read, None, app.report)
    assert "Adding articles" in capsys.readouterr().err
