"""No request leaves the machine, name look-ups included; and nothing is missed without one."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT


def run(what: str, folder: Path, *before: str) -> subprocess.CompletedProcess[str]:
    # With a proxy set, libraries would ask it instead of looking a host up.
    environment = {k: v for k, v in os.environ.items() if "proxy" not in k.lower()}
    done = subprocess.run(
        [*before, sys.executable, "-m", "tests.watch_network", what],
        cwd=ROOT,
        env=environment | {"XDG_DATA_HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done


def attempts(done: subprocess.CompletedProcess[str]) -> list[str]:
    return json.loads(done.stderr.splitlines()[-1])


def test_the_watch_sees_a_look_up(tmp_path: Path) -> None:
    assert attempts(run("look-up", tmp_path)) == ["socket.gethostbyname example.invalid"]


def test_no_attempt_to_reach_another_host(tmp_path: Path) -> None:
    assert attempts(run("serve", tmp_path)) == []


def test_answers_without_a_network(tmp_path: Path) -> None:
    if not shutil.which("unshare") or subprocess.run(["unshare", "-rn", "true"]).returncode:
        pytest.skip("this system does not allow a process without a network (unshare -rn)")
    done = run("ask", tmp_path, "unshare", "-rn")
    assert json.loads(done.stdout)["short"] == "April"
