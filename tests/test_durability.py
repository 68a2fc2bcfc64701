"""A library outlives kills, a full disk, two writers, damage to its cache, and its own updates.

Each case ends with every article that was reported as added whole and found, with no help.
"""

import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks import kills
from benchmarks.kills import article
from index import database, notes
from index.article import make_article
from index.database import LibraryError
from index.library import COLLECTION, Library
from tests.conftest import ROOT
from tests.fakes import WordEmbedding

GRAPH = ("data_level0.bin", "header.bin", "index_metadata.pickle", "length.bin", "link_lists.bin")
VERSION_0 = """
create table articles (
    digest text primary key, title text not null, text text not null, source text,
    published text, added text not null, collection text not null, passages integer not null
);
create virtual table passages using fts5 (
    text, digest unindexed, number unindexed, tokenize = 'porter unicode61 remove_diacritics 2'
);
"""
NO_SPACE = 24_000_000  # bytes of a disk that two of the long articles fill


class Counting(WordEmbedding):
    """Counts the texts it embeds."""

    _count: int = 0

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        self._count += len(texts)
        return super()._get_text_embeddings(texts)


def found_whole(library: Library, *numbers: int) -> bool:
    """Whether the library holds these articles and no others, each of them in both indexes."""
    for number in numbers:
        whole = article(number)
        query = f"mill{number} village{number}x0x7"
        hits = {h.node.metadata["digest"] for h in library.retriever().retrieve(query)}
        vector = library.embedding.get_query_embedding(whole.sentences[0].text)
        (near, *_) = library.vectors.nearest(vector, {}, 1)
        if library.get(whole.digest) != whole or whole.digest not in hits:
            return False
        if near.metadata["digest"] != whole.digest:
            return False
    stored = {entry.digest for entry in library.articles()}
    with database.connect(library.folder / database.NAME) as db:
        ids = database.ids(db, COLLECTION)
    return stored == {article(n).digest for n in numbers} and library.vectors.ids() == ids


def test_twenty_kills_lose_nothing(tmp_path: Path) -> None:
    counts = kills.run(20, tmp_path)
    assert counts["wrong"] == []
    assert (counts["tried"], counts["survived"], counts["lost"]) == (20, 20, 0)


