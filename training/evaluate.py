"""Judge the shipped reader: `python -m training.evaluate --task reader --data FILE [--limit N]`.

`reader` asks each question of its own context and prints the SQuAD 2.0 measures at the shipped
threshold. `article` joins each title's paragraphs to one article and asks through `Chat.ask`.
`followup` rewrites the questions of a CANARD file and compares with what people wrote. `support`
judges the pairs of an inference file or the claims of a FEVER file. `everyday` does all three with
the pieces of `training/everyday.jsonl` that are not trained on. The last line is one JSON
object; shares are percentages.
"""

import argparse
import json
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from llama_index.core.schema import NodeWithScore
from tqdm import tqdm

from index.article import Article, make_article
from index.embedding import MiniLM
from index.passages import run
from qa.chat import Chat
from qa.followup import FollowUps
from qa.reader import JudgingReader, TrainedReader, packaged_reader, to_hit
from qa.types import Answer, Evidence
from training import everyday
from training.examples import NO, OPEN, YES, Example, read_jsonl
from training.followup import canard, followup_figures
from training.judging import fever, nli
from training.measure import auroc, calibration_error, coverage, exact, f1, is_right, percent

CLASSES = ("yes", "no", "open")  # in the order of `Example.verdict`


@dataclass(frozen=True, slots=True)
class Judged:
    """One question: what was said, what would have been said without refusing, and how sure."""

    golds: tuple[str, ...]
    said: str
    best: str
    confidence: float
    seconds: float

    @property
    def right(self) -> bool:
        return is_right(self.best, self.golds)


def whole(article: Article) -> NodeWithScore:
    """The article as a single passage; the reader cuts it to windows where it is long."""
    return to_hit(article, run(article, 0, 0, len(article.sentences) - 1))


def text_of(article: Article, candidates: Sequence[Evidence]) -> str:
    span = candidates[0].span if candidates else None
    return article.text[slice(*span)] if span else ""


def judge_contexts(reader: TrainedReader, rows: Sequence[dict[str, Any]]) -> Iterator[Judged]:
    for row in rows:
        article = make_article(row["context"])
        golds = tuple(dict.fromkeys(a["text"] for a in row["answers"]))
        begun = time.perf_counter()
        candidates, signals = reader.candidates(row["question"], article, [whole(article)])
        confidence = reader.calibration.probability(signals)
        seconds = time.perf_counter() - begun
        best = text_of(article, candidates)
        said = best if confidence >= reader.calibration.threshold else ""
        yield Judged(golds, said, best, confidence, seconds)


def reader_figures(judged: Sequence[Judged]) -> dict[str, float]:
    has = [j for j in judged if j.golds]
    no = [j for j in judged if not j.golds]
    confidences, right = [j.confidence for j in judged], [j.right for j in judged]
    return {
        "em": percent([exact(j.said, j.golds) for j in judged]),
        "f1": percent([f1(j.said, j.golds) for j in judged]),
        "has_em": percent([exact(j.said, j.golds) for j in has]),
        "has_f1": percent([f1(j.said, j.golds) for j in has]),
        "no_recall": percent([not j.said for j in no]),
        "auroc": round(auroc(confidences, [bool(j.golds) for j in judged]), 4),
        "ece": round(calibration_error(confidences, right), 4),
        "coverage_at_95": percent([coverage(confidences, right, 0.95)]),
        "span_f1_without_refusing": percent([f1(j.best, j.golds) for j in has]),
        "n": len(judged),
        "ms_per_question": round(1000 * sum(j.seconds for j in judged) / len(judged), 1),
    }


@dataclass(frozen=True, slots=True)
class LongQuestion:
    """A question on a title's joined paragraphs, with every gold (start, end); none: absent."""

    title: str
    question: str
    spans: tuple[tuple[int, int], ...]


def long_articles(rows: Sequence[dict[str, Any]]) -> list[tuple[Article, list[LongQuestion]]]:
    """Each title's paragraphs as one article with the questions on it."""
    out = []
    for title in dict.fromkeys(row["title"] for row in rows):
        mine = [row for row in rows if row["title"] == title]
        contexts = list(dict.fromkeys(row["context"].strip() for row in mine))
        article = make_article("\n\n".join(contexts), title.replace("_", " "))
        questions = []
        for row in mine:
            lead = len(row["context"]) - len(row["context"].lstrip())
            base = article.text.index(row["context"].strip()) - lead
            spans = {
                (base + a["start"], base + a["start"] + len(a["text"])) for a in row["answers"]
            }
            questions.append(LongQuestion(title, row["question"], tuple(sorted(spans))))
        out.append((article, questions))
    return out


def span_right(article: Article, question: LongQuestion, span: tuple[int, int] | None) -> bool:
    golds = [article.text[a:b] for a, b in question.spans]
    return span is not None and is_right(article.text[slice(*span)], golds)


