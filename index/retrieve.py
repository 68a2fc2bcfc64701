"""Hybrid retrieval: dense (Chroma) and lexical (BM25 in SQLite's FTS5), ranks fused.

The two rankings are joined by reciprocal rank fusion (Cormack, Clarke and Büttcher 2009,
"Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods").
"""

import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle

from index import database
from index.vectors import Vectors

# The paper takes 60, for lists of a thousand. Of ours only the first few are read, and there a
# small constant finds more: 95 instead of 94 in 100 in the best four (`benchmarks.retrieval`).
RANK_CONSTANT = 1
# Passages that BM25 scores when all articles are searched, at some microseconds each; a library
# that has fewer loses no word of a question.
SCORED = 3000
DEPTH = 20  # hits taken from each ranking before fusion
# Words that a question is made of and a passage is not found by.
STOP_WORDS = frozenset(
    """a an and are as at be been being but by can could did do does for from had has have he her
    him his how i in into is it its me my of on or our she should so some than that the their them
    then there these they this those to us was we were what when where which who whom whose why
    will with would you your""".split()
)


class HybridRetriever(BaseRetriever):
    """The `limit` best passages of the articles `digests` (all where empty), best first.

    A node's score is its fused score; it orders the hits and is not a probability.
    """

    def __init__(
        self,
        path: Path,
        collection: str,
        vectors: Vectors,
        embedding: BaseEmbedding,
        digests: Sequence[str] = (),
        limit: int = 6,
    ) -> None:
        super().__init__()
        self._path = path
        self._collection = collection
        self._vectors = vectors
        self._embedding = embedding
        self._digests = list(digests)
        self._limit = limit

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        query = query_bundle.query_str
        embedding = query_bundle.embedding or self._embedding.get_query_embedding(query)
        with database.connect(self._path) as db:
            lexical = self._lexical(db, query)
            named = database.complete(db, self._collection, self._digests)
        if self._digests and not named:
            return []
        nodes = {n.node_id: n for n in self._vectors.nearest(embedding, named, DEPTH)}
        with database.connect(self._path) as db:
            # Chroma has vectors of what is about to be added, or was being added or removed when a
            # process was killed.
            digests = [node.metadata["digest"] for node in nodes.values()]
            there = database.complete(db, self._collection, digests)
        nodes = {i: node for i, node in nodes.items() if node.metadata["digest"] in there}
        scores = fuse([list(nodes), lexical])
        best = sorted(scores, key=lambda i: (-scores[i], i))[: self._limit]
        nodes |= self._vectors.get([i for i in best if i not in nodes])
        return [NodeWithScore(node=nodes[i], score=scores[i]) for i in best if i in nodes]

    def _lexical(self, db: sqlite3.Connection, query: str) -> list[str]:
        """Node ids by BM25, best first."""
        words = [w for w in re.findall(r"\w+", query) if w.lower() not in STOP_WORDS]
        if not self._digests:
            words = database.rare(db, words, SCORED)
        match = " OR ".join(f'"{word}"' for word in words)
        return database.matching(db, match, self._collection, self._digests, DEPTH) if words else []


def fuse(rankings: Sequence[Sequence[str]]) -> dict[str, float]:
    """Reciprocal rank fusion: each id's sum of 1 / (`RANK_CONSTANT` + rank) over the rankings."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, name in enumerate(ranking, 1):
            scores[name] = scores.get(name, 0.0) + 1 / (RANK_CONSTANT + rank)
    return scores
