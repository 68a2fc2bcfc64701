"""Fill in the README's figures: `python -m benchmarks.readme`, from the files that commands wrote.

Nothing between the markers is typed by hand; a test asserts that this command changes nothing.
"""

import json
from pathlib import Path

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results"
BEGIN, END = "<!-- figures: python -m benchmarks.readme -->", "<!-- end of figures -->"


def table() -> str:
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
        ("answered at 95 % precision, %", passage["coverage_at_95"], article["coverage_at_95"]),
    ]
    lines = ["| | one passage | a whole article |", "|---|---|---|"]
    lines += [f"| {name} | {one} | {two} |" for name, one, two in rows]
    latency = json.loads((RESULTS / "latency.json").read_text())
    lines += [
        "",
        f"A warm question on the seed article takes {latency['ask_ms']:.0f} ms at the median, "
        f"{latency['ask_to_base']} times the plain base's forward passes over the same batches, "
        f"of which retrieval is {latency['retrieve_ms']:.0f} ms ({latency['processor']}, "
        f"{latency['threads']} threads, {latency['precision']}).",
    ]
    return "\n".join(lines)


def filled(text: str) -> str:
    before, rest = text.split(BEGIN)
    return f"{before}{BEGIN}\n{table()}\n{END}{rest.split(END)[1]}"


def main() -> None:
    readme = ROOT / "README.md"
    readme.write_text(filled(readme.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
