"""The one file that knows Chroma: a persistent collection as a llama-index vector store.

Chroma holds nothing that cannot be made again from the library's database, and needs that. Killed
while it writes its graph, it leaves files that crash the next process in native code; where two
processes write, one overwrites the other's graph and vectors are gone without a word. Hence:

- Every use holds a lock, and a note beside the graph tells how often anything was written and how
  the graph's files looked after that (`index.notes`).
- Who finds that another process has written opens the collection anew.
- Who finds other files or settings than the note tells, or no note, clears everything and fills it
  again.
"""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock, RLock
from typing import Any

import chromadb
import numpy as np
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings
from chromadb.errors import ChromaError
from filelock import FileLock
from llama_index.core.schema import BaseNode
from llama_index.core.vector_stores.types import (
    FilterOperator,
    MetadataFilter,
    MetadataFilters,
    VectorStoreQuery,
)
from llama_index.vector_stores.chroma import ChromaVectorStore

from index import database, notes
from index.database import LibraryError

SCANNED = 500  # vectors; so many are compared one by one within some milliseconds
BATCH = 1000  # nodes; Chroma takes at most 5,461 at once
# With Chroma's 16 neighbours a passage unlike all others may end with no link to it: of the last
# passages of articles added and removed at random 1 % were not found by their own vectors, with 48
# none of 1,521. An index made with other numbers is made again.
HNSW = {"space": "cosine", "max_neighbors": 48}
# What is added after something was deleted takes its place in Chroma's graph, and no search may
# reach it from then on (chroma-core/chroma#7758): in five of eight tries 11 to 19 of 520 passages.
# So up to this many vectors, some three seconds' work, go into a new graph instead. Not covered:
# removing from larger libraries.
MADE_AGAIN = 2000
POLL = 0.005  # seconds between two tries to take the lock


_opening = Lock()


def open_vectors(folder: Path, collection: str) -> "Vectors":
    """One for each library in a process: two would not know of each other's writing."""
    with _opening:  # a cache alone lets two threads make one each
        return _vectors(folder.resolve(), collection)


@cache
def _vectors(folder: Path, collection: str) -> "Vectors":
    return Vectors(folder, collection)


