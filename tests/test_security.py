"""SECURITY.md is true: every test that it names is there, and every test of a threat is named."""

import re

from tests.conftest import ROOT

SECURITY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (.+) \| (.+) \| `(tests/\w+\.py)` \|$", SECURITY, re.M)


def test_every_threat_has_a_test_that_exists() -> None:
    table = SECURITY.partition("## Threats")[2].partition("\n## ")[0]
    lines = [line for line in table.splitlines() if line.startswith("|")][2:]
    assert len(lines) == len(ROWS) >= 10
    for _, _, test in ROWS:
        assert (ROOT / test).is_file(), test


def test_what_defends_is_named() -> None:
    named = {test for _, _, test in ROWS}
    for name in ("browser", "durability", "fetch", "hostile_files", "login", "network", "weights"):
        assert f"tests/test_{name}.py" in named