def test_what_is_added_after_a_removal_is_found_by_its_vectors(tmp_path: Path) -> None:
    """Chroma's graph lost some in five of eight tries, so this is tried three times."""
    for turn in range(3):
        library = Library(tmp_path / str(turn), WordEmbedding())
        for number in (14, 17, 16, 13, 10):
            library.add(article(number))
            if number == 14:
                library.remove(article(number).digest)
            library.vectors._close()  # as a new process finds it
        with database.connect(library.folder / database.NAME) as db:
            for node in [n for a in (16, 13, 10) for n in database.nodes(db, article(a).digest)]:
                near = library.vectors.nearest(node.embedding or [], {}, 3)
                assert node.node_id in {found.node_id for found in near}


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four articles with more than a thousand passages, so that Chroma has written a graph."""
    folder = tmp_path_factory.mktemp("full")
    Library(folder, WordEmbedding()).add_all([article(n) for n in (2, 5, 8, 1)])
    assert len(list(folder.glob("chroma/*/*"))) == len(GRAPH)
    return folder


@pytest.mark.parametrize("damage", ["half", "empty", "gone", "junk"])
@pytest.mark.parametrize("name", [*GRAPH, "chroma.sqlite3", "footnote.json"])
def test_damaged_cache_is_made_again(full: Path, tmp_path: Path, name: str, damage: str) -> None:
    folder = shutil.copytree(full, tmp_path / "data")
    (file,) = folder.glob(f"chroma/**/{name}")
    size = file.stat().st_size
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes({"half": file.read_bytes()[: size // 2], "empty": b""}.get(
            damage, os.urandom(size)
        ))  # fmt: skip
    embedding = Counting()
    assert found_whole(Library(folder, embedding), 2, 5, 8, 1)
    assert embedding._count <= 12, "the vectors are kept in the database: only queries are embedded"


def test_cache_made_with_other_settings_is_made_again(full: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(full, tmp_path / "data")
    note = folder / "chroma" / notes.NAME
    data = json.loads(note.read_text())
    note.write_text(json.dumps(data | {"settings": {"space": "cosine", "max_neighbors": 16}}))
    (before,) = folder.glob("chroma/*/header.bin")
    assert found_whole(Library(folder, WordEmbedding()), 2, 5, 8, 1)
    assert not before.exists()


def test_missing_cache_is_made_again(full: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(full, tmp_path / "data")
    shutil.rmtree(folder / "chroma")
    assert found_whole(Library(folder, WordEmbedding()), 2, 5, 8, 1)


def test_cache_that_disappears_while_it_is_open_is_made_again(full: Path, tmp_path: Path) -> None:
    library = Library(shutil.copytree(full, tmp_path / "data"), WordEmbedding())
    shutil.rmtree(library.folder / "chroma")
    assert found_whole(library, 2, 5, 8, 1)


def test_vectors_that_are_lost_or_left_over_are_put_right(tmp_path: Path) -> None:
    library = Library(tmp_path, WordEmbedding())
    library.add_all([article(0), article(1)])
    library.vectors.drop([f"{article(1).digest}:{i}" for i in (3, 7)])
    with database.connect(tmp_path / database.NAME) as db:
        database.delete(db, article(0).digest)
    assert {h.node.metadata["digest"] for h in library.retriever().retrieve("mill0")} == {
        article(1).digest
    }
    assert found_whole(Library(tmp_path, WordEmbedding()), 1)


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from benchmarks.kills import article\n"
        "from index.library import Library; from tests.fakes import WordEmbedding\n"
        "library = Library(Path(sys.argv[1]), WordEmbedding())\n"
        "for number in map(int, sys.argv[2:]):\n"
        "    library.add(article(number)); print(number, flush=True)\n"
    )
    shares = ("2", "5", "8", "3"), ("11", "14", "5", "4")
    writers = [
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path), *share], cwd=ROOT)
        for share in shares
    ]
    library = Library(tmp_path, WordEmbedding())
    while any(writer.poll() is None for writer in writers):
        library.retriever().retrieve("mill5")  # a reader takes part in keeping the graph
    assert [writer.returncode for writer in writers] == [0, 0]
    assert found_whole(library, 2, 5, 8, 3, 11, 14, 4)
    assert found_whole(Library(tmp_path, WordEmbedding()), 2, 5, 8, 3, 11, 14, 4)


def test_full_disk_is_one_sentence_and_loses_nothing(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    size = f"size={NO_SPACE}"
    if subprocess.run(["mount", "-t", "tmpfs", "-o", size, "none", str(disk)]).returncode:
        pytest.skip("this system does not allow a small disk to be mounted (tmpfs)")
    try:
        library = Library(disk, WordEmbedding())
        added: list[int] = []
        with pytest.raises(LibraryError) as refused:
            for number in (2, 5, 8, 11, 14, 17, 20):
                library.add(article(number))
                added.append(number)
        assert added and str(refused.value).count("\n") == 0
        copy = shutil.copytree(disk, tmp_path / "roomy")
        assert found_whole(Library(copy, WordEmbedding()), *added)
    finally:
        del library
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_file_that_may_not_grow_loses_nothing(tmp_path: Path) -> None:
    """The same without a mount: no file may grow past a limit."""
    script = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from benchmarks.kills import article\n"
        "from index.database import LibraryError; from index.library import Library\n"
        "from tests.fakes import WordEmbedding\n"
        "library = Library(Path(sys.argv[1]), WordEmbedding())\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))\n"
        "try:\n"
        "    for number in (1, 2, 5, 8, 11, 14):\n"
        "        library.add(article(number)); print(number, flush=True)\n"
        "except LibraryError as error:\n"
        "    sys.exit(str(error))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 1 and done.stderr.count("\n") == 1, done.stderr
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
    added = [int(line) for line in done.stdout.split()]
    assert added and found_whole(Library(tmp_path, WordEmbedding()), *added)


def test_database_of_version_0_is_brought_up_to_date(tmp_path: Path) -> None:
    old = article(1)
    with closing(sqlite3.connect(tmp_path / database.NAME)) as db, db:
        db.executescript(VERSION_0)
        db.execute(
            "insert into articles values (?, ?, ?, 'mill.txt', '2024-05-01', '2024-06-01', ?, 40)",
            [old.digest, old.title, old.text, COLLECTION],
        )
        db.execute("insert into passages values (?, ?, 0)", [old.text, old.digest])
    for _ in range(2):
        library = Library(tmp_path, WordEmbedding())
        (entry,) = library.articles()
        assert (entry.digest, entry.published, entry.source, entry.added) == (
            old.digest, "2024-05-01", "mill.txt", "2024-06-01",
        )  # fmt: skip
        assert entry.words == len(old.text.split()) and entry.passages == 40
        (hit, *_) = library.retriever().retrieve("village1x0x7")
        assert hit.node.metadata["digest"] == old.digest


def test_newer_database_is_refused_in_one_sentence(tmp_path: Path) -> None:
    Library(tmp_path, WordEmbedding()).add(article(0))
    with closing(sqlite3.connect(tmp_path / database.NAME)) as db:
        db.execute(f"pragma user_version = {database.VERSION + 1}")
    before = (tmp_path / database.NAME).read_bytes()
    with pytest.raises(LibraryError, match="newer Footnote: its format is 2") as refused:
        Library(tmp_path, WordEmbedding())
    assert "\n" not in str(refused.value)
    assert (tmp_path / database.NAME).read_bytes() == before


def test_database_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / database.NAME).write_bytes(b"not a database" * 1000)
    with pytest.raises(LibraryError, match="not a database"):
        Library(tmp_path, WordEmbedding())


def test_same_text_is_one_article_and_a_removed_one_is_gone(tmp_path: Path) -> None:
    library, embedding = Library(tmp_path, WordEmbedding()), Counting()
    text = "The mill closed in May.\n\nNobody bought the mill."
    library.add(make_article(text, "One"))
    library.embedding = embedding
    library.add(make_article(text, "Two", published="2024-05-01"))
    (entry,) = library.articles()
    assert (entry.title, entry.published, embedding._count) == ("One", "2024-05-01", 0)
    alone = library.retriever(entry.digest)
    assert alone.retrieve("mill")
    library.remove(entry.digest)
    library.remove(entry.digest)
    assert library.articles() == [] and library.get(entry.digest) is None
    assert alone.retrieve("mill") == library.retriever().retrieve("mill") == []
    library.add(make_article(text, "Two"))
    assert alone.retrieve("mill")
