"""Whatever a file does to its parser, it ends in an article or in one clear sentence."""

import os
import random
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from signal import SIGSTOP
from subprocess import Popen
from threading import Timer

import pytest

from benchmarks.hostile import FORMATS, corrupted, run, samples
from index.article import ArticleError
from index.importing import Sandbox, import_article
from index.importing.sandbox import SECONDS, START_SECONDS
from tests.conftest import ROOT
from tests.samples import make
from tests.samples.paper import pdf

EACH = 334  # of six formats: 2,004 damaged files


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


def test_damaged_files(sandbox: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    counts = run(EACH, sandbox)
    tried = sum(sum(count.values()) for count in counts.values())
    read = sum(count["article"] for count in counts.values())
    lost = {k: v for count in counts.values() for k, v in count.items() if k.startswith("lost")}
    with capsys.disabled():
        print(f"\n{tried} damaged files: {read} articles, {tried - read} refused, {len(lost)} lost")
    assert tried >= 2000 and lost == {}
    # Both ends are reached in every format; a test that only ever refuses would show nothing.
    for name, count in counts.items():
        assert count["article"] >= EACH / 10 and len(count) > 1, name


def test_the_damage_is_the_same_each_time() -> None:
    for name in FORMATS:
        one, two = (corrupted(samples(), name, random.Random(7)) for _ in range(2))
        assert one == two


HUGE = "<p>" + "long " * 2_000_000 + "</p>"
LAUGHS = "<!DOCTYPE lolz [<!ENTITY a0 'lol'>" + "".join(
    f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, 12)
)
BOMBS = {
    "laughing book": make.book({"text/one a.xhtml": LAUGHS + "]><html><body>&a11;</body></html>"}),
    "laughing word": make.archive({
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"{LAUGHS}]><w:document xmlns:w='{make.W}'><w:body><w:p><w:r><w:t>"
        "&a11;</w:t></w:r></w:p></w:body></w:document>",
    }),
    "zip bomb": make.archive({"a": "", "word/document.xml": "\0" * 60_000_000}),
    "many members": make.archive({"word/document.xml": ""} | {
        f"word/{i}.xml": " " * 30_000_000 for i in range(8)
    }),
    "nested page": b"<html><body>" + b"<div>" * 500_000,
    "nested table": b"<html><body>" + b"<table><tr><td>" * 100_000,
    "nested markdown": b"# a\n\n" + b"> " * 20_000 + b"x",
    "brackets": b"# a\n\n" + b"[" * 50_000 + b"](" * 50_000,
    "pdf bomb": pdf([b"BT /F1 9 Tf 1 1 Td (" + b"A" * 30_000_000 + b") Tj ET"]),
    "pdf in a pdf": pdf([zlib.compress(b" " * 200_000_000)]),
    "million pages": pdf([b""]).replace(b"/Count 1", b"/Count 99999999"),
    "page of itself": pdf([b""]).replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]"),
}  # fmt: skip


# The others are read, or refused, as their parser sees fit.
UNPACKS = ("zip bomb", "many members")


@pytest.mark.parametrize("name", BOMBS)
def test_bombs(name: str) -> None:
    begun = time.monotonic()
    with Sandbox() as sandbox:
        try:
            article = import_article(BOMBS[name], f"{name}.md", sandbox=sandbox)
        except ArticleError as error:
            assert str(error).startswith(f"{name}.md cannot be read: ")
            assert name not in UNPACKS or "it unpacks to more" in str(error)
        else:
            assert name not in UNPACKS
            assert len(article.text) < 20_000_000
    assert time.monotonic() - begun < START_SECONDS + SECONDS + 10


def hanging(sandbox: Sandbox) -> Popen[bytes]:
    """The sandbox's child, which has read a document, and will never read another."""
    import_article(make.docx(), "one", sandbox=sandbox)
    child = sandbox._child
    assert child
    child.send_signal(SIGSTOP)
    return child


def test_a_reader_that_hangs_is_ended() -> None:
    with Sandbox() as sandbox:
        hanging(sandbox)
        sandbox.seconds = 0.3
        with pytest.raises(ArticleError, match=r"^slow cannot be read: .* more than 0\.3 s\.$"):
            import_article(make.docx(), "slow", sandbox=sandbox)


def test_a_reader_that_dies_costs_one_document() -> None:
    with Sandbox() as sandbox:
        killer = Timer(0.2, hanging(sandbox).kill)
        killer.start()
        with pytest.raises(ArticleError, match=r"^two cannot be read: it is damaged in a way"):
            import_article(make.docx(), "two", sandbox=sandbox)
        killer.join()
        assert import_article(make.docx(), "three", sandbox=sandbox).title
        assert sandbox.started == 2


def test_memory_is_limited() -> None:
    with Sandbox(memory=300_000_000) as sandbox:
        import_article(make.docx(), "small", sandbox=sandbox)
        with pytest.raises(ArticleError, match=r"^big cannot be read: .*(memory|damaged)"):
            import_article(make.page(HUGE * 4).encode(), "big", sandbox=sandbox)


FORBIDDEN = (
    "open('made', 'w')",
    "os.open('made', os.O_CREAT | os.O_WRONLY)",
    "os.unlink('kept')",
    "os.fork()",
    "os.system('true')",
    "subprocess.run(['true'])",
    "socket.create_connection(('127.0.0.1', 9))",
    "socket.getaddrinfo('localhost', 80)",
)


@pytest.mark.parametrize("action", FORBIDDEN)
def test_the_child_reads_and_does_nothing_else(action: str, tmp_path: Path) -> None:
    (tmp_path / "kept").touch()
    script = (
        "import os, socket, subprocess\nfrom index.importing import child\n"
        f"child._confine(10**9)\nopen('kept').close()\n{action}\n"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1 and "is forbidden here" in done.stderr.splitlines()[-1]
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_a_file_too_large_is_not_read(sandbox: Sandbox) -> None:
    with pytest.raises(ArticleError, match="larger than 50 MB"):
        import_article(b"%PDF-1.4" + bytes(50_000_001), "big", sandbox=sandbox)
