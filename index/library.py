"""The library: articles in one SQLite file, their passages searchable.

SQLite is the source of truth, Chroma a cache beside it. An article counts as indexed from the
moment its row is committed, with its passages and vectors, in one transaction after Chroma has
them. A process killed before that leaves an article that is not there; killed after it, one that
is complete. What is removed goes the other way round. Vectors that Chroma has and SQLite has not
are never shown (`index.retrieve`), and are cleared away when the library is opened.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from filelock import FileLock
from llama_index.core.schema import TextNode
from platformdirs import user_data_path

from index import database
from index.article import Article
from index.database import Entry
from index.embedding import MODEL, MiniLM
from index.passages import CHUNKING, make_passages, to_node
from index.retrieve import HybridRetriever
from index.vectors import open_vectors

COLLECTION = f"{MODEL}-{CHUNKING}"
EMBED_BATCH = 64  # passages between two reports of progress
KEPT = 32  # texts of articles that a mapping of all keeps in memory

Progress = Callable[[float, str], object]
"""Called with the share done, 0 to 1, and what is being done."""


class Library:
    """Articles under one folder, by default `FOOTNOTE_DATA` or the user's data directory.

    Opening it brings an older database up to date and Chroma in line with it. All methods raise
    `LibraryError`.
    """

    def __init__(
        self,
        folder: str | Path | None = None,
        embedding: MiniLM | None = None,
        progress: Progress | None = None,
    ) -> None:
        chosen = folder or os.environ.get("FOOTNOTE_DATA") or user_data_path("footnote")
        self.folder = Path(chosen).absolute()
        self.embedding = embedding or MiniLM()
        self._database = self.folder / database.NAME
        with database.reported(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            database.prepare(self._database)
            self.vectors = open_vectors(self.folder, COLLECTION)
            self._repair(progress or _silent)

    def add(self, article: Article, progress: Progress | None = None) -> None:
        """Index an article; one that is already complete is not embedded again."""
        self.add_all([article], progress)

    def add_all(self, articles: Sequence[Article], progress: Progress | None = None) -> None:
        """Index articles; when it returns, all are there for good."""
        with self._writing():
            with database.connect(self._database) as db:
                known = database.complete(db, COLLECTION, [a.digest for a in articles])
                for article in articles:
                    if article.digest in known and article.published:
                        database.date(db, article.digest, article.published)
            # Nothing is written for what is there: it would make other processes open all anew.
            if new := {a.digest: a for a in articles if a.digest not in known}:
                self._index(list(new.values()), progress or _silent)

    def get(self, digest: str) -> Article | None:
        """The stored article, or none."""
        with database.connect(self._database) as db:
            return database.article(db, digest)

    def holds(self, digest: str) -> bool:
        """Whether the article is there and indexed."""
        with database.connect(self._database) as db:
            return digest in database.complete(db, COLLECTION, [digest])

    def articles(self) -> list[Entry]:
        """All articles without their texts, in the order in which they were added."""
        with database.connect(self._database) as db:
            return database.entries(db)

    def everything(self) -> Mapping[str, Article]:
        """All articles there are now, by their digests; each is read when it is asked for."""
        return Everything(self, [entry.digest for entry in self.articles()])

    def remove(self, digest: str) -> None:
        """Forget an article, if it is there."""
        with self._writing():
            with database.connect(self._database) as db:
                count = database.complete(db, COLLECTION, [digest]).get(digest, 0)
                database.delete(db, digest)
            self.vectors.drop([f"{digest}:{i}" for i in range(count)])

    def retriever(self, *digests: str, limit: int = 6) -> HybridRetriever:
        """Search the named articles, or all of them where none is named."""
        return HybridRetriever(
            self._database, COLLECTION, self.vectors, self.embedding, digests, limit
        )

    def _index(self, articles: Sequence[Article], progress: Progress) -> None:
        nodes = self._embed(articles, progress)
        progress(1.0, "Storing")
        self.vectors.put(nodes)
        with database.connect(self._database) as db:
            by_digest = {d: list(g) for d, g in groupby(nodes, lambda n: n.metadata["digest"])}
            for article in articles:
                database.insert(db, article, by_digest.get(article.digest, []), COLLECTION)

    def _embed(self, articles: Sequence[Article], progress: Progress) -> list[TextNode]:
        progress(0.0, "Splitting into passages")
        nodes = [
            to_node(article, passage)
            for article in articles
            for passage in make_passages(article, self.embedding.count_tokens)
        ]
        for i in range(0, len(nodes), EMBED_BATCH):
            progress(i / len(nodes), "Embedding passages")
            batch = nodes[i : i + EMBED_BATCH]
            vectors = self.embedding.get_text_embedding_batch([n.text for n in batch])
            for node, vector in zip(batch, vectors, strict=True):
                node.embedding = vector
        return nodes

    def _repair(self, progress: Progress) -> None:
        """Index what another model or version indexed, and bring Chroma in line with SQLite."""
        if self._in_line():
            return
        with self._writing():
            with database.connect(self._database) as db:
                stale = database.stale(db, COLLECTION)
            for i, digest in enumerate(stale):
                progress(i / len(stale), "Indexing the library anew")
                if article := self.get(digest):
                    self._index([article], _silent)
            with database.connect(self._database) as db:
                wanted, there = database.ids(db, COLLECTION), self.vectors.ids()
                for digest in sorted({name.partition(":")[0] for name in wanted - there}):
                    self.vectors.put(database.nodes(db, digest))
                self.vectors.drop(sorted(there - wanted))
            progress(1.0, "Indexing the library anew")

    def _in_line(self) -> bool:
        """Whether every article is indexed by today's model and Chroma has as many passages."""
        with database.connect(self._database) as db:
            passages, stale = database.count(db, COLLECTION), database.stale(db, COLLECTION)
        return not stale and self.vectors.count() == passages

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One process writes at a time, so that none embeds what another is about to store."""
        with database.reported(self.folder), FileLock(self.folder / "write.lock"):
            yield


class Everything(Mapping[str, Article]):
    """Articles of a library as a mapping that reads their texts late, and forgets most of them."""

    def __init__(self, library: Library, digests: Sequence[str]) -> None:
        self._digests = dict.fromkeys(digests)
        self._holds = library.holds
        self._read = lru_cache(KEPT)(library.get)

    def __getitem__(self, digest: str) -> Article:
        there = digest in self._digests and self._holds(digest)  # or it was removed since
        article = self._read(digest) if there else None
        if article is None:
            raise KeyError(digest)
        return article

    def __iter__(self) -> Iterator[str]:
        return iter(self._digests)

    def __len__(self) -> int:
        return len(self._digests)


def _silent(share: float, what: str) -> None:
    pass
