"""What an importer makes of a file's bytes, and which importer they are for.

The type is decided by content. The one exception is Markdown, which is plain text in all but
intent: only a name or a server can say that its marks are markup.
"""

import re
from dataclasses import dataclass
from typing import Literal

Format = Literal["text", "markdown", "html", "pdf", "zip"]

MAX_TEXT = 10_000_000  # characters; the longest novels have about five million
TOO_LONG = "it holds more text than any article has"
_HTML_TYPES = ("text/html", "application/xhtml")
MARKDOWN_NAMES = (".md", ".markdown")
_PDF = re.compile(rb"\s*%PDF-\d")
_HTML = re.compile(
    # Atomic, since comments can be cut in very many ways.
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?>(?:<!--.{0,2000}?-->\s*){0,5})"
    rb"<(?:!doctype\s+html|html|head|title|meta|body|main|article|section|div|table|p|h[1-6])\b",
    re.I | re.S,
)
_BLOCK = re.compile(rb"</(?:html|head|body|main|article|section|div|table|ul|p|h[1-6])\s*>", re.I)
# What is plainly something else, and what to do about it.
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "an old Office file or one with a password; save it as DOCX without one"),
    (b"{\\rtf", "a rich-text file; save it as DOCX or PDF"),
    (b"\x89PNG", "a picture; Footnote reads text only"),
    (b"\xff\xd8\xff", "a picture; Footnote reads text only"),
    (b"GIF8", "a picture; Footnote reads text only"),
)


@dataclass(frozen=True, slots=True)
class Imported:
    """`text` has a paragraph to a block, blank lines between. `published` is an ISO date.

    `pages`: where each page of a paged source begins in `text`, in code points; else empty.
    """

    text: str
    title: str | None = None
    published: str | None = None
    pages: tuple[int, ...] = ()


def format_of(data: bytes, name: str, media_type: str = "") -> Format:
    """Which importer the bytes are for; `zip` may hold a Word document or an e-book."""
    if _PDF.match(data[:1024]):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "zip"
    head = data[:16_384]
    named = name.lower().endswith(MARKDOWN_NAMES) or media_type.startswith("text/markdown")
    told = media_type.startswith(_HTML_TYPES) and _BLOCK.search(head) and not named
    if _HTML.match(head) or told:
        return "html"
    return "markdown" if named else "text"


def other_kind(data: bytes) -> str | None:
    """What a file is that no importer reads, in words; none if that cannot be told."""
    return next((what for start, what in _OTHERS if data.startswith(start)), None)
