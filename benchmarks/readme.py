"""Fill in the README's figures: `python -m benchmarks.readme`, from the files that commands wrote.

Nothing between the markers is typed by hand; a test asserts that this command changes nothing.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.compare import table

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results"
BEGIN, END = "<!-- figures: python -m benchmarks.readme -->", "<!-- end of figures -->"


def figures() -> str:
    calibration = json.loads((ROOT / "qa/weights/calibration.json").read_text())["out_of_fold"]
    passage, article = calibration["passage"], calibration["article"]
    rows = [
        ("questions", passage["n"], article["n"]),
        ("F1, refusing where the text does not say", passage["f1"], article["f1"]),
        (
            "F1 of answers where there is one, no refusing",
            *(setting["span_f1_without_refusing"] for setting in (passage, article)),
        ),
        ("unanswerable questions refused, %", passage["no_recall"], article["no_recall"]),
        ("AUROC, answerable or not", passage["auroc"], article["auroc"]),
        ("calibration error of the confidence", passage["ece"], article["ece"]),
        (
            "questions answered if 95 % of the answers have to be right, %",
            passage["coverage_at_95"],
            article["coverage_at_95"],
        ),
    ]
    lines = ["| | one passage | a whole article |", "|---|---|---|"]
    lines += [f"| {name} | {one} | {two} |" for name, one, two in rows]
    parts = (speed, judging, documents, scale, side_by_side)
    return "\n\n".join(["\n".join(lines), *filter(None, ("\n".join(part()) for part in parts))])


def result(name: str) -> dict[str, Any]:
    """What a benchmark left under `results/`; empty where it was not run."""
    path = RESULTS / f"{name}.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found


def speed() -> Iterator[str]:
    if measured := [*filter(None, map(result, ("latency", "latency-float32")))]:
        yield (
            "The median time of a warm question on the seed article, its ratio to the plain base's "
            "forward passes over the same batches, and `app.py ask` about an article that it has "
            "not seen, from the command to the answer, in either precision:\n"
        )
        yield "| | warm, ms | ratio to the base | retrieval, ms | from cold, s | peak, MB |"
        yield "|---|---|---|---|---|---|"
    for latency in measured:
        yield (
            f"| {latency['precision']}, {latency['processor']}, {latency['threads']} threads "
            f"| {latency['ask_ms']:.0f} | {latency['ask_to_base']} | {latency['retrieve_ms']:.0f} "
            f"| {latency['cold_s']} | {latency['cold_peak_mb']} |"
        )
    if precision := result("precision"):
        yield (
            f"\nOf {precision['pairs']} regression pairs {precision['right']['float32']} pass; on "
            f"{precision['alike_percent']} % bfloat16 and float32 decide alike."
        )


def judging() -> Iterator[str]:
    names = {"nli_dev": "pairs of MultiNLI, SNLI and SciTail", "fever_test": "claims of FEVER"}
    for name, what in names.items():
        if found := result(name):
            yield f"Judging: {found['accuracy']} % of {found['n']:,} {what} are judged right."
    if found := result("article"):
        yield (
            f"Of {found['n']} questions that a long article answers {found['sentence_right']} % "
            f"get the right sentence, {round(100 - found['found'], 2)} % are refused."
        )


def documents() -> Iterator[str]:
    if hostile := result("hostile"):
        formats = hostile["formats"].values()
        tried, articles = (sum(f[key] for f in formats) for key in ("tried", "articles"))
        lost = sum(sum(f["lost"].values()) for f in formats)
        yield (
            f"Of {tried:,} damaged files {articles:,} still gave an article, "
            f"{tried - articles - lost:,} were refused in a sentence and {lost} lost."
        )
    if kills := result("kills"):
        yield (
            f"Of {kills['tried']} kills in mid-writing the library survived {kills['survived']} "
            f"and lost something in {kills['lost']}."
        )
    if pages := result("extraction"):
        f1 = {system: figures["f1"] for system, figures in pages["systems"].items()}
        yield (
            f"From {pages['real pages']} real web pages the body comes out at F1 {f1['ours']} (the "
            f"library under it, trafilatura, by itself: {f1['trafilatura']}; all text of the page: "
            f"{f1['all text']})."
        )


def scale() -> Iterator[str]:
    if sizes := result("scale").get("sizes"):
        yield "| articles | to add, s | disk, MB | memory, MB | retrieve, ms | in one of them, ms |"
        yield "|---|---|---|---|---|---|"
        for r in sizes:
            yield (
                f"| {r['articles']:,} | {r['add s']} | {r['disk MB']} | {r['memory MB']} "
                f"| {r['retrieve all ms']} | {r['retrieve one ms']} |"
            )


def side_by_side() -> Iterator[str]:
    if compared := result("compare"):
        yield (
            "Beside other systems that work offline, on long articles; those of the last rows were "
            "asked fewer questions, as the smallest model is slow:\n"
        )
        yield table(compared)


def filled(text: str) -> str:
    before, rest = text.split(BEGIN)
    return f"{before}{BEGIN}\n{figures()}\n{END}{rest.split(END)[1]}"


def main() -> None:
    readme = ROOT / "README.md"
    readme.write_text(filled(readme.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
