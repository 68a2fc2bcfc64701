"""Invariant 7, and that an interrupted or damaged library never half-answers."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from index.article import make_article
from index.database import LibraryError
from index.embedding import MiniLM
from index.library import Library

TEXT = "The mill closed in May. Its owner, Ada Lund, moved to Oslo.\n\nNobody bought the mill."


class Counting(MiniLM):
    """Counts the texts it embeds."""

    _count: int = 0

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        self._count += len(texts)
        return super()._get_text_embeddings(texts)


@pytest.fixture(scope="module")
def counting() -> Counting:
    return Counting()


def test_opening_twice_embeds_once_and_a_changed_character_anew(
    tmp_path: Path, counting: Counting
) -> None:
    article, changed = make_article(TEXT), make_article(TEXT.replace("May", "Jay"))
    counting._count = 0
    Library(tmp_path, counting).add(article)
    assert counting._count == 1
    Library(tmp_path, counting).add(article)
    assert counting._count == 1
    library = Library(tmp_path, counting)
    library.add(changed)
    assert counting._count == 2
    (hit,) = library.retriever(changed.digest).retrieve("When did it close?")
    assert hit.node.get_content() == changed.text


def test_stored_article_comes_back_whole(library: Library) -> None:
    article = make_article(TEXT, "The mill", "mill.txt", "2024-05-01")
    library.add(article)
    assert library.get(article.digest) == article
    assert library.get("unknown") is None


def test_lost_or_damaged_cache_is_made_again(tmp_path: Path, minilm: MiniLM) -> None:
    """In a process of its own each time, as after a restart."""
    script = (
        "import sys; from pathlib import Path; from index.library import Library\n"
        "from index.article import make_article\n"
        f"article = make_article({TEXT!r}); library = Library(Path(sys.argv[1]))\n"
        "library.add(article)\n"
        "hits = library.retriever(article.digest).retrieve('Who owned the mill?')\n"
        "assert 'Ada Lund' in hits[0].node.get_content()"
    )

    def ask() -> None:
        subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=True)

    ask()
    shutil.rmtree(tmp_path / "chroma")
    ask()
    (tmp_path / "chroma" / "chroma.sqlite3").write_bytes(b"not a database")
    ask()


def test_unusable_folder_is_one_sentence(tmp_path: Path, minilm: MiniLM) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryError, match="cannot be used"):
        Library(tmp_path / "file", minilm)


def test_folder_that_becomes_unusable_is_one_sentence(tmp_path: Path, counting: Counting) -> None:
    library = Library(tmp_path, counting)
    library.add(article := make_article(TEXT))
    (tmp_path / "chroma.lock").unlink(missing_ok=True)
    (tmp_path / "chroma.lock").mkdir()
    with pytest.raises(LibraryError, match=f"The data directory {tmp_path} cannot be used"):
        library.retriever(article.digest).retrieve("Who owned the mill?")
