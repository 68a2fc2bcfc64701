"""The story as a PDF: three pages with a running head, page numbers, words broken over lines.

Written by hand, in a font every reader has, so that the bytes are the same each time.
"""

import re
import zlib
from textwrap import wrap

from tests.samples.story import FURNITURE, STORY, TABLE, TITLE

LEADING, LINES, WIDTH = 14, 14, 66  # points, lines a page, characters a line
# Where the typesetter broke words: a hyphen at the end of a line, the rest on the next.
BROKEN = {"mainland": 4, "harbour": 3, "crossing": 5, "engineers": 3, "signatures": 4, "needed": 4}


def text_line(x: int, y: int, size: int, text: str) -> bytes:
    shown = (
        text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    )
    return b"BT /F1 %d Tf %d %d Td (%s) Tj ET\n" % (size, x, y, shown)


def hyphenated(text: str, width: int) -> list[str]:
    """Lines of at most `width` characters, with the words of `BROKEN` broken where one stands
    near a line's end."""
    lines, rest = [], text
    while rest:
        line = wrap(rest, width)[0]
        tail = rest[len(line) :].lstrip()
        word = re.match(r"\w+", tail)
        cut = BROKEN.get(word[0]) if word else None
        if cut:
            line, tail = f"{line} {tail[:cut]}-", tail[cut:]
        lines.append(line)
        rest = tail
    return lines


def rows() -> list[tuple[int, int, list[tuple[int, str]]]]:
    """The lines of all pages: space above, size, and what stands how far from the left."""
    out = [(0, 18, [(0, TITLE)])]
    for kind, text in STORY:
        if kind == "table":
            for number, row in enumerate(TABLE):
                cells = [(150 * i, cell) for i, cell in enumerate(row)]
                out.append((0 if number else LEADING, 11, cells))
            continue
        indent = {"quote": 30, "li": 15}.get(kind, 0)
        size = {"h2": 14, "caption": 9}.get(kind, 11)
        for number, line in enumerate(hyphenated(text, WIDTH)):
            line_start = [(0, "•")] if kind == "li" and not number else []
            out.append((0 if number else LEADING, size, [*line_start, (indent, line)]))
    return out


def pages() -> list[bytes]:
    all_rows, streams = rows(), []
    for start in range(0, len(all_rows), LINES):
        y, content = 760, text_line(72, 800, 9, FURNITURE[-1])
        for space, size, cells in all_rows[start : start + LINES]:
            y -= LEADING + space
            content += b"".join(text_line(72 + x, y, size, text) for x, text in cells)
        number = len(streams) + 1
        count = -(-len(all_rows) // LINES)
        streams.append(content + text_line(270, 40, 9, f"Page {number} of {count}"))
    return streams


def pdf(streams: list[bytes] | None = None) -> bytes:
    """A PDF whose pages draw `streams`, by default the story."""
    streams = pages() if streams is None else streams
    count = len(streams)
    kids = b" ".join(b"%d 0 R" % (4 + 2 * i) for i in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for i, stream in enumerate(streams):
        packed = zlib.compress(stream, 9)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << "
            b"/F1 3 0 R >> >> /Contents %d 0 R >>" % (5 + 2 * i)
        )
        objects.append(
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)
        )
    data, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return (
        data + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R /Info << "
        b"/Title (story.indd) >> >>\nstartxref\n%d\n%%%%EOF\n" % (size, table, size, len(data))
    )
