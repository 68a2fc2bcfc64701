"""Imports point down only: app, then page, then qa, then index."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BELOW = {"index": set(), "qa": {"index"}, "page": {"index", "qa"}}


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("package", BELOW)
def test_imports_point_down(package: str) -> None:
    ours = {"app", "page", "qa", "index", "training", "benchmarks", "tests"}
    for path in (ROOT / package).rglob("*.py"):
        assert imported(path) & ours <= BELOW[package] | {package}, path


def test_pure_modules_import_nothing_costly() -> None:
    for name in ("index/article.py", "index/sentences.py", "qa/types.py", "qa/calibration.py"):
        costly = {"torch", "transformers", "sentence_transformers", "gradio", "chromadb"}
        assert not imported(ROOT / name) & costly, name
