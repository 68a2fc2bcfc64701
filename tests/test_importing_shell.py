"""Documents and addresses asked in the shell: the page of a citation, the notice, the refusals."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import app
from qa.compose import compose
from qa.shell import show
from qa.types import Answer, Question
from tests.conftest import ROOT
from tests.fakes import OverlapReader
from tests.test_importing import NEWS_IN

SAMPLES = ROOT / "tests" / "samples"


@pytest.fixture(autouse=True)
def own_data_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))


def answer_about(name: str) -> Answer:
    from index.article import read_article

    article = read_article(SAMPLES / name)
    question = Question("Where will engineers inspect?", "Where will engineers inspect?")
    return compose(question, article, OverlapReader().read(question.text, article, []))


def test_a_citation_of_a_pdf_names_its_page(capsys: pytest.CaptureFixture[str]) -> None:
    answer = answer_about("story.pdf")
    assert answer.citations and [c["page"] for c in answer.as_dict()["citations"]] == [3]
    show(answer, as_json=False)
    assert capsys.readouterr().out.endswith("\n\n[1] page 3\n")


def test_a_source_without_pages_names_none(capsys: pytest.CaptureFixture[str]) -> None:
    answer = answer_about("story.html")
    assert answer.citations and [c["page"] for c in answer.as_dict()["citations"]] == [None]
    show(answer, as_json=False)
    assert "page" not in capsys.readouterr().out


@pytest.mark.parametrize("name", ["story.pdf", "story.html"])
def test_a_document_is_asked(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    question = "How many signatures did Peder Aune collect?"
    assert app.main(["ask", "--json", "--article", str(SAMPLES / name), question]) == 0
    out, error = capsys.readouterr()
    answer = json.loads(out)
    assert answer["short"] == "412" and "language" not in error
    assert answer["citations"][0]["page"] == (2 if name == "story.pdf" else None)


def test_a_cell_of_a_table_is_told_by_its_heads(capsys: pytest.CaptureFixture[str]) -> None:
    question = "What does a winter ticket cost?"
    assert app.main(["ask", "--article", str(SAMPLES / "story.html"), question]) == 0
    out = capsys.readouterr().out
    assert "85 crowns" in out and "70 crowns" not in out


def test_another_language_is_said_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = io.BytesIO(NEWS_IN["de"].encode())
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(data, encoding="utf-8"))
    assert app.main(["ask", "--article", "-", "Wer entschied?"]) == 0
    error = capsys.readouterr().err
    assert "another language than English (de)" in error and error.count("\n") == 1


REFUSED = {
    "http://127.0.0.1:80/": "is not on the public internet",
    "http://127.0.0.1:8080/": "port 8080 is neither 80 nor 443",
    "file:///etc/passwd": "only http and https",
    str(SAMPLES / "nothing.pdf"): "There is no file",
}


@pytest.mark.parametrize("place", REFUSED)
def test_what_is_not_read(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["ask", "--article", place, "Who?"]) == 2
    out, error = capsys.readouterr()
    assert out == "" and REFUSED[place] in error and error.count("\n") == 1


def test_any_port_opens_ports_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["ask", "--any-port", "--article", "http://127.0.0.1:8080/", "Who?"]) == 2
    assert "is not on the public internet" in capsys.readouterr().err


def test_importing_and_extracting_call_nobody(tmp_path: Path) -> None:
    """Libraries for web pages know how to fetch; none may, on import or at work."""
    script = (
        "import sys; from tests.watch_network import attempts, watch; sys.addaudithook(watch)\n"
        "from index.importing import child, import_article, language_notice\n"
        "from index.fetch import fetch\nfrom pathlib import Path\n"
        "for kind, name in (('html', 'html'), ('zip', 'docx'), ('zip', 'epub'), ('pdf', 'pdf')):\n"
        "    made = child.IMPORTERS[kind](Path(f'tests/samples/story.{name}').read_bytes())\n"
        "    assert made.text and not language_notice(made.text)\n"
        "print(attempts)"
    )
    environment = {k: v for k, v in os.environ.items() if "proxy" not in k.lower()}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr
