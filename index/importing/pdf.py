"""A PDF as paragraphs, with the page on which each offset lies. Runs in the sandbox's child only.

pdfium says where each character stands; lines are what shares a baseline, paragraphs what layout
does not part. Covered: running heads and page numbers, words broken over lines and pages,
headings, bullets, indented quotations, rows of cells, columns that the file holds one after the
other. Not covered: text in pictures, rotated text, columns that the file mixes line by line.
"""

import re
from collections import Counter
from collections.abc import Iterator
from ctypes import byref
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

import pypdfium2
import pypdfium2.raw as pdfium

from index.article import ArticleError
from index.importing.blocks import told
from index.importing.imported import Imported

HYPHEN = "\x02"  # what pdfium makes of a hyphen at the end of a line
EDGE = 2  # lines at the top and at the bottom of a page that may be furniture
_CELL = "\x1f"
_BULLET = re.compile(r"[•‣◦▪●·][ \x1f]*|[–*-]\x1f")
_PAGE_NUMBER = re.compile(r"(?i)(?:page\s*)?[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*(?:of|/)\s*\d{1,4})?")
_ENDED = re.compile(r"[.!?…:][\"'”’»)\]]*\Z")


@dataclass(frozen=True, slots=True)
class Line:
    """What stands on one baseline; lengths in points, `base` from the bottom of the page.

    `told`: what a row of a table says, where a row of heads says what its cells are.
    """

    text: str
    page: int
    left: float
    right: float
    base: float
    size: float
    told: str = ""

    @property
    def cells(self) -> int:
        return self.text.count(_CELL) + 1


def from_pdf(data: bytes) -> Imported:
    """All text of a PDF. Raises `ArticleError` where it has a password or no text."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise ArticleError("it is protected by a password") from None
        raise
    pages = [_lines(document[number], number + 1) for number in range(len(document))]
    text, starts = _flow(list(_with_tables(_without_furniture(pages))), len(pages))
    if not text:
        raise ArticleError("it has no text layer, only pictures; run text recognition on it first")
    title = " ".join((document.get_metadata_dict().get("Title") or "").split())
    return Imported(text, title if title and title in " ".join(text[:2000].split()) else None,
                    pages=starts)  # fmt: skip


def _lines(page: pypdfium2.PdfPage, number: int) -> list[Line]:
    """The page's lines in the order of the file."""
    lines: list[Line] = []
    text: list[str] = []
    left = right = base = size = 0.0
    for char, start, end, low, height in _characters(page):
        if text and abs(base - low) < 0.4 * height and start > right - height:
            # A gap of about two letters' width and more parts the cells of a row.
            gap = char != " " and start - right > 1.2 * height
            text += [_CELL, char] if gap else [char]
            size = max(size, height)
        elif char == " ":
            continue
        else:
            lines += [Line(_tidy(text), number, left, right, base, size)] if text else []
            text, left, base, size = [char], start, low, height
        right = right if char == " " else end
    return [*lines, Line(_tidy(text), number, left, right, base, size)] if text else []


def _tidy(text: list[str]) -> str:
    """A line's characters with single spaces, and none around the marks between cells."""
    return re.sub(f" *{_CELL} *", _CELL, re.sub(" +", " ", "".join(text))).strip(" ")


def _characters(page: pypdfium2.PdfPage) -> Iterator[tuple[str, float, float, float, float]]:
    """Each character with its left and right edge, the lower edge of its line, and its size."""
    layer = page.get_textpage()
    box = pdfium.FS_RECTF()
    for i in range(layer.count_chars()):
        code = pdfium.FPDFText_GetUnicode(layer, i)
        if code in (0, 10, 13) or 0xD800 <= code < 0xE000 or pdfium.FPDFText_GetCharAngle(layer, i):
            continue
        char = HYPHEN if code in (2, 0xFFFE) else " " if chr(code).isspace() else chr(code)
        if char != HYPHEN and char != " " and not char.isprintable():
            continue
        if pdfium.FPDFText_GetLooseCharBox(layer, i, byref(box)):
            yield char, box.left, box.right, box.bottom, max(box.top - box.bottom, 1.0)


