"""The paragraphs of a tree of HTML, or of trafilatura's elements, as a person would read them.

Covered: headings, lists, captions and quotations are paragraphs; a table row is a sentence for
each cell where a row of heads says what the cells are, else its cells joined by commas; marks that
point to notes are left out. Not covered: which part of a page is the article, which is
trafilatura's work; heads of two rows; tables inside tables, whose cells run on.
"""

import re
from collections.abc import Iterator, Sequence

from lxml import etree

# Characters that no tree of ours keeps, so that they can mark where a block and a line end.
_BLOCK, _LINE = "\x1e", "\x1f"
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr li main ol p pre section summary table tbody "
    "td tfoot th thead tr ul "
    "head item list quote".split()
)
_LINES = frozenset(("br", "lb"))
_ROWS = frozenset(("tr", "row"))
_ROW_GROUPS = frozenset(("tbody", "thead", "tfoot"))
_CELLS = frozenset(("td", "th", "cell"))
_SILENT = frozenset(
    "audio button canvas graphic iframe img input math nav noscript object option script select "
    "style svg template textarea title video".split()
)
MAX_LABEL = 120  # characters of a head, or of a row's first cell; a longer one is prose
# Seen by nobody: soft hyphens, zero-width spaces and marks, and what marks our blocks.
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff\0]")


def paragraphs(root: etree._Element) -> list[str]:
    """The text of each block in reading order, white space joined; none is empty."""
    parts: list[str] = []
    for table in [node for node in root.iter() if _tag(node) == "table"]:
        _tell(table)
    _gather(root, parts)
    blocks = "".join(parts).split(_BLOCK)
    return [text for block in blocks if (text := _lines(block))]


def told(rows: Sequence[Sequence[str]], headed: bool = False) -> list[str]:
    """What the rows under the first say, a line for each cell: "Adult, Winter fare: 85 crowns."

    Empty where the first row does not head the others. It does where it is known to (`headed`),
    or by the look of it: it is all words, and a column of numbers stands below.
    """
    head, *below = rows
    alike = all(len(row) == len(head) or len(row) == 1 for row in below)
    labels = [*head, *(row[0] for row in below if len(row) > 1)]
    if len(head) < 2 or not alike or max(map(len, labels)) > MAX_LABEL:
        return []
    if not headed and not _looks_like_heads(head, below):
        return []
    return ["\n".join(_cells_told(head, row)) for row in below]


def _looks_like_heads(head: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Of two columns it cannot be told: "Name, Ada Lund" may stand over "Born, 1931"."""
    if len(head) < 3 or len(below) < 2 or not all(head[1:]) or re.search(r"\d", "".join(head)):
        return False
    columns = zip(*(row for row in below if len(row) > 1), strict=True)
    return any(all(re.search(r"\d", cell) for cell in column) for column in [*columns][1:])


def _cells_told(head: Sequence[str], row: Sequence[str]) -> list[str]:
    cells = [
        f"{', '.join(filter(None, (row[0], name)))}: {cell}"
        for name, cell in zip(head[1:], row[1:], strict=len(row) > 1)
        if cell
    ]
    return [cell if cell[-1] in ".!?" else f"{cell}." for cell in cells] or [row[0]]


def _tell(table: etree._Element) -> None:
    """Put sentences in the place of a table's rows, where their first one heads the others."""
    rows = list(_rows(table))
    cells = [[node for node in row if _tag(node) in _CELLS] for row in rows]
    heads = [bool(row) and all(map(_is_head, row)) for row in cells]
    if not rows or any(heads[1:]):
        return
    texts = told([[_cell(cell) for cell in row] for row in cells], heads[0])
    for row, text in zip(rows, ["", *texts] if texts else [], strict=False):
        row.clear(keep_tail=True)
        row.tag = "p"
        for line in text.split("\n"):
            etree.SubElement(row, "br").tail = line


def _rows(node: etree._Element) -> Iterator[etree._Element]:
    for child in node:
        if _tag(child) in _ROWS:
            yield child
        elif _tag(child) in _ROW_GROUPS:
            yield from _rows(child)


def _is_head(cell: etree._Element) -> bool:
    return _tag(cell) == "th" or cell.get("role") == "head"


def _gather(node: etree._Element, parts: list[str]) -> None:
    tag = _tag(node)
    if tag in _ROWS:
        cells = [_cell(child) for child in node if _tag(child) in _CELLS]
        parts += [_BLOCK, ", ".join(cell for cell in cells if cell), _BLOCK]
    elif tag in _LINES:
        parts.append(_LINE)
    elif tag and tag not in _SILENT and not _points_to_note(node, tag):
        edge = _BLOCK if tag in _BLOCKS else ""
        parts += [edge, _seen(node.text)]
        for child in node:
            _gather(child, parts)
            parts.append(_seen(child.tail))
        parts.append(edge)


def _tag(node: etree._Element) -> str:
    """The element's name without its namespace; empty for comments and the like."""
    return node.tag.rpartition("}")[2].lower() if isinstance(node.tag, str) else ""


def _cell(node: etree._Element) -> str:
    """A cell on one line, whatever blocks it holds."""
    parts = [_seen(node.text)]
    for child in node:
        _gather(child, parts)
        parts.append(_seen(child.tail))
    return " ".join(re.sub(f"[{_BLOCK}{_LINE}]", " ", "".join(parts)).split())


def _points_to_note(node: etree._Element, tag: str) -> bool:
    """A raised link, or one that an e-book says is to a note."""
    link = next((n for n in node.iter() if _tag(n) == "a"), None) if tag in ("sup", "a") else None
    if link is None:
        return False
    return tag == "sup" or any(value == "noteref" for value in node.attrib.values())


def _seen(text: str | None) -> str:
    return _UNSEEN.sub("", text or "")


def _lines(block: str) -> str:
    lines = (" ".join(line.split()) for line in block.split(_LINE))
    return "\n".join(line for line in lines if line)
