"""Invariant 2: passages are runs of whole sentences and cover every sentence."""

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, Sentence, make_article
from index.embedding import MiniLM
from index.passages import OVERLAP_TOKENS, PASSAGE_TOKENS, Passage, make_passages, to_node


def assert_runs(article: Article, passages: Sequence[Passage]) -> None:
    covered: set[int] = set()
    for number, passage in enumerate(passages):
        assert passage.number == number
        assert passage.start == article.sentences[passage.first].start
        assert passage.end == article.sentences[passage.last].end
        assert article.text[passage.start : passage.end] == passage.text
        covered |= set(range(passage.first, passage.last + 1))
    assert covered == set(range(len(article.sentences)))
    for one, two in pairwise(passages):
        assert one.first < two.first <= one.last + 1
        assert one.last < two.last


def article_of(lengths: Sequence[int]) -> Article:
    """An article whose n-th sentence has `lengths[n]` words; words count as tokens."""
    text, sentences, at = "", [], 0
    for number, length in enumerate(lengths):
        sentence = " ".join(["w"] * length)
        sentences.append(Sentence(number, sentence, at, at + len(sentence)))
        text += sentence + " "
        at = len(text)
    return Article("t", text, tuple(sentences), "d")


def count_words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


@given(st.lists(st.integers(1, 400), min_size=1, max_size=60))
def test_any_lengths_are_covered_within_bounds(lengths: list[int]) -> None:
    article = article_of(lengths)
    passages = make_passages(article, count_words)
    assert_runs(article, passages)
    for passage in passages:
        size = sum(lengths[passage.first : passage.last + 1])
        assert size <= PASSAGE_TOKENS or passage.first == passage.last
    for one, two in pairwise(passages):
        assert sum(lengths[two.first : one.last + 1]) <= OVERLAP_TOKENS


def test_seed_and_news(seed: Article, news: list[Article], minilm: MiniLM) -> None:
    for article in (seed, *news):
        assert_runs(article, make_passages(article, minilm.count_tokens))


def test_overlap_repeats_the_end_of_the_passage_before() -> None:
    passages = make_passages(article_of([40] * 10), count_words)
    assert [(p.first, p.last) for p in passages] == [(0, 3), (3, 6), (6, 9)]


def test_node_carries_exact_offsets_and_embeds_only_the_text(minilm: MiniLM) -> None:
    article = make_article("  The mill closed. It opened again in May.\n\nNobody knew why.")
    (passage,) = make_passages(article, minilm.count_tokens)
    node = to_node(article, passage)
    assert node.node_id == f"{article.digest}:0"
    assert article.text[node.start_char_idx : node.end_char_idx] == node.text
    assert node.get_content("embed") == node.text
