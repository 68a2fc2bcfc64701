"""Passages: overlapping runs of whole sentences, as llama-index nodes with exact offsets.

Post-conditions: every sentence is in a passage, no sentence is cut, and passages stand in
reading order. A sentence longer than a passage is a passage alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from llama_index.core.schema import TextNode

from index.article import Article

# Tokens of the embedding model, which reads at most 256. Longer passages blur the embedding
# and cost reading time, shorter ones part a sentence from what it leans on.
PASSAGE_TOKENS = 180
OVERLAP_TOKENS = 45
CHUNKING = f"sentences1-{PASSAGE_TOKENS}-{OVERLAP_TOKENS}"  # part of the collection's name


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences `first` to `last`, both included; `article.text[start:end] == text`."""

    number: int
    first: int
    last: int
    start: int
    end: int
    text: str


def make_passages(
    article: Article, count_tokens: Callable[[Sequence[str]], list[int]]
) -> list[Passage]:
    """The passages of an article; `count_tokens` gives the length of each text in tokens."""
    lengths = count_tokens([s.text for s in article.sentences])
    passages: list[Passage] = []
    first, last = 0, -1
    while last < len(lengths) - 1:
        last = _end_of_run(lengths, first)
        passages.append(run(article, len(passages), first, last))
        first = _start_of_next(lengths, first, last)
    return passages


def run(article: Article, number: int, first: int, last: int) -> Passage:
    """Sentences `first` to `last` as passage `number`."""
    start, end = article.sentences[first].start, article.sentences[last].end
    return Passage(number, first, last, start, end, article.text[start:end])


def _end_of_run(lengths: Sequence[int], first: int) -> int:
    last, size = first, lengths[first]
    while last + 1 < len(lengths) and size + lengths[last + 1] <= PASSAGE_TOKENS:
        last += 1
        size += lengths[last]
    return last


def _start_of_next(lengths: Sequence[int], first: int, last: int) -> int:
    """Back from the end of one run as far as the overlap allows, and past its start."""
    if last + 1 == len(lengths):
        return last + 1
    start, size = last + 1, 0
    while start - 1 > first and size + lengths[start - 1] <= OVERLAP_TOKENS:
        start -= 1
        size += lengths[start]
    # The next sentence must fit beside the overlap, or the run would only repeat it.
    while start <= last and size + lengths[last + 1] > PASSAGE_TOKENS:
        size -= lengths[start]
        start += 1
    return start


def to_node(article: Article, passage: Passage) -> TextNode:
    """A node whose id, `digest:number`, changes with the text; only the text is embedded."""
    metadata = {
        "digest": article.digest,
        "first": passage.first,
        "last": passage.last,
        "start": passage.start,
        "end": passage.end,
    }
    return TextNode(
        id_=f"{article.digest}:{passage.number}",
        text=passage.text,
        metadata=metadata,
        excluded_embed_metadata_keys=list(metadata),
        excluded_llm_metadata_keys=list(metadata),
        start_char_idx=passage.start,
        end_char_idx=passage.end,
    )