def sentence_right(answer: Answer, question: LongQuestion) -> bool:
    """Whether a cited sentence holds a gold span."""
    cited = [c.sentence for c in answer.citations]
    return any(s.start <= a and b <= s.end for a, b in question.spans for s in cited)


def article_figures(rows: Sequence[dict[str, Any]], limit: int | None) -> dict[str, float]:
    """The answerable questions through `Chat.ask`, every n-th of them where limited."""
    asked: list[tuple[Article, LongQuestion]] = [
        (article, question)
        for article, questions in long_articles(rows)
        for question in questions
        if question.spans
    ]
    asked = evenly(asked, limit)
    found = spans = sentences = 0
    seconds = 0.0
    with tempfile.TemporaryDirectory() as folder:
        chats: dict[str, Chat] = {}
        for article, question in tqdm(asked, mininterval=5):
            if article.digest not in chats:
                chats[article.digest] = Chat.about(article, data_dir=Path(folder))
            begun = time.perf_counter()
            answer = chats[article.digest].ask(question.question)
            seconds += time.perf_counter() - begun
            found += answer.found
            span = next((c.span for c in answer.citations if c.span), None)
            spans += span_right(article, question, span)
            sentences += sentence_right(answer, question)
    count = len(asked)
    return {
        "n": count,
        "found": round(100 * found / count, 2),
        "span_right": round(100 * spans / count, 2),
        "sentence_right": round(100 * sentences / count, 2),
        "ms_per_question": round(1000 * seconds / count, 1),
    }


def support_figures(reader: JudgingReader, examples: Sequence[Example]) -> dict[str, Any]:
    """Accuracy over three classes, and the confusion: of each right class, how it was judged.

    `accuracy_decided` takes the likelier of "so" and "not so" where only these two are right, as
    for claims that are known to be decided. Where "not entailed" is all that is known, "not so"
    and "left open" are both right; such examples have no class of their own in the confusion.
    """
    confusion = {label: dict.fromkeys(CLASSES, 0) for label in CLASSES}
    right = decided = 0
    for example in tqdm(examples, mininterval=5):
        chances = reader.verdicts(example.question, [example.context])[0]
        judged = chances.index(max(chances))
        loose = example.kind == "not_entailment"
        right += judged != YES if loose else judged == example.verdict
        decided += (NO if chances[NO] > chances[YES] else YES) == example.verdict
        if not loose:
            confusion[CLASSES[example.verdict]][CLASSES[judged]] += 1
    figures = {"n": len(examples), "accuracy": percent([right / len(examples)])}
    if all(example.verdict != OPEN for example in examples):
        figures["accuracy_decided"] = percent([decided / len(examples)])
    return figures | {"confusion": confusion}


def to_judge(path: Path) -> list[Example]:
    """The statements of a file: pairs with a premise, or claims with evidence."""
    first = next(read_jsonl(path))
    return list((fever if "claim" in first else nli)(path))


def evenly(rows: list[Any], limit: int | None) -> list[Any]:
    """At most `limit` of them, from all over; all where there is no limit."""
    return rows[:: max(1, len(rows) // limit)][:limit] if limit else rows


def reader_task(data: Path, limit: int | None) -> dict[str, Any]:
    rows = evenly(list(read_jsonl(data)), limit)
    judged = judge_contexts(packaged_reader(), rows)
    return reader_figures(list(tqdm(judged, total=len(rows), mininterval=5)))


def article_task(data: Path, limit: int | None) -> dict[str, Any]:
    return article_figures(list(read_jsonl(data)), limit)


def followup_task(data: Path, limit: int | None) -> dict[str, Any]:
    return followup_figures(FollowUps(packaged_reader()), evenly(canard(data), limit))


def support_task(data: Path, limit: int | None) -> dict[str, Any]:
    return support_figures(packaged_reader(), evenly(to_judge(data), limit))


def everyday_task(data: Path, limit: int | None) -> dict[str, Any]:
    held = evenly(everyday.pieces(data)[1], limit)
    reader = packaged_reader()
    return {
        "read": reader_figures(list(judge_contexts(reader, everyday.as_squad(held)))),
        "judged": support_figures(reader, list(everyday.judged(held, MiniLM(), random.Random(0)))),
        "talk": followup_figures(FollowUps(reader), everyday.talks(held)),
    }


TASKS = {
    "reader": reader_task,
    "article": article_task,
    "followup": followup_task,
    "support": support_task,
    "everyday": everyday_task,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--task", choices=TASKS, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--limit", type=int, help="at most so many questions, evenly drawn")
    args = parser.parse_args()
    print(json.dumps(TASKS[args.task](args.data, args.limit)))


if __name__ == "__main__":
    main()
