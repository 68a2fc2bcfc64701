"""The one file that knows SQLite: articles, their passages as BM25 searches them, their vectors.

Everything that is written through one `connect` is one transaction, so an article is there with all
its passages or not at all. The schema's number is the file's `user_version`; older files are
brought up to date when they are opened, newer ones refused.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from llama_index.core.schema import TextNode

from index.article import Article, make_article
from index.passages import Passage, to_node

NAME = "articles.sqlite"
WAIT = 30.0  # seconds for another process to finish its writing
VERSION = 1
# The passages of an article are a range of row ids, which FTS5 searches and deletes without a look
# at the rest. More than a million of them would be a text of a billion characters.
RANGE = 1 << 20
SCHEMA = (
    """create table articles (
        id integer primary key, digest text not null unique, title text not null, source text,
        published text, words integer not null, added text not null, collection text not null,
        passages integer not null)""",
    # What is long lies apart, so that a list of articles need not read past it.
    """create table contents (
        id integer primary key, text text not null, spans blob, vectors blob, pages blob)""",
    """create virtual table passages using fts5 (
        text, tokenize = 'porter unicode61 remove_diacritics 2')""",
)
# From version 0, which had neither row ids of its own nor vectors: its articles keep their texts
# and count as indexed by a model that is no more, so that the library indexes them anew.
FROM_0 = (
    "alter table articles rename to older",
    "drop table passages",
    *SCHEMA,
    """insert into articles (digest, title, source, published, words, added, collection, passages)
        select digest, title, source, published, words(text), added, '', 0 from older
        order by added, digest""",
    "insert into contents (id, text) select id, text from articles join older using (digest)",
    "drop table older",
)
_ENTRY = "digest, title, source, published, words, added, passages"


class LibraryError(OSError):
    """The data directory cannot be used; the message says why, in one sentence."""


@contextmanager
def reported(folder: Path) -> Iterator[None]:
    """What the system says of a data directory as a `LibraryError`."""
    try:
        yield
    except LibraryError:
        raise
    except OSError as error:
        raise LibraryError(f"The data directory {folder} cannot be used: {error}.") from error


@dataclass(frozen=True, slots=True)
class Entry:
    """An article of the library without its text. `added`: when, as ISO 8601 in UTC."""

    digest: str
    title: str
    source: str | None
    published: str | None
    words: int
    added: str
    passages: int


@contextmanager
def connect(path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction: committed on success, rolled back on an error. Raises `LibraryError`."""
    try:
        with closing(sqlite3.connect(path, timeout=WAIT)) as db, db:
            yield db
    except sqlite3.Error as error:
        raise LibraryError(f"The library {path} cannot be used: {error}.") from error


def prepare(path: Path) -> None:
    """Make the file or bring it up to date. Raises `LibraryError`, also for a newer version."""
    with connect(path) as db:
        db.execute("pragma journal_mode = wal")
        db.create_function("words", 1, lambda text: len(text.split()))
        db.execute("begin immediate")  # of two processes that start together, one does it
        version = db.execute("pragma user_version").fetchone()[0]
        if version > VERSION:
            raise LibraryError(
                f"The library {path} was written by a newer Footnote: its format is {version}, "
                f"and this one knows none above {VERSION}."
            )
        if version < VERSION:
            old = db.execute("select 1 from sqlite_master where name = 'articles'").fetchone()
            for statement in FROM_0 if old else SCHEMA:
                db.execute(statement)
            db.execute(f"pragma user_version = {VERSION}")


def insert(
    db: sqlite3.Connection, article: Article, nodes: Sequence[TextNode], collection: str
) -> None:
    """Write an article with its embedded passages, in the place of an earlier indexing."""
    before = db.execute("select added from articles where digest = ?", [article.digest]).fetchone()
    added = before[0] if before else datetime.now(UTC).isoformat(timespec="seconds")
    delete(db, article.digest)
    row = db.execute(
        f"insert into articles ({_ENTRY}, collection) values (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            article.digest, article.title, article.source, article.published,
            len(article.text.split()), added, len(nodes), collection,
        ],
    )  # fmt: skip
    number = row.lastrowid or 0
    keys = ("first", "last", "start", "end")
    spans = _packed([[n.metadata[key] for key in keys] for n in nodes])
    vectors = np.array([n.embedding for n in nodes], np.float32)
    db.execute(
        "insert into contents values (?, ?, ?, ?, ?)",
        [number, article.text, spans, vectors.tobytes(), _packed(article.pages)],
    )
    db.executemany(
        "insert into passages (rowid, text) values (?, ?)",
        [(number * RANGE + i, node.text) for i, node in enumerate(nodes)],
    )


def _packed(numbers: Any) -> bytes:
    return np.array(numbers, np.int64).tobytes()


def delete(db: sqlite3.Connection, digest: str) -> None:
    row = db.execute("select id from articles where digest = ?", [digest]).fetchone()
    if row:
        db.execute(
            "delete from passages where rowid between ? and ?",
            [row[0] * RANGE, (row[0] + 1) * RANGE - 1],
        )
        db.execute("delete from contents where id = ?", row)
        db.execute("delete from articles where id = ?", row)


