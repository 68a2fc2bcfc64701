"""The library: articles in one SQLite file, their passages searchable.

SQLite is the source of truth, Chroma a cache beside it. An article counts as indexed from
the moment its row is committed, and that row goes in last, with the passages of the lexical
index, in one transaction. A process killed before that leaves an article that is not there;
killed after it, one that is complete.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock
from llama_index.core.schema import TextNode
from platformdirs import user_data_path

from index.article import Article, make_article
from index.embedding import MODEL, MiniLM
from index.passages import CHUNKING, make_passages, to_node
from index.retrieve import HybridRetriever
from index.vectors import holds, open_vectors, put

COLLECTION = f"{MODEL}-{CHUNKING}"
EMBED_BATCH = 64  # passages between two reports of progress
SCHEMA = """
create table if not exists articles (
    digest text primary key, title text not null, text text not null, source text,
    published text, added text not null, collection text not null, passages integer not null
);
create virtual table if not exists passages using fts5 (
    text, digest unindexed, number unindexed, tokenize = 'porter unicode61 remove_diacritics 2'
);
"""

Progress = Callable[[float, str], object]
"""Called with the share done, 0 to 1, and what is being done."""


class LibraryError(OSError):
    """The data directory cannot be used; the message says why, in one sentence."""


class Library:
    """Articles under one folder, by default the user's data directory."""

    def __init__(self, folder: Path | None = None, embedding: MiniLM | None = None) -> None:
        self.folder = folder or user_data_path("footnote")
        self.embedding = embedding or MiniLM()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with self._connect() as db:
                db.execute("pragma journal_mode = wal")
                db.executescript(SCHEMA)
            self.vectors = open_vectors(self.folder / "chroma", COLLECTION)
        except (OSError, sqlite3.Error) as error:
            raise LibraryError(
                f"The data directory {self.folder} cannot be used: {error}."
            ) from error

    def add(self, article: Article, progress: Progress | None = None) -> None:
        """Index an article; one that is already complete is not embedded again."""
        with FileLock(self.folder / "write.lock"):
            if not self._complete(article.digest):
                nodes = self._embed(article, progress or (lambda share, what: None))
                put(self.vectors, article.digest, nodes)
                self._commit(article, nodes)

    def get(self, digest: str) -> Article | None:
        """The stored article, or none."""
        with self._connect() as db:
            row = db.execute(
                "select text, title, source, published from articles where digest = ?", [digest]
            ).fetchone()
        return make_article(*row) if row else None

    def retriever(self, *digests: str, limit: int = 6) -> HybridRetriever:
        """Search the named articles, or all of them where none is named."""
        return HybridRetriever(
            self.folder / "articles.sqlite", self.vectors, self.embedding, digests, limit
        )

    def _complete(self, digest: str) -> bool:
        with self._connect() as db:
            row = db.execute(
                "select passages from articles where digest = ? and collection = ?",
                [digest, COLLECTION],
            ).fetchone()
        return row is not None and holds(self.vectors, digest, row[0])

    def _embed(self, article: Article, progress: Progress) -> list[TextNode]:
        progress(0.0, "Splitting into passages")
        passages = make_passages(article, self.embedding.count_tokens)
        nodes = [to_node(article, passage) for passage in passages]
        for i in range(0, len(nodes), EMBED_BATCH):
            progress(i / len(nodes), "Embedding passages")
            batch = nodes[i : i + EMBED_BATCH]
            vectors = self.embedding.get_text_embedding_batch([n.text for n in batch])
            for node, vector in zip(batch, vectors, strict=True):
                node.embedding = vector
        progress(1.0, "Storing")
        return nodes

    def _commit(self, article: Article, nodes: list[TextNode]) -> None:
        with self._connect() as db:
            db.execute("delete from passages where digest = ?", [article.digest])
            db.executemany(
                "insert into passages (text, digest, number) values (?, ?, ?)",
                [(n.text, article.digest, n.metadata["number"]) for n in nodes],
            )
            db.execute(
                "insert or replace into articles values (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    article.digest, article.title, article.text, article.source,
                    article.published, datetime.now(UTC).isoformat(), COLLECTION, len(nodes),
                ],
            )  # fmt: skip

    @contextmanager
    def _connect(self) -> Iterator[sqlite3.Connection]:
        """One transaction: committed on success, rolled back on an error."""
        path = self.folder / "articles.sqlite"
        with closing(sqlite3.connect(path, timeout=30)) as db, db:
            yield db
