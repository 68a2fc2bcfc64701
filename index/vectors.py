"""The one file that knows Chroma: a persistent collection as a llama-index vector store.

Chroma holds nothing that cannot be made again from the library's articles. A folder that
cannot be opened is therefore cleared and begun anew.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path

import chromadb
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings
from chromadb.errors import ChromaError
from llama_index.core.schema import BaseNode
from llama_index.vector_stores.chroma import ChromaVectorStore

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


def put(vectors: ChromaVectorStore, digest: str, nodes: Sequence[BaseNode]) -> None:
    """Replace an article's nodes; what an interrupted earlier try left is deleted first,
    because Chroma's `add` silently keeps the old entry of an id it knows."""
    vectors._collection.delete(where={"digest": digest})
    for i in range(0, len(nodes), BATCH):
        vectors.add(list(nodes[i : i + BATCH]))