class Vectors:
    """The collection of the library in `folder`; any thread and any process may call any method.

    All methods raise `LibraryError`.
    """

    def __init__(self, folder: Path, collection: str) -> None:
        self._database = folder / database.NAME
        self._folder = folder / "chroma"
        self._collection = collection
        self._lock = FileLock(folder / "chroma.lock")
        self._mutex = RLock()
        self._client: Any = None
        self._store: ChromaVectorStore | None = None
        self._seen: notes.State | None = None  # the note when we last wrote or opened

    def ids(self) -> set[str]:
        with self._held() as store:
            return set(store.client.get(include=[])["ids"])

    def count(self) -> int:
        with self._held() as store:
            return int(store.client.count())

    def get(self, ids: Sequence[str]) -> dict[str, BaseNode]:
        with self._held() as store:
            return _get(store, ids)

    def put(self, nodes: Sequence[BaseNode]) -> None:
        """Add nodes; one whose id is there is the same: the id says model, text and place."""
        with self._held(writing=True) as store:
            _add(store, nodes)

    def drop(self, ids: Sequence[str]) -> None:
        """Forget nodes, which the database no longer has."""
        with self._held(writing=True) as store:
            if ids and store.client.count() <= MADE_AGAIN:
                self._again()
                return
            for i in range(0, len(ids), BATCH):
                store.client.delete(ids=list(ids[i : i + BATCH]))

    def nearest(
        self, embedding: Sequence[float], articles: Mapping[str, int], limit: int
    ) -> list[BaseNode]:
        """The `limit` nearest passages, best first; of all articles where none is named.

        `articles` tells the number of passages of each. Chroma's graph finds little or nothing
        where a filter leaves few of many vectors, so those are compared one by one.
        """
        with self._held() as store:
            if 0 < sum(articles.values()) <= SCANNED:
                return _scan(store, embedding, articles, limit)
            found = _search(store, embedding, list(articles), limit)
            if articles and len(found) < limit:
                found = _scan(store, embedding, articles, limit)
            return found

    @contextmanager
    def _held(self, writing: bool = False) -> Iterator[ChromaVectorStore]:
        """The collection as it is on disk, for as long as nobody else may change it."""
        reported = database.reported(self._folder.parent)
        with reported, self._mutex, self._lock.acquire(poll_interval=POLL):
            try:
                store = self._current()
                seen, self._seen = self._seen, None  # unknown, should anything go wrong
                yield store
                # A reader may write, too: into the graph, what others have logged.
                changed = writing or seen is None or notes.look(self._folder) != seen.files
                self._seen = notes.write(self._folder, HNSW) if changed else seen
            except ChromaError as error:
                if "full" not in str(error):  # of a full disk nothing need be made again
                    notes.drop(self._folder)
                raise LibraryError(
                    f"The index in {self._folder} cannot be used: {' '.join(str(error).split())}."
                ) from error

    def _current(self) -> ChromaVectorStore:
        """The collection, opened anew or made again where that must be."""
        note = notes.read(self._folder, HNSW)
        if self._store and note and note == self._seen and notes.look(self._folder) == note.files:
            return self._store
        self._close()
        if note and notes.look(self._folder) == note.files:
            try:
                store = self._open()
                store.client.count()
            except (ChromaError, OSError, ValueError):
                return self._again()
            self._seen = note
            return store
        return self._again()

    def _again(self) -> ChromaVectorStore:
        self._close()
        if self._folder.exists():
            shutil.rmtree(self._folder)
        store = self._open()
        with database.connect(self._database) as db:
            for nodes in database.all_nodes(db, self._collection):
                _add(store, nodes)
        self._seen = notes.write(self._folder, HNSW)
        return store

    def _open(self) -> ChromaVectorStore:
        try:
            self._client = chromadb.PersistentClient(
                str(self._folder), Settings(anonymized_telemetry=False)
            )
        except Exception:
            SharedSystemClient.clear_system_cache()  # or what failed to start would come again
            raise
        found = self._client.get_or_create_collection(
            self._collection,
            embedding_function=None,
            configuration={"hnsw": HNSW},
        )
        self._store = ChromaVectorStore(chroma_collection=found)
        return self._store

    def _close(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client = self._store = self._seen = None


def _add(store: ChromaVectorStore, nodes: Sequence[BaseNode]) -> None:
    for i in range(0, len(nodes), BATCH):
        store.add(list(nodes[i : i + BATCH]))


def _get(store: ChromaVectorStore, ids: Sequence[str]) -> dict[str, BaseNode]:
    return {node.node_id: node for node in store.get_nodes(list(ids))} if ids else {}


def _search(
    store: ChromaVectorStore, embedding: Sequence[float], digests: Sequence[str], limit: int
) -> list[BaseNode]:
    """By Chroma's graph."""
    articles = MetadataFilter(key="digest", value=list(digests), operator=FilterOperator.IN)
    query = VectorStoreQuery(
        query_embedding=list(embedding),
        similarity_top_k=limit,
        filters=MetadataFilters(filters=[articles]) if digests else None,
    )
    return list(store.query(query).nodes or [])


def _scan(
    store: ChromaVectorStore,
    embedding: Sequence[float],
    articles: Mapping[str, int],
    limit: int,
) -> list[BaseNode]:
    """By exact comparison."""
    wanted = [f"{digest}:{i}" for digest, count in articles.items() for i in range(count)]
    ids: list[str] = []
    rows: list[Any] = []
    for i in range(0, len(wanted), BATCH):
        found = store.client.get(ids=wanted[i : i + BATCH], include=["embeddings"])
        ids += found["ids"]
        rows += list(found["embeddings"])
    scores = np.array(rows).reshape(len(ids), -1) @ np.asarray(embedding)
    best = [ids[i] for i in np.argsort(-scores, kind="stable")[:limit]] if ids else []
    nodes = _get(store, best)
    return [nodes[i] for i in best if i in nodes]