def date(db: sqlite3.Connection, digest: str, published: str) -> None:
    """Note when an article was published; what was said last counts."""
    db.execute(
        "update articles set published = ? where digest = ? and published is not ?",
        [published, digest, published],
    )


def entries(db: sqlite3.Connection) -> list[Entry]:
    """All articles, in the order in which they were added."""
    return [Entry(*row) for row in db.execute(f"select {_ENTRY} from articles order by id")]


def article(db: sqlite3.Connection, digest: str) -> Article | None:
    row = db.execute(
        "select text, title, source, published, pages from articles join contents using (id) "
        "where digest = ?",
        [digest],
    ).fetchone()
    if row is None:
        return None
    text, title, source, published, pages = row
    begin = np.frombuffer(pages or b"", np.int64).tolist()
    return make_article(text, title, source, published, begin)


def complete(db: sqlite3.Connection, collection: str, digests: Sequence[str]) -> dict[str, int]:
    """How many passages each of the articles has, without those that are not (yet) indexed."""
    found = {}
    for digest in dict.fromkeys(digests):
        row = db.execute(
            "select passages from articles where digest = ? and collection = ?",
            [digest, collection],
        ).fetchone()
        if row:
            found[digest] = row[0]
    return found


def stale(db: sqlite3.Connection, collection: str) -> list[str]:
    """The articles that were indexed by another model or version."""
    rows = db.execute("select digest from articles where collection <> ? order by id", [collection])
    return [digest for (digest,) in rows]


def count(db: sqlite3.Connection, collection: str) -> int:
    """How many passages all articles have."""
    total = "select coalesce(sum(passages), 0) from articles where collection = ?"
    return int(db.execute(total, [collection]).fetchone()[0])


def ids(db: sqlite3.Connection, collection: str) -> set[str]:
    """The node ids of all passages."""
    rows = db.execute("select digest, passages from articles where collection = ?", [collection])
    return {f"{digest}:{i}" for digest, passages in rows for i in range(passages)}


def rare(db: sqlite3.Connection, words: Sequence[str], most: int) -> list[str]:
    """The rarest of the words, as many as `most` passages hold together; one at least, if any is
    there. BM25 must look at each of those passages, and the words it then does without say least.
    """
    counted = []
    for i, word in enumerate(dict.fromkeys(words)):
        row = db.execute(
            "select count(*) from (select 1 from passages where passages match ? limit ?)",
            [f'"{word}"', most + 1],
        ).fetchone()
        counted.append((row[0], i, word))
    kept: list[str] = []
    total = 0
    for there, _, word in sorted(counted):
        total += there
        if total > most and kept:
            break
        if there:
            kept.append(word)
    return kept


def matching(
    db: sqlite3.Connection, query: str, collection: str, digests: Sequence[str], limit: int
) -> list[str]:
    """Node ids by BM25, best first; `query` is one of FTS5."""
    where = ""
    numbers: list[int] = []
    if digests:
        marks = ", ".join("?" * len(digests))
        found = db.execute(f"select id from articles where digest in ({marks})", list(digests))
        numbers = sorted(number for (number,) in found)
        where = f"and rowid / {RANGE} in ({', '.join('?' * len(numbers))})"
    if len(numbers) == 1:
        where, numbers = "and rowid between ? and ?", [
            numbers[0] * RANGE, (numbers[0] + 1) * RANGE - 1,
        ]  # fmt: skip
    rows = db.execute(
        f"""select digest || ':' || (hit % {RANGE}) from (
            select rowid as hit, bm25(passages) as score from passages where passages match ?
            {where} order by score, hit limit ?
        ) join articles on id = hit / {RANGE} where collection = ? order by score, hit""",
        [query, *numbers, limit, collection],
    )
    return [name for (name,) in rows]


def all_nodes(db: sqlite3.Connection, collection: str) -> Iterator[list[TextNode]]:
    """The passages of each article as they were indexed, with their vectors."""
    for (digest,) in db.execute("select digest from articles where collection = ?", [collection]):
        yield nodes(db, digest)


def nodes(db: sqlite3.Connection, digest: str) -> list[TextNode]:
    """The passages of an article as they were indexed, with their vectors; none of an unknown."""
    row = db.execute(
        "select title, text, spans, vectors from articles join contents using (id) "
        "where digest = ?",
        [digest],
    ).fetchone()
    if row is None:
        return []
    title, text, spans, vectors = row
    whole = Article(title, text, (), digest)
    places = np.frombuffer(spans, np.int64).reshape(-1, 4).tolist()
    embeddings = np.frombuffer(vectors, np.float32).reshape(len(places), -1).tolist()
    found = []
    for i, ((first, last, start, end), embedding) in enumerate(
        zip(places, embeddings, strict=True)
    ):
        node = to_node(whole, Passage(i, first, last, start, end, text[start:end]))
        node.embedding = embedding
        found.append(node)
    return found
