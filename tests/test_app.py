"""The command line: answers, conversations, and one clear sentence for bad input."""

import io
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import app
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def own_data_directory(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    monkeypatch.chdir(ROOT)


def feed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))


def test_ask_prints_answer_and_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["ask", "When were ATACMS first delivered?"]) == 0
    short, proof = capsys.readouterr().out.split("\n\n")
    assert short == "April" and "with the first missiles delivered in April. [" in proof


def test_ask_json_has_the_documented_keys(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["ask", "--json", "When were ATACMS first delivered?"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {"found", "kind", "short", "text", "confidence", "citations"} <= set(answer)
    assert {"marker", "text", "start", "end", "span"} <= set(answer["citations"][0])
    assert (answer["found"], answer["kind"], answer["short"]) == (True, "span", "April")


def test_absent_names_the_closest_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["ask", "Who is the president of France?"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("The article does not say.\n\nThe closest sentences:\n- ")


def test_article_from_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(monkeypatch, b"The mill in Halden closed in 1999.")
    assert app.main(["ask", "--article", "-", "When did the mill close?"]) == 0
    assert capsys.readouterr().out.startswith("1999\n")


def test_a_year_keeps_its_month(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(monkeypatch, b"The mill in Halden closed in May 1999.")
    assert app.main(["ask", "--article", "-", "When did the mill close?"]) == 0
    assert capsys.readouterr().out.startswith("May 1999\n")


def test_a_day_given_with_a_question_is_for_it_alone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(monkeypatch, b"The mill in Ulm closed last July.")
    day = ["--published", "2024-11-18"]
    assert app.main(["ask", *day, "--article", "-", "When did the mill close?"]) == 0
    assert "July (July 2024)\n" in capsys.readouterr().out
    assert not any(entry.published for entry in app.open_library().articles())


def test_conversation(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    feed(monkeypatch, b"When were ATACMS first delivered?\nWho reported Biden's approval?\n\n")
    assert app.main(["ask"]) == 0
    out = capsys.readouterr().out
    assert "April" in out and "CNN" in out


def bad_files(folder: Path) -> dict[str, tuple[Path, str]]:
    files = {
        "empty": (b"", "is empty"),
        "blank": (b" \n\t\n", "is empty"),
        "binary": (b"PK\x03\x04\0\0", "is binary"),
        "latin": (b"caf\xe9", "byte 3 is 0xE9: save it as UTF-8"),
    }
    for name, (data, _) in files.items():
        (folder / name).write_bytes(data)
    cases = {name: (folder / name, reason) for name, (_, reason) in files.items()}
    return cases | {
        "missing": (folder / "nothing.txt", "There is no file"),
        "directory": (folder, "is a directory"),
    }


@pytest.mark.parametrize("case", ["empty", "blank", "binary", "latin", "missing", "directory"])
def test_bad_article(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    monkeypatch.setenv("XDG_DATA_HOME", str(data))
    path, reason = bad_files(tmp_path)[case]
    assert app.main(["ask", "--article", str(path), "Who?"]) == 2
    assert_one_sentence(capsys, reason)
    assert not data.exists()


@pytest.mark.parametrize(("question", "reason"), [(" ", "empty"), ("w" * 2001, "at most 2,000")])
def test_bad_question(
    question: str, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert app.main(["ask", question]) == 2
    assert_one_sentence(capsys, reason)
    assert not (tmp_path / "data").exists()


def test_too_long_a_question_does_not_end_a_conversation(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lines = iter(["x" * 2001, "When did the mill close?", ""])
    monkeypatch.setattr("builtins.input", lambda prompt: next(lines))
    article = tmp_path / "mill.txt"
    article.write_text("The mill in Halden closed in 1999.")
    assert app.main(["ask", "--article", str(article)]) == 0
    told = capsys.readouterr()
    assert "at most 2,000" in told.err and "1999" in told.out


def test_a_line_that_is_no_text_does_not_end_a_conversation(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(monkeypatch, b"Is it \xff?\nWhen were ATACMS first delivered?\n\n")
    assert app.main(["ask"]) == 0
    assert "April" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["eval", "nowhere.toml"], "nowhere.toml cannot be read: No such file or directory."),
        (["ask", "--article", "-"], "a conversation reads standard input"),
        (["ask", "--article", "", "Who?"], "The name of the article is empty."),
        (["--port", "99999"], "port 99999: a port is below 65536."),
        (["--auth-file", "nowhere"], "nowhere cannot be read: No such file or directory."),
    ],
)
def test_what_cannot_be_done_is_said(
    arguments: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.main(arguments) == 2
    assert_one_sentence(capsys, reason)


def test_options_of_the_server_are_refused_beside_a_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        app.main(["--auth-file", "accounts", "list"])
    assert "--auth-file is for the web chat, not for the command list" in capsys.readouterr().err


@pytest.mark.parametrize("before", [True, False])
def test_a_folder_for_the_library(
    before: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOOTNOTE_DATA", "elsewhere")  # and put back at the end
    option = ["--data-dir", str(tmp_path / "chosen")]
    assert app.main([*option, "list"] if before else ["list", *option]) == 0
    assert (tmp_path / "chosen" / "articles.sqlite").exists()


@pytest.mark.parametrize(
    ("output", "status", "said"),
    [("/dev/full", 2, "The output cannot be written: No space left on device.\n"), ("", 141, "")],
)
def test_output_that_goes_nowhere(output: str, status: int, said: str) -> None:
    if output and not Path(output).exists():
        pytest.skip(f"there is no {output} here")
    ours, theirs = os.pipe()
    os.close(ours)  # nobody reads
    with open(output or theirs, "w") as out:
        done = subprocess.run(
            [sys.executable, "app.py", "password", "ada"],
            cwd=ROOT, input="a long password", stdout=out, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (status, said)


def test_either_an_article_or_all() -> None:
    with pytest.raises(SystemExit):
        app.main(["ask", "--all", "--article", "a.txt", "Who?"])


def test_an_article_cannot_steer_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(monkeypatch, b"The mill \x1b[31min Halden closed in 1999.")
    assert app.main(["ask", "--article", "-", "When did the mill close?"]) == 0
    told = capsys.readouterr().out
    assert "\x1b" not in told and "in Halden closed in 1999. [1]" in told
    feed(monkeypatch, "The mill \x9b31min\u00a0Halden closed in 1999.".encode())
    assert app.main(["ask", "--json", "--article", "-", "When did the mill close?"]) == 0
    told = capsys.readouterr().out
    assert "\x9b" not in told
    assert (
        json.loads(told)["citations"][0]["text"] == "The mill \x9b31min\u00a0Halden closed in 1999."
    )


def test_port_in_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert app.main(["--port", str(taken.getsockname()[1])]) == 2
    assert_one_sentence(capsys, "Cannot listen on 127.0.0.1, port")
    assert not (tmp_path / "data").exists()


def test_data_directory_that_cannot_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))
    assert app.main(["ask", "Who?"]) == 2
    assert_one_sentence(capsys, "The data directory")


def assert_one_sentence(capsys: pytest.CaptureFixture[str], reason: str) -> None:
    out, error = capsys.readouterr()
    assert out == "" and reason in error and error.count("\n") == 1, error


def test_as_a_program_of_its_own(home: Path) -> None:
    """The exit status and both streams, as a shell sees them."""
    environment = os.environ | {"XDG_DATA_HOME": str(home)}
    command = [sys.executable, "app.py", "ask"]
    good = subprocess.run(
        [*command, "When were ATACMS first delivered?"],
        cwd=ROOT, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert (good.returncode, good.stderr) == (0, "") and good.stdout.startswith("April\n")
    bad = subprocess.run(
        [*command, "--article", "/nothing", "Who?"],
        cwd=ROOT, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert (bad.returncode, bad.stdout) == (2, "") and bad.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("command", "status"), [([], 0), (["ask"], 0), (["ask", "Who?"], 130), (["add", "x.txt"], 130)]
)
def test_an_interrupted_command_is_not_done(
    command: list[str], status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(args: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(app, "run", interrupted)
    assert app.main(command) == status
