"""What the page is told about an article and an answer, and the texts that leave it.

Pure functions. Offsets stay code points of `Article.text`; the script turns them into the
UTF-16 units of the browser. Nothing here is HTML: the script writes all text as text.
"""

import json
import re
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from index.article import Article
from index.importing import language_notice
from qa.compose import own_marks
from qa.talking.talk import in_words, preface
from qa.types import Answer, Citation

# Above this share of line breaks inside sentences a text was wrapped at a column, so that a
# single line break says nothing and only a blank line parts paragraphs.
WRAPPED_SHARE = 0.2
_LINE_BREAK = re.compile(r"\n[^\S\n]*")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
# Lines that stand alone even in wrapped text: list items and Markdown headings.
_OWN_LINE = re.compile(r"[*•‣◦▪●·–-]\s|#{1,6}\s|\d{1,3}[.)]\s")
_MARKDOWN = re.compile(r"([\\`*_<>\[\]#|~$])")


def article_payload(article: Article) -> dict[str, Any]:
    """All that the page needs to draw an article, and to send it again; sent once."""
    return {
        "digest": article.digest,
        "title": article.title,
        "text": article.text,
        "sentences": [[s.start, s.end] for s in article.sentences],
        "paragraphs": paragraphs(article),
        "pages": list(article.pages),
        "published": article.published,
        "notice": language_notice(article.text),
    }


def paragraphs(article: Article) -> list[int]:
    """The numbers of the sentences that begin a paragraph."""
    text, sentences = article.text, article.sentences
    inside = sum(len(_LINE_BREAK.findall(s.text)) for s in sentences)
    wrapped = inside > WRAPPED_SHARE * max(text.strip().count("\n"), 1)
    starts = [0] if sentences else []
    for before, sentence in pairwise(sentences):
        gap = text[before.end : sentence.start]
        own_line = not wrapped or _OWN_LINE.match(sentence.text)
        if _BLANK_LINE.search(gap) or ("\n" in gap and own_line):
            starts.append(sentence.number)
    return starts


def answer_payload(answer: Answer) -> dict[str, Any]:
    """The answer as everywhere (`Answer.as_dict`), and the words that the page shows or copies."""
    return {
        "answer": answer.as_dict(),
        "understood": answer.question.text if answer.question.changed else "",
        "sure": sureness(answer),
        "lead": lead(answer),
        "lines": [asdict(line) for line in lines(answer)],
        "plain": plain(answer),
        "markdown": markdown(answer),
        "pair": pair(answer),
        "shown": answer.dated or answer.short,
    }


def sureness(answer: Answer) -> str:
    """How sure the answer is, in words; empty where nothing was found."""
    return in_words(answer.confidence) if answer.found else ""


def lead(answer: Answer) -> str:
    """What is said before an answer or its proof; empty for a plain one."""
    return " ".join(preface(answer)) if answer.found else ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an answer that has several, and its footnotes.

    `whole`: those whose sentences the line shows in full, so that a footnote would only repeat
    them. The line then carries the `page` of the first, if its source has pages.
    """

    text: str
    markers: tuple[int, ...]
    whole: tuple[int, ...]
    page: int | None = None


def lines(answer: Answer) -> list[Line]:
    """The lines of a summary or a list; none of an answer that has a short form, or is not found.

    The article may break lines: what goes on in the sentence of the next mark is the same line.
    """
    if answer.short or not answer.found:
        return []
    cited = {c.marker: c.sentence for c in answer.citations}
    found: list[Line] = []
    phrases = preface(answer)
    for raw in answer.text.split("\n"):
        if raw in phrases:
            continue
        text, markers = own_marks(raw, cited)
        quoted = "\n\n".join(cited[marker].text for marker in markers)
        while found and not found[-1].markers and f"{found[-1].text}\n{text}" in quoted:
            text = f"{found.pop().text}\n{text}"
        whole = tuple(marker for marker in markers if cited[marker].text in text)
        found.append(Line(text, markers, whole, cited[whole[0]].page if whole else None))
    return [line for line in found if line.text.strip()]


def direct(answer: Answer) -> str:
    """The answer itself with its marks, without the sentences that prove it."""
    if several := lines(answer):
        return "\n".join(_marked(_line(line.text), line) for line in several)
    if not answer.short:
        return answer.text
    marks = "".join(f" [{c.marker}]" for c in answer.citations)
    return "\n".join(filter(None, (lead(answer), (answer.dated or answer.short) + marks)))


def notes(answer: Answer) -> list[Citation]:
    """The footnotes that say more than the answer itself."""
    said = {marker for line in lines(answer) for marker in line.whole}
    return [c for c in answer.citations if c.marker not in said]


def plain(answer: Answer) -> str:
    """Question, answer and footnotes, to be pasted anywhere."""
    quotes = [
        f"[{c.marker}] “{_line(c.sentence.text)}”{_place(c.sentence.page)}" for c in notes(answer)
    ]
    asked = [answer.question.asked, *_understood(answer)]
    return "\n".join([*asked, "", direct(answer), *([""] if quotes else []), *quotes])


def markdown(answer: Answer) -> str:
    """The same as Markdown; what is quoted is escaped, so that it stays text."""
    quotes = [
        f"> [{c.marker}] “{_escaped(c.sentence.text)}”{_place(c.sentence.page)}"
        for c in notes(answer)
    ]
    parts = [f"### {_escaped(answer.question.asked)}", *map(_escaped, _understood(answer))]
    if several := lines(answer):
        items = [_marked(_escaped(line.text), line) for line in several]
        parts += ["\n".join(f"- {i}" for i in items)] if answer.kind == "list" else items
    elif answer.found:
        parts += filter(None, [lead(answer)])
        marks = "".join(f" [{c.marker}]" for c in answer.citations)
        parts.append(f"**{_escaped(answer.dated or answer.short)}**{marks}")
    else:
        parts.append(
            f"**{_escaped(answer.text)}**" if answer.kind == "absent" else _escaped(answer.text)
        )
    return "\n\n".join([*parts, *quotes]) + "\n"


def _understood(answer: Answer) -> list[str]:
    return [f"Understood as: {answer.question.text}"] if answer.question.changed else []


def pair(answer: Answer) -> str:
    """An entry for `pairs.toml`, to be completed by whoever says that the answer is wrong."""
    if answer.found:
        quotes = "; ".join(_line(c.sentence.text) for c in answer.citations)
        said = f"{_line(direct(answer))} — {quotes}"
    else:
        said = _line(answer.text)
    return "\n".join(
        [
            f"# The answer was: {said}",
            "# Fill in answers and quotes verbatim, or delete both if the article does not say.",
            "[[pair]]",
            f"id = {_toml('-'.join(re.findall(r'[a-z0-9]+', answer.question.text.lower())[:6]))}",
            'kind = "span"',
            f"question = {_toml(answer.question.text)}",
            'answers = [""]',
            'quotes = [""]',
            "",
        ]
    )


def _marked(text: str, line: Line) -> str:
    return text + "".join(f" [{marker}]" for marker in line.markers) + _place(line.page)


def _place(page: int | None) -> str:
    return f" (page {page})" if page else ""


def _line(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", _line(text))


def _toml(text: str) -> str:
    """JSON's strings are TOML's, save for one character that TOML wants escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
