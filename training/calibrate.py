"""Fit the reader's confidence: `python -m training.calibrate --data ../shared/data`.

Signals are gathered on `squad2_dev` in the two ways the reader is used: a question on its own
passage, and through retrieval on each title's paragraphs joined to one article. A logistic
regression on both gives the probability that the best span is right. The threshold is the lowest of
those at which F1 among single passages is level with the best: these questions without an answer
were written to tempt, as few that people ask are. Figures are out of fold: each title is judged by
the weights and the threshold fitted on the other four. `--reader FOLDER` calibrates another model.
"""

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass, fields
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from index.article import make_article
from qa.calibration import CALIBRATION, Calibration, Signals
from qa.chat import Chat
from qa.models import CALIBRATION_FILE, reader_from
from qa.reader import TrainedReader, packaged_reader
from training.evaluate import Judged, long_articles, reader_figures, text_of, whole
from training.examples import read_jsonl
from training.measure import f1, is_right

# The last weight is set and not fitted: a span of the wrong kind is rare, and nearly as often right
# as wrong where it comes (see the log), so that a fit would follow a question or two.
UNTYPED = -1.0
LEVEL = 0.005  # of F1; less is noise, and the best threshold would follow it


@dataclass(frozen=True, slots=True)
class Row:
    """One question read: by which title to fold, the signals, and how its best span fared."""

    title: str
    setting: str  # "passage" or "article"
    signals: Signals
    golds: tuple[str, ...]
    best: str
    right: bool


def gather_passages(reader: TrainedReader, rows: Sequence[dict]) -> list[Row]:
    out = []
    for row in tqdm(rows, mininterval=5):
        article = make_article(row["context"])
        golds = tuple(dict.fromkeys(a["text"] for a in row["answers"]))
        candidates, signals = reader.candidates(row["question"], article, [whole(article)])
        best = text_of(article, candidates)
        right = is_right(best, golds)
        out.append(Row(row["title"], "passage", signals, golds, best, right))
    return out


def gather_articles(reader: TrainedReader, rows: Sequence[dict], limit: int) -> list[Row]:
    asked = [(a, q) for a, questions in long_articles(rows) for q in questions]
    out = []
    with tempfile.TemporaryDirectory() as folder:
        chats: dict[str, Chat] = {}
        for article, question in tqdm(asked[:: max(1, len(asked) // limit)], mininterval=5):
            if article.digest not in chats:
                chats[article.digest] = Chat.about(article, data_dir=Path(folder), reader=reader)
            hits = chats[article.digest].retriever.retrieve(question.question)
            candidates, signals = reader.candidates(question.question, article, hits)
            golds = tuple(article.text[a:b] for a, b in question.spans)
            best = text_of(article, candidates)
            right = is_right(best, golds)
            out.append(Row(question.title, "article", signals, golds, best, right))
    return out


def fit(rows: Sequence[Row]) -> Calibration:
    x = np.array([astuple(r.signals)[:-1] for r in rows])
    scale = x.std(axis=0) + 1e-9
    model = LogisticRegression(C=1.0).fit(x / scale, [r.right for r in rows])
    weights = (*(round(float(w), 5) for w in model.coef_[0] / scale), UNTYPED)
    fitted = Calibration(weights, round(float(model.intercept_[0]), 5), 0.5)
    single = [r for r in rows if r.setting == "passage"]
    grid = np.arange(20, 81) / 100
    scores = np.array([np.mean([f1(_said(fitted, r, t), r.golds) for r in single]) for t in grid])
    level = grid[scores >= scores.max() - LEVEL]
    return Calibration(fitted.weights, fitted.bias, round(float(level.min()), 2))


def _said(calibration: Calibration, row: Row, threshold: float) -> str:
    return row.best if calibration.probability(row.signals) >= threshold else ""


def out_of_fold(rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    judged: dict[str, list[Judged]] = {"passage": [], "article": []}
    for title in sorted({r.title for r in rows}):
        calibration = fit([r for r in rows if r.title != title])
        for row in (r for r in rows if r.title == title):
            said = _said(calibration, row, calibration.threshold)
            confidence = calibration.probability(row.signals)
            judged[row.setting].append(Judged(row.golds, said, row.best, confidence, 0.0))
    return {
        setting: {k: v for k, v in reader_figures(part).items() if k != "ms_per_question"}
        for setting, part in judged.items()
        if part
    }


def gather(args: argparse.Namespace) -> list[Row]:
    rows = list(read_jsonl(args.data / "squad2_dev.jsonl.gz"))
    reader = reader_from(args.reader) if args.reader else packaged_reader()
    step = max(1, len(rows) // args.passages) if args.passages else 1
    gathered = gather_passages(reader, rows[::step])
    if args.articles:
        gathered += gather_articles(reader, rows, args.articles)
    if args.rows:
        args.rows.write_text("".join(json.dumps(asdict(row)) + "\n" for row in gathered))
    return gathered


def load(path: Path) -> list[Row]:
    rows = read_jsonl(path)
    return [Row(**row | {"signals": Signals(**row["signals"])}) for row in rows]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=500, help="questions asked of articles")
    parser.add_argument("--passages", type=int, help="questions asked of passages; default all")
    parser.add_argument("--rows", type=Path, help="keep what was gathered here, or fit it again")
    parser.add_argument("--reader", type=Path, help="folder of another question-answering model")
    parser.add_argument("--out", type=Path, help="default: where that reader's is looked for")
    args = parser.parse_args()
    out = args.out or (args.reader / CALIBRATION_FILE if args.reader else CALIBRATION)
    gathered = load(args.rows) if args.rows and args.rows.is_file() else gather(args)
    figures = out_of_fold(gathered)
    final = fit(gathered)
    out.write_text(
        json.dumps(
            {
                "signals": [f.name for f in fields(Signals)],
                "weights": final.weights,
                "bias": final.bias,
                "threshold": final.threshold,
                "out_of_fold": figures,
            },
            indent=2,
        )
        + "\n"
    )
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
