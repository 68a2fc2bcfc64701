"""The one file that knows Chroma: a persistent collection as a llama-index vector store.

Chroma holds nothing that cannot be made again from the library's articles. A folder that
cannot be opened is therefore cleared and begun anew.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings
from chromadb.errors import ChromaError
from llama_index.core.schema import BaseNode
from llama_index.core.vector_stores.types import (
    FilterOperator,
    MetadataFilter,
    MetadataFilters,
    VectorStoreQuery,
)
from llama_index.vector_stores.chroma import ChromaVectorStore

SCANNED = 500  # vectors; so many are compared one by one within some milliseconds
BATCH = 1000  # nodes; Chroma takes at most 5,461 at once


def open_vectors(folder: Path, collection: str) -> ChromaVectorStore:
    """The collection in `folder`, made where it is missing."""
    try:
        return _open(folder, collection)
    except (ChromaError, OSError, ValueError):
        SharedSystemClient.clear_system_cache()
        shutil.rmtree(folder, ignore_errors=True)
        return _open(folder, collection)


def _open(folder: Path, collection: str) -> ChromaVectorStore:
    client = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
    found = client.get_or_create_collection(
        collection, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
    )
    return ChromaVectorStore(chroma_collection=found)


def holds(vectors: ChromaVectorStore, digest: str, passages: int) -> bool:
    """Whether all passages of an article are there."""
    found = vectors._collection.get(where={"digest": digest}, include=[])
    return len(found["ids"]) == passages


def nearest(
    vectors: ChromaVectorStore, embedding: Sequence[float], digests: Sequence[str], limit: int
) -> list[BaseNode]:
    """The `limit` passages nearest to `embedding`, best first; all articles where none is named.

    Chroma's graph finds little or nothing where a filter leaves few of many vectors, so those are
    compared one by one: always if they are few, else if the graph found too little.
    """
    if digests:
        few = _scan(vectors, embedding, digests, limit, SCANNED + 1)
        if few is not None:
            return few
    articles = MetadataFilter(key="digest", value=list(digests), operator=FilterOperator.IN)
    query = VectorStoreQuery(
        query_embedding=list(embedding),
        similarity_top_k=limit,
        filters=MetadataFilters(filters=[articles]) if digests else None,
    )
    found = list(vectors.query(query).nodes or [])
    if digests and len(found) < limit:
        found = _scan(vectors, embedding, digests, limit, None) or found
    return found


def _scan(
    vectors: ChromaVectorStore,
    embedding: Sequence[float],
    digests: Sequence[str],
    limit: int,
    most: int | None,
) -> list[BaseNode] | None:
    """By exact comparison; none where there are as many as `most`."""
    where: Any = {"digest": {"$in": list(digests)}}  # Chroma's own type admits no list of strings
    found = vectors._collection.get(where=where, include=["embeddings"], limit=most)
    ids = found["ids"]
    if not ids or (most is not None and len(ids) >= most):
        return None
    scores = np.asarray(found["embeddings"]) @ np.asarray(embedding)
    best = [ids[i] for i in np.argsort(-scores, kind="stable")[:limit]]
    nodes = {node.node_id: node for node in vectors.get_nodes(best)}
    return [nodes[i] for i in best if i in nodes]


def put(vectors: ChromaVectorStore, digest: str, nodes: Sequence[BaseNode]) -> None:
    """Replace an article's nodes; what an interrupted earlier try left is deleted first,
    because Chroma's `add` silently keeps the old entry of an id it knows."""
    vectors._collection.delete(where={"digest": digest})
    for i in range(0, len(nodes), BATCH):
        vectors.add(list(nodes[i : i + BATCH]))
