"""Hybrid retrieval: dense (Chroma) and lexical (BM25 in SQLite's FTS5), ranks fused.

The two rankings are joined by reciprocal rank fusion (Cormack, Clarke and Büttcher 2009,
"Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods").
"""

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import BaseNode, NodeWithScore, QueryBundle
from llama_index.vector_stores.chroma import ChromaVectorStore

from index.vectors import nearest

# The paper takes 60, for lists of a thousand. Of ours only the first few are read, and there a
# small constant finds more: 95 instead of 94 in 100 in the best four (`benchmarks.retrieval`).
RANK_CONSTANT = 1
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
        database: Path,
        vectors: ChromaVectorStore,
        embedding: BaseEmbedding,
        digests: Sequence[str] = (),
        limit: int = 6,
    ) -> None:
        super().__init__()
        self._database = database
        self._vectors = vectors
        self._embedding = embedding
        self._digests = list(digests)
        self._limit = limit

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        query = query_bundle.query_str
        embedding = query_bundle.embedding or self._embedding.get_query_embedding(query)
        dense = nearest(self._vectors, embedding, self._digests, DEPTH)
        nodes: dict[str, BaseNode] = {node.node_id: node for node in dense}
        scores = fuse([list(nodes), self._lexical(query)])
        best = sorted(scores, key=lambda i: (-scores[i], i))[: self._limit]
        if missing := [i for i in best if i not in nodes]:
            nodes |= {node.node_id: node for node in self._vectors.get_nodes(missing)}
        return [NodeWithScore(node=nodes[i], score=scores[i]) for i in best if i in nodes]

    def _lexical(self, query: str) -> list[str]:
        """Node ids by BM25, best first."""
        words = [w for w in re.findall(r"\w+", query) if w.lower() not in STOP_WORDS]
        if not words:
            return []
        match = " OR ".join(f'"{word}"' for word in words)
        where = f"and digest in ({', '.join('?' * len(self._digests))})" if self._digests else ""
        with closing(sqlite3.connect(self._database)) as db:
            rows = db.execute(
                "select digest || ':' || number from passages where passages match ? "
                f"{where} order by bm25(passages), digest, number limit ?",
                [match, *self._digests, DEPTH],
            )
            return [row[0] for row in rows]


def fuse(rankings: Sequence[Sequence[str]]) -> dict[str, float]:
    """Reciprocal rank fusion: each id's sum of 1 / (`RANK_CONSTANT` + rank) over the rankings."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, name in enumerate(ranking, 1):
            scores[name] = scores.get(name, 0.0) + 1 / (RANK_CONSTANT + rank)
    return scores
