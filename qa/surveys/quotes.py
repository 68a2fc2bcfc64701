"""Where an article quotes: the stretches between quotation marks, straight or curly.

A quotation may run over several sentences, and over paragraphs if each opens with a double mark or
only the last closes. Single marks, which are apostrophes too, are some only in one paragraph: the
curly ones, and the straight ones around a clause.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from index.article import Article, Sentence

_PARAGRAPH = re.compile(r"[^\n]+")
_MARK = re.compile(r"[\"“”]")
# "‘We are ruined,’ he said", "called it ‘a gift’", "'We are ruined,' he said". The mark that closes
# is the first behind a comma or a full stop, or else the first that no letter follows.
_SINGLE = re.compile(
    r"(?<![\w’])‘(?=\w)(?:[^‘\n]*?[,.!?…]’(?!\w)|[^‘’\n]*(?:’(?=\w)[^‘’\n]*)*’)"
    r"|(?<![\w'])'(?=[A-Z])(?:[^'\n]|(?<=\w)'(?=\w))*?(?<=[,.!?…])'(?!\w)"
)
QUOTED = "“”"  # stands for a quotation in a sentence's own words


def quoted(text: str) -> list[tuple[int, int]]:
    """The start and end of each quotation, marks included; none crosses a line break or stands in
    another."""
    double = list(_double(text))
    single = [found.span() for found in _SINGLE.finditer(text)]
    apart: list[tuple[int, int]] = []
    for start, end in sorted((*double, *single), key=lambda span: (span[0], -span[1])):
        if not apart or start >= apart[-1][1]:
            apart.append((start, end))
    return apart


def _double(text: str) -> Iterator[tuple[int, int]]:
    left_open = False
    for paragraph in _PARAGRAPH.finditer(text):
        start, end = paragraph.span()
        marks = [m.start() for m in _MARK.finditer(text, start, end)]
        opened = start if left_open and _goes_on(text, start, marks) else None
        for at in marks:
            if opened is None:
                opened = at
            elif at > opened and text[at] != "“":
                yield opened, at + 1
                opened = None
        left_open = opened is not None
        if opened is not None:
            yield opened, end


def own_words(article: Article) -> list[str]:
    """What each sentence says itself, every quotation in it replaced by a pair of marks."""
    masked = list(article.text)
    for start, end in quoted(article.text):
        masked[start:end] = "\0" * (end - start)
    text = "".join(masked)
    return [re.sub("\0+", QUOTED, text[s.start : s.end]) for s in article.sentences]


def over(article: Article, start: int, end: int) -> tuple[Sentence, ...]:
    """The sentences that share a character with `article.text[start:end]`."""
    first = bisect_right(article.sentences, start, key=lambda s: s.end)
    last = bisect_left(article.sentences, end, key=lambda s: s.start)
    return article.sentences[first:last]


def _goes_on(text: str, start: int, marks: list[int]) -> bool:
    """Whether a quotation left open above goes on in a paragraph that does not open with a mark."""
    return bool(marks) and marks[0] != start and not text[marks[0] - 1].isspace()
