"""Web pages, Markdown, Word documents and e-books as text. Runs in the sandbox's child only.

Covered: the article of a page with its title and date; documents and books whole,
without headers, notes' marks, pictures and navigation. Nothing named in a file is opened: members
of an archive are read, never written out, and neither entities nor pictures are fetched.
Not covered: comments and tracked deletions in Word, text inside pictures, books with rights
management. Word's dates say when a file was saved, so they are not taken for the article's.
"""

import posixpath
import re
import zipfile
from io import BytesIO
from urllib.parse import unquote

from lxml import etree, html

from index.article import ArticleError
from index.importing.blocks import paragraphs
from index.importing.imported import Imported

MAX_MEMBER = 50_000_000  # bytes of one unpacked member; a novel has about one million
MAX_UNPACKED = 200_000_000  # bytes of all text members together
_TEXT_MEMBERS = (".xml", ".rels", ".xhtml", ".html", ".htm", ".opf", ".ncx")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
# Opens with a key, or it is text between two rules.
FRONT_MATTER = re.compile(r"\A---\r?\n(?=[\w-]+:).*?\n---\r?\n", re.S)


def from_html(data: bytes) -> Imported:
    """The article of a web page, without what stands around it."""
    import trafilatura

    tree = trafilatura.load_html(data)
    if tree is None:
        raise ArticleError("the page is empty or damaged")
    # trafilatura drops figures whole, and with them what their captions say.
    for node in tree.iter("figure", "figcaption"):
        node.tag = "div" if node.tag == "figure" else "p"
    # Only a date that the page states: a guess from the text would date every answer wrongly.
    found = trafilatura.bare_extraction(
        tree,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if found is None or isinstance(found, dict) or found.body is None:
        raise ArticleError("the page holds no article text")
    text = "\n\n".join(paragraphs(found.body))
    return Imported(text, found.title, found.date)


def from_markdown(data: bytes) -> Imported:
    """Markdown as it is read."""
    from markdown_it import MarkdownIt

    text = FRONT_MATTER.sub("", data.decode("utf-8-sig"), count=1)
    return _marked_up(MarkdownIt("commonmark").enable("table").render(text))


def from_zip(data: bytes) -> Imported:
    """A Word document or an e-book, whichever the archive holds."""
    try:
        return _from_members(data)
    except zipfile.BadZipFile:
        raise ArticleError("it is binary, a damaged zip archive") from None


def _from_members(data: bytes) -> Imported:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = archive.infolist()
        sizes = [m.file_size for m in members if m.filename.lower().endswith(_TEXT_MEMBERS)]
        # zipfile never unpacks more of a member than the size that it states.
        if sum(sizes) > MAX_UNPACKED or max(sizes, default=0) > MAX_MEMBER:
            raise ArticleError("it unpacks to more text than any article has")
        names = {member.filename for member in members}
        if "word/document.xml" in names:
            return _from_word(data)
        if "META-INF/container.xml" in names:
            return _from_book(archive)
    raise ArticleError("it is binary: a zip archive with no Word document or e-book in it")


def _from_word(data: bytes) -> Imported:
    import mammoth

    made = mammoth.convert_to_html(
        BytesIO(data),
        # The picture itself is never opened.
        convert_image=mammoth.images.img_element(lambda image: {"src": ""}),
        external_file_access=False,
    )
    return _marked_up(made.value)


def _marked_up(source: str) -> Imported:
    if not source.strip():
        return Imported("")
    return Imported("\n\n".join(paragraphs(html.fragment_fromstring(source, create_parent="div"))))


def _from_book(archive: zipfile.ZipFile) -> Imported:
    container = _xml(archive, "META-INF/container.xml")
    package = next((e.get("full-path") for e in container.iter("{*}rootfile")), None)
    if package is None:
        raise ArticleError("the e-book does not say where its text is")
    book = _xml(archive, package)
    items = {item.get("id"): item for item in book.iter("{*}item")}
    texts: list[str] = []
    for reference in book.iter("{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or "nav" in (item.get("properties") or "").split():
            continue
        path = posixpath.join(posixpath.dirname(package), unquote(item.get("href") or ""))
        body = next(_xml(archive, posixpath.normpath(path)).iter("{*}body"), None)
        texts += paragraphs(body) if body is not None else []
    date = _DATE.match(_said(book, "date") or "")
    return Imported("\n\n".join(texts), _said(book, "title"), date and date[0])


def _said(book: etree._Element, what: str) -> str | None:
    """A line of an e-book's metadata."""
    node = next(book.iter(f"{{http://purl.org/dc/elements/1.1/}}{what}"), None)
    return " ".join("".join(node.itertext()).split()) or None if node is not None else None


def _xml(archive: zipfile.ZipFile, name: str) -> etree._Element:
    """A member as a tree, its entities left alone. `name` is looked up in the archive only."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    tree = etree.fromstring(archive.read(name), parser)
    if tree is None:
        raise ArticleError("the e-book is damaged")
    return tree
