"""Write the story in every format, byte for byte the same each time: python -m tests.samples.make

Covered: what real files do to a text: markup, page furniture, words broken over lines and pages.
Not covered: pictures, fonts within the file, encryption; tests add those where they matter.
"""

import html
import zipfile
from io import BytesIO
from itertools import groupby
from pathlib import Path

from tests.samples.story import AUTHOR, DATE, FURNITURE, SITE, STORY, TABLE, TITLE

FOLDER = Path(__file__).parent
WRAP = {"p": "<p>{}</p>", "h2": "<h2>{}</h2>", "quote": "<blockquote><p>{}</p></blockquote>",
        "caption": "<figure><img src='t.jpg'/><figcaption>{}</figcaption></figure>"}  # fmt: skip


def body() -> str:
    """The story as HTML elements, a line each."""
    parts = []
    for kind, group in groupby(STORY, key=lambda block: block[0]):
        texts = [html.escape(text, quote=False) for _, text in group]
        if kind == "li":
            parts.append("<ul>" + "".join(f"<li>{text}</li>" for text in texts) + "</ul>")
        elif kind == "table":
            rows = ["<td>" + "</td><td>".join(row) + "</td>" for row in TABLE]
            parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
        else:
            parts += [WRAP[kind].format(text) for text in texts]
    return "\n".join(parts)


def page(content: str, title: str = TITLE) -> str:
    """A news site's page: consent, navigation, related stories and a footer around the content."""
    privacy, accept, *menu = FURNITURE[:6]
    links = "".join(f'<li><a href="/{i}">{name}</a></li>' for i, name in enumerate(menu))
    most, *related = FURNITURE[6:9]
    stories = "".join(f'<li><a href="/s{i}">{name}</a></li>' for i, name in enumerate(related))
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title} | {SITE}</title>
<meta name="author" content="{AUTHOR}"><meta property="og:site_name" content="{SITE}">
<meta property="og:title" content="{title}"><meta property="og:type" content="article">
<meta property="article:published_time" content="{DATE}T06:30:00+01:00">
<style>nav {{ color: red }}</style><script>var tracker = "Accept all cookies";</script></head>
<body><div id="cookie-banner" class="cookie-consent"><p>{privacy}. We and our partners store data on
your device.</p><button>{accept}</button></div>
<header><nav><ul>{links}</ul></nav></header>
<main><article><h1>{title}</h1><div class="share"><a href="#">Share on Facebook</a></div>
{content}
<div class="ad">Advertisement</div></article>
<aside class="related"><h3>{most}</h3><ul>{stories}</ul></aside></main>
<footer><p>© 2024 {SITE}. All rights reserved.</p></footer></body></html>
"""


def markdown() -> str:
    marks = {"h2": "## {}", "quote": "> {}", "caption": "*{}*", "li": "- {}", "p": "{}"}
    parts = [f"# {TITLE}"]
    for kind, group in groupby(STORY, key=lambda block: block[0]):
        texts = [text for _, text in group]
        if kind == "table":
            head, *rows = [f"| {' | '.join(row)} |" for row in TABLE]
            parts.append("\n".join([head, "|---|---|---|", *rows]))
        else:
            parts.append("\n".join(marks[kind].format(text) for text in texts) if kind == "li"
                         else "\n\n".join(marks[kind].format(text) for text in texts))  # fmt: skip
    linked = "\n\n".join(parts).replace("Ingrid Solheim", "[Ingrid **Solheim**](https://a.example)")
    return linked + "\n"


def archive(members: dict[str, str]) -> bytes:
    """A zip of fixed dates, its first member stored plain, as an e-book wants it."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for number, (name, text) in enumerate(members.items()):
            how = zipfile.ZIP_DEFLATED if number else zipfile.ZIP_STORED
            file.writestr(zipfile.ZipInfo(name), text, how)
    return data.getvalue()


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = {"h2": "Heading2", "quote": "Quote", "caption": "Caption", "li": "ListParagraph"}