def _without_furniture(pages: list[list[Line]]) -> list[Line]:
    """All lines but page numbers, and but what stands at the edge of many pages."""

    def likeness(line: Line) -> str:
        return re.sub(r"\d+", "#", line.text)

    edges = []
    for lines in pages:
        ordered = sorted(lines, key=lambda line: -line.base)
        edges.append({*ordered[:EDGE], *ordered[-EDGE:]})
    seen = Counter(like for edge in edges for like in {likeness(line) for line in edge})
    often = max(2, len(pages) / 3)
    return [
        line
        for lines, edge in zip(pages, edges, strict=True)
        for line in lines
        if not (
            line in edge
            and (seen[likeness(line)] >= often or _PAGE_NUMBER.fullmatch(line.text))
        )
    ]  # fmt: skip


def _with_tables(lines: list[Line]) -> Iterator[Line]:
    """The lines, rows under a row of heads with what they say, and without that row."""
    for _, group in groupby(lines, lambda line: line.cells):
        rows = list(group)
        texts = told([row.text.split(_CELL) for row in rows])
        yield from map(_telling, rows[1:], texts) if texts else rows


def _telling(row: Line, text: str) -> Line:
    return replace(row, told=text)


def _flow(lines: list[Line], count: int) -> tuple[str, tuple[int, ...]]:
    """Lines joined to paragraphs, and where in the text each of `count` pages begins."""
    known = {word for line in lines for word in re.findall(r"[\w-]+", line.text)}
    steps = [a.base - b.base for a, b in pairwise(lines) if a.base > b.base]
    usual = median(steps) if steps else 0.0
    right = max((line.right for line in lines), default=0.0)
    text = ""
    starts: list[int] = []
    paragraph: list[Line] = []
    for line in lines:
        shown = line.told or _BULLET.sub("", line.text).replace(_CELL, ", ")
        if paragraph and _parted(paragraph, line, usual, right):
            text, paragraph = text + "\n\n", []
        elif paragraph:
            text, shown = _joined(text, shown, known)
        starts += [len(text)] * (line.page - len(starts))
        text += shown
        paragraph.append(line)
    starts += [len(text)] * (count - len(starts))
    return text.replace(HYPHEN, "-"), tuple(starts)


def _parted(paragraph: list[Line], line: Line, usual: float, right: float) -> bool:
    """Whether `line` begins a paragraph after the lines of `paragraph`."""
    last = paragraph[-1]
    if last.cells > 1 + bool(_BULLET.match(last.text)) or line.cells > 1:
        return True
    if abs(last.size - line.size) > 0.12 * last.size:
        return True
    step = last.base - line.base
    if step <= 0 or line.page != last.page:  # the next column or page
        return bool(_ENDED.search(last.text))
    inset = line.left - last.left
    # A bullet's own line begins further left than the lines under it.
    body = paragraph[1:] if _BULLET.match(paragraph[0].text) else paragraph
    if (body and inset > 0.7 * line.size) or (len(body) > 1 and inset < -0.7 * line.size):
        return True
    short = last.right < right - 0.25 * (right - last.left) and bool(_ENDED.search(last.text))
    return step > 1.4 * min(usual, 1.6 * line.size) or short


def _joined(text: str, shown: str, known: set[str]) -> tuple[str, str]:
    """What stands before and what follows once a line is joined to the one above it."""
    if not text.endswith(HYPHEN):
        return (text if text.endswith(("-", "–", "—", "/")) else text + " "), shown
    head, tail = re.split(r"[^\w-]", text[-60:-1])[-1], re.match(r"[\w-]*", shown)
    whole, hyphened = f"{head}{tail[0]}" if tail else head, f"{head}-{tail[0] if tail else ''}"
    # "long-term" stays hyphened where the text writes it so elsewhere; so do numbers and names.
    keep = not shown[:1].islower() or head[-1:].isdigit()
    keep = whole not in known and (hyphened in known or keep)
    return text[:-1] + ("-" if keep else ""), shown
