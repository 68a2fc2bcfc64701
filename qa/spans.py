"""Answer spans: the best by start and end scores, within one sentence, in whole words."""

import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from index.article import Article
from qa.amounts import BEHIND_NUMBER, NUMBER, with_range
from qa.words import AUXILIARIES

SPAN_TOKENS = 40  # the longest answer span
CANDIDATES = 5  # spans kept of each window
INITIALS = re.compile(r"\b(?:[A-Z]\.)+[A-Z]\Z")  # their last stop is no end of a sentence
IN = re.compile(r"\bin\s+\Z", re.I)  # "order to sell" is half of "in order to sell"
NUMBER_FIRST = re.compile(rf"[$€£¥]?(?:{NUMBER})", re.I)
NUMBER_LAST = re.compile(rf"(?:.*\s)?[$€£¥]?(?:{NUMBER})", re.I | re.S)
BEHIND = re.compile(BEHIND_NUMBER, re.I)
NEGATED = re.compile(rf"\b(?:be|{AUXILIARIES})\s+\Z")  # "not have begun" is half of "would not …"


@dataclass(frozen=True, slots=True)
class Window:
    """Part of a passage as the encoder saw it.

    `begin`: where the passage starts in the article. `tokens`: (position in the window, start,
    end), offsets counted from `begin`. `start`, `end`: logits by position. `null`: the summed
    logits of no answer. `known`: where what the question names as known stands, counted like that.
    """

    begin: int
    tokens: tuple[tuple[int, int, int], ...]
    start: Tensor
    end: Tensor
    null: float
    known: tuple[tuple[int, int], ...] = ()


def best_spans(
    window: Window, sentence_starts: Sequence[int]
) -> list[tuple[tuple[int, int], float]]:
    """The best spans of a window as (start, end) in the article, each with its log-odds against
    no answer, best first. None crosses a sentence; `sentence_starts` ascends."""
    tokens = window.tokens
    if not tokens:
        return []
    first, last = tokens[0][0], tokens[-1][0] + 1
    begin = window.begin
    sentence = torch.tensor([bisect_right(sentence_starts, begin + a) for _, a, _ in tokens])
    scores = window.start[first:last, None] + window.end[None, first:last] - window.null
    order = torch.arange(len(tokens))
    width = order[None, :] - order[:, None]
    allowed = (width >= 0) & (width < SPAN_TOKENS) & (sentence[:, None] == sentence[None, :])
    if window.known:
        known = torch.tensor([any(a < e and s < b for s, e in window.known) for _, a, b in tokens])
        upto = known.cumsum(0)  # known tokens, each counted with those before it
        allowed &= upto[None, :] == (upto - known.long())[:, None]
    top = scores.masked_fill(~allowed, -math.inf).flatten().topk(min(CANDIDATES, len(tokens)))
    return [
        ((begin + tokens[i // len(tokens)][1], begin + tokens[i % len(tokens)][2]), score)
        for i, score in zip(top.indices.tolist(), top.values.tolist(), strict=True)
        if score > -math.inf
    ]


def whole_words(article: Article, span: tuple[int, int], low: int, high: int) -> tuple[int, int]:
    """Widened to whole words within `article.text[low:high]`, its sentence, freed of punctuation at
    its ends, and widened by what belongs to its first or last word; a span of nothing but
    punctuation stays as it is."""
    start, end = span
    text = article.text
    while start > low and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < high and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    left, right = start, end
    while left < right and not _keeps(text[left], "$€£¥#@+-−"):
        left += 1
    while right > left and not _keeps(text[right - 1], "%°+"):
        right -= 1
    if left == right:
        return start, end
    left, right = _whole_expression(text, left, right, low, high)
    # A bracket or quotation mark that opens inside the span may close at its end.
    if right < end and _closes(text[left:right], text[right]):
        right += 1
    return left, right


def _whole_expression(text: str, left: int, right: int, low: int, high: int) -> tuple[int, int]:
    """`text[left:right]` with what it would say something else without: "not burn", the "order to
    sell", "14-year" or "107" for "would not burn", "in order to sell", "14-year-old" and "at least
    107"."""
    if text.startswith("not ", left) and (auxiliary := NEGATED.search(text[low:left])):
        left = low + auxiliary.start()
    if text.startswith("order to ", left) and (before := IN.search(text[low:left])):
        left = low + before.start()
    if NUMBER_FIRST.match(text, left, right):
        left -= len(with_range(text[low:left], ""))
    if NUMBER_LAST.fullmatch(text, left, right) and (more := BEHIND.match(text, right, high)):
        right = more.end()
    if text.startswith("-old", right) and right + len("-old") <= high:
        right += len("-old")
    if text.startswith(".", right) and right < high and INITIALS.search(text[left:right]):
        right += 1
    return left, right


def _keeps(character: str, also: str) -> bool:
    return character.isalnum() or character in also


def _closes(inside: str, mark: str) -> bool:
    if mark == '"':
        return inside.count(mark) % 2 == 1
    opening = {")": "(", "]": "[", "”": "“"}.get(mark)
    return opening is not None and inside.count(opening) > inside.count(mark)
