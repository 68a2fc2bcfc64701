"""The paragraphs of a tree of HTML, or of trafilatura's elements, as a person would read them.

Covered: headings, lists, captions and quotations are paragraphs; a table row is its cells joined
by commas; marks that point to notes are left out. Not covered: which part of a page is the
article, which is trafilatura's work; tables inside tables, whose cells run on.
"""

import re

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
_CELLS = frozenset(("td", "th", "cell"))
_SILENT = frozenset(
    "audio button canvas graphic iframe img input math nav noscript object option script select "
    "style svg template textarea title video".split()
)
# Seen by nobody: soft hyphens, zero-width spaces and marks, and what marks our blocks.
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff\0]")


def paragraphs(root: etree._Element) -> list[str]:
    """The text of each block in reading order, white space joined; none is empty."""
    parts: list[str] = []
    _gather(root, parts)
    blocks = "".join(parts).split(_BLOCK)
    return [text for block in blocks if (text := _lines(block))]


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