def word(kind: str, text: str) -> str:
    """A paragraph of Word, in two runs, as an edited text is."""
    style = f'<w:pPr><w:pStyle w:val="{STYLES[kind]}"/></w:pPr>' if kind in STYLES else ""
    runs = "".join(
        f'<w:r><w:t xml:space="preserve">{html.escape(half, quote=False)}</w:t></w:r>'
        for half in (text[: len(text) // 2], text[len(text) // 2 :])
    )
    return f"<w:p>{style}{runs}</w:p>"


def docx() -> bytes:
    parts = [f'<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>{TITLE}</w:t></w:r></w:p>']
    for kind, text in STORY:
        if kind == "table":
            rows = ["".join(f"<w:tc>{word('p', cell)}</w:tc>" for cell in row) for row in TABLE]
            parts.append("<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>")
        else:
            parts.append(word(kind, text))
    header = f"<w:hdr xmlns:w='{W}'>{word('p', FURNITURE[-1])}</w:hdr>"
    kinds = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    return archive({
        "[Content_Types].xml": f"<Types xmlns='{PACKAGE}/content-types'>"
        "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package"
        ".relationships+xml'/><Default Extension='xml' ContentType='application/xml'/>"
        f"<Override PartName='/word/document.xml' ContentType='{kinds}.document.main+xml'/>"
        f"<Override PartName='/word/header1.xml' ContentType='{kinds}.header+xml'/></Types>",
        "_rels/.rels": f"<Relationships xmlns='{PACKAGE}/relationships'><Relationship Id='r1' "
        f"Type='{OFFICE}/officeDocument' Target='word/document.xml'/></Relationships>",
        "word/document.xml": f"<w:document xmlns:w='{W}'><w:body>{''.join(parts)}</w:body>"
        "</w:document>",
        "word/header1.xml": header,
    })  # fmt: skip


CHAPTER = (
    "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>x</title></head><body>{}</body></html>"
)


def book(members: dict[str, str], one: str = "text/one%20a.xhtml") -> bytes:
    """An e-book of two chapters and its contents; `members` replaces what is in its folder."""
    half = body().index("<h2>Three")
    inside = {
        "book.opf": "<package xmlns='http://www.idpf.org/2007/opf' version='3.0'>"
        f"<metadata xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>{TITLE}</dc:title>"
        f"<dc:creator>{AUTHOR}</dc:creator><dc:date>{DATE}</dc:date></metadata><manifest>"
        "<item id='nav' href='nav.xhtml' properties='nav' media-type='application/xhtml+xml'/>"
        f"<item id='a' href='{one}' media-type='application/xhtml+xml'/>"
        "<item id='b' href='text/two.xhtml' media-type='application/xhtml+xml'/></manifest>"
        "<spine><itemref idref='nav'/><itemref idref='a'/><itemref idref='b'/></spine></package>",
        "nav.xhtml": CHAPTER.format("<nav><ol><li>Home</li><li>Most read</li></ol></nav>"),
        "text/one a.xhtml": CHAPTER.format(f"<h1>{TITLE}</h1>" + body()[:half]),
        "text/two.xhtml": CHAPTER.format(body()[half:]),
    } | members
    return archive({
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": "<container xmlns='urn:oasis:names:tc:opendocument:"
        "xmlns:container' version='1.0'><rootfiles><rootfile full-path='OPS/book.opf' "
        "media-type='application/oebps-package+xml'/></rootfiles></container>",
    } | {f"OPS/{name}": text for name, text in inside.items()})  # fmt: skip


def main() -> None:
    from tests.samples.paper import pdf

    plain = f"{TITLE}\n\n" + "\n\n".join(text for _, text in STORY) + "\n"
    texts = {"story.txt": plain, "story.md": markdown(), "story.html": page(body())}
    for name, text in texts.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    for name, data in {"story.docx": docx(), "story.epub": book({}), "story.pdf": pdf()}.items():
        (FOLDER / name).write_bytes(data)


if __name__ == "__main__":
    main()
