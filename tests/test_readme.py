"""The README is true: its examples run, its figures are those that commands wrote."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.readme import filled
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
PYTHON = re.findall(r"```python\n(.*?)```", README, re.S)
SHELL = re.findall(r"^\$ (.+)$", README, re.M)


@pytest.mark.parametrize("example", PYTHON, ids=["chat", "engine"])
def test_python_examples_run(
    example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    exec(compile(example, "README.md", "exec"), names)
    if "answer" in names:
        assert capsys.readouterr().out.startswith("True span April\n1 ")


@pytest.mark.parametrize("command", SHELL)
def test_shell_examples_run(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    done = subprocess.run(
        command.replace("python ", shlex.quote(sys.executable) + " "),
        shell=True, cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0 and done.stdout, done.stderr


def test_figures_are_those_that_commands_wrote() -> None:
    assert filled(README) == README


def test_files_that_are_named_exist() -> None:
    for name in re.findall(r"`((?:index|qa|page|training|seeds|docs)/[\w./-]*)`", README):
        assert (ROOT / name).exists(), name
