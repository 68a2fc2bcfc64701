"""The reader: which span of which sentence answers a question, and whether any does.

It reads the retrieved passages in one batch. A span is scored by its start and end logits minus
those of "no answer", which stand at the first token (Devlin et al. 2019, section 4.3);
`qa.calibration` turns the scores of a question into the probability that the best span is right.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import torch
from llama_index.core.schema import NodeWithScore
from torch import nn
from transformers import AutoTokenizer

from index.article import Article, Sentence
from index.passages import Passage, run, to_node
from index.weights import hardware_bfloat16, mpnet, sha256
from qa.besides import parted, places
from qa.calibration import NOTHING, Calibration, Signals
from qa.definitions import defining
from qa.encoder import Outputs, ReadingModel, load_adapter, load_base
from qa.kinds import answers_nothing, only_dates, points_elsewhere
from qa.spans import Window, best_spans, whole_words
from qa.times import whole_date
from qa.types import Evidence, Reading
from qa.words import stems

ADAPTER = Path(__file__).parent / "weights" / "reader.safetensors"
CONVERSATION = ADAPTER.with_name("conversation.safetensors")
WINDOW = 384  # tokens of question and passage together
SHAPE = 16  # tokens; batches of fewer lengths, because kernels are prepared once a shape
STRIDE = 128  # tokens that two windows of one long passage share
QUESTION_TOKENS = 128  # a longer question is cut, or no room would be left for the passage
MAX_WINDOWS = 16  # some 4,000 tokens; bounds the time for an article whose "sentences" are endless
LOOKED_AT_TWICE = 3  # sentences; their short texts are read in one batch
NEAREST = 3  # closest sentences named where the article does not say
LEANS = 3.0  # fall in log-odds, without a neighbouring sentence, from which on it is cited too
POINTED_OVER = 2  # sentences over which "he" may point back


class Reader(Protocol):
    """The part that decides which sentence and span answer a question, and whether any does."""

    def read(self, question: str, article: Article, hits: Sequence[NodeWithScore]) -> Reading:
        """`hits` are passages of `article`, best first."""
        ...


class TrainedReader:
    """A model that gives start and end logits, its tokenizer and its calibration."""

    def __init__(self, model: nn.Module, tokenizer: Any, calibration: Calibration) -> None:
        self.model = model.eval()
        self._tokenizer = tokenizer
        self._encoding = Lock()  # a tokenizer keeps how it cuts and fills up from call to call
        self.calibration = calibration

    def read(self, question: str, article: Article, hits: Sequence[NodeWithScore]) -> Reading:
        candidates, signals = self.candidates(question, article, hits)
        confidence = self.calibration.probability(signals)
        evidence: tuple[Evidence, ...] = ()
        if candidates and confidence >= self.calibration.threshold:
            best = candidates[0]
            evidence = self._named(question, article, best) or (
                _with_date(question, best),
                *self._leaned_on(question, article, best, signals.near),
            )
        nearest = tuple(dict.fromkeys(c.sentence for c in candidates))[:NEAREST]
        return Reading(evidence, nearest, confidence)

    def candidates(
        self, question: str, article: Article, hits: Sequence[NodeWithScore]
    ) -> tuple[list[Evidence], Signals]:
        """Every span worth a look, the best first, and what the calibration judges by.

        The sentences of the best are read a second time, each with only the one before it: a span
        that loses its score there was taken for its surroundings. The two scores together rank.
        """
        windows = self._windows(question, hits)
        ranked = [
            e
            for e in _defining(question, article, spans_of(article, windows))
            if not answers_nothing(question, _text(article, e))
            and not only_dates(question, e.sentence.text)
        ]
        sentences = list(dict.fromkeys(e.sentence for e in ranked))[:LOOKED_AT_TWICE]
        near = self._second_look(question, article, sentences)
        ranked.sort(key=lambda e: -(e.score + score_of(near.get(e.sentence))))
        best = self._near(question, article, ranked[0], near) if ranked else None
        return ranked, Signals.of(parted(question)[0], article, ranked, len(windows), best)

    def _near(
        self, question: str, article: Article, best: Evidence, near: Mapping[Sentence, Evidence]
    ) -> Evidence | None:
        """What the second look makes of the best span's sentence. Where it loses the span, that
        sentence may only name what the next one tells: "Ada was cheerful. On Friday she won."."""
        before = near.get(best.sentence)
        if best.score - score_of(before) < LEANS or not _told_next(question, article, best):
            return before
        after = self._second_look(question, article, [best.sentence], before=0, after=1)
        return max(before, after.get(best.sentence), key=score_of)

    def _second_look(
        self,
        question: str,
        article: Article,
        sentences: Sequence[Sentence],
        before: int = 1,
        after: int = 0,
    ) -> dict[Sentence, Evidence]:
        """The best span in each of `sentences`, read with nothing but so many around it."""
        texts = {s: around(article, s, before, after) for s in sentences}
        hits = [to_hit(article, text) for text in texts.values()]
        windows = self._windows(question, hits)
        found = {}
        for sentence, text in texts.items():
            own = spans_of(article, [w for w in windows if w.begin == text.start])
            if best := next((e for e in own if e.sentence == sentence), None):
                found[sentence] = best
        return found

    def _leaned_on(
        self, question: str, article: Article, best: Evidence, near: float
    ) -> list[Evidence]:
        """The neighbouring sentence without which the answer is lost, if there is one; `near` is
        the score of the two together."""

        def score(before: int) -> float:
            found = self._second_look(question, article, [best.sentence], before)
            return score_of(found.get(best.sentence))

        if best.sentence.number > 0 and points_elsewhere(_text(article, best)):
            return [Evidence(article.sentences[best.sentence.number - 1], None, 0.0)]
        if near - (alone := score(before=0)) < LEANS:
            return []
        number = best.sentence.number + (-1 if near - score(before=1) < LEANS else 1)
        if not 0 <= number < len(article.sentences):
            return []
        return [Evidence(article.sentences[number], None, near - alone)]

    def _named(self, question: str, article: Article, best: Evidence) -> tuple[Evidence, ...]:
        """For an answer that only points elsewhere ("he"), what it stands for in the sentences
        before, and the sentence that proves it; nothing where the reader is not sure."""
        if not points_elsewhere(_text(article, best)):
            return ()
        hit = to_hit(article, around(article, best.sentence, POINTED_OVER))
        for named in spans_of(article, self._windows(question, [hit])):
            if named.sentence == best.sentence or points_elsewhere(_text(article, named)):
                continue
            if named.score < 0 or answers_nothing(question, _text(article, named)):
                break
            return (named, replace(best, span=None))
        return ()

    def _windows(self, question: str, hits: Sequence[NodeWithScore]) -> list[Window]:
        if not hits:
            return []
        texts = [hit.node.get_content() for hit in hits]
        question, known = parted(question)
        batch = self._encode(question, texts, stride=STRIDE, return_overflowing_tokens=True)
        count = min(len(batch["input_ids"]), MAX_WINDOWS)
        out = outputs(self.model, batch, count)
        windows = []
        for n in range(count):
            tokens = zip(batch.sequence_ids(n), batch["offset_mapping"][n], strict=True)
            passage = batch["overflow_to_sample_mapping"][n]
            windows.append(
                Window(
                    hits[passage].node.start_char_idx,
                    tuple((t, a, b) for t, (s, (a, b)) in enumerate(tokens) if s == 1 and b > a),
                    out.start[n],
                    out.end[n],
                    float(out.start[n, 0] + out.end[n, 0]),
                    tuple(places(texts[passage], known)),
                )
            )
        return windows

    def _encode(self, question: str, texts: Sequence[str], **options: Any) -> Any:
        """The question before each text, in token ids; a question that is too long is cut."""
        with self._encoding:
            asked = self._tokenizer(
                question, truncation=True, max_length=QUESTION_TOKENS, return_offsets_mapping=True
            )
            question = question[: max(end for _, end in asked["offset_mapping"])]
            return self._tokenizer(
                [question] * len(texts),
                list(texts),
                truncation="only_second",
                max_length=WINDOW,
                return_offsets_mapping=True,
                padding=True,
                pad_to_multiple_of=SHAPE,
                **options,
            )


def outputs(model: nn.Module, batch: Any, count: int) -> Outputs:
    """What a model says of the first `count` rows of a batch of token ids and their mask."""
    ids, mask = (torch.tensor(batch[k][:count]) for k in ("input_ids", "attention_mask"))
    with torch.inference_mode():
        return model(ids, mask)  # type: ignore[no-any-return]


def spans_of(article: Article, windows: Sequence[Window]) -> list[Evidence]:
    """Every span of the windows worth a look, each once with its best score, the best first."""
    starts = [s.start for s in article.sentences]
    found: dict[tuple[int, int], Evidence] = {}
    for window in windows:
        for rough, score in best_spans(window, starts):
            sentence = article.sentences[bisect_right(starts, rough[0]) - 1]
            span = whole_words(article, rough, sentence.start, sentence.end)
            if span not in found or found[span].score < score:
                found[span] = Evidence(sentence, span, score)
    return sorted(found.values(), key=lambda e: (-e.score, e.span or (0, 0)))


def _defining(question: str, article: Article, ranked: Sequence[Evidence]) -> list[Evidence]:
    """The spans without what only belongs to a name that the question asks about."""
    spans = ((e, e.span and defining(question, article, e.span)) for e in ranked)
    return [replace(e, span=span) for e, span in spans if span]


def around(article: Article, sentence: Sentence, before: int, after: int = 0) -> Passage:
    """A sentence with so many before and after it, as far as there are."""
    last = min(sentence.number + after, len(article.sentences) - 1)
    return run(article, 0, max(0, sentence.number - before), last)


def to_hit(article: Article, passage: Passage) -> NodeWithScore:
    """A passage to be read instead of those found."""
    return NodeWithScore(node=to_node(article, passage))


def sentences_of(article: Article, hits: Sequence[NodeWithScore]) -> list[Sentence]:
    """The sentences of the passages found, in reading order."""
    runs = [hit.node.metadata for hit in hits]
    inside = {number for run in runs for number in range(run["first"], run["last"] + 1)}
    return [article.sentences[number] for number in sorted(inside)]


def _told_next(question: str, article: Article, best: Evidence) -> bool:
    """Whether the sentence behind the best span's has half of the question's content words."""
    asked = stems(question)
    following = article.sentences[best.sentence.number + 1 :][:1]
    told = stems(following[0].text) if following else set()
    return bool(told) and 2 * len(asked & told) >= len(asked)


def _text(article: Article, evidence: Evidence) -> str:
    return article.text[slice(*evidence.span)] if evidence.span else ""


def _with_date(question: str, best: Evidence) -> Evidence:
    """With the month, where the span is but the year of a date and the question asks when."""
    return replace(best, span=best.span and whole_date(question, best.sentence, best.span))


def score_of(evidence: Evidence | None) -> float:
    return evidence.score if evidence else NOTHING


class JudgingReader(TrainedReader):
    """A reader with a second model, which was taught to judge statements and to understand
    follow-ups, as the packaged one has it."""

    def __init__(
        self, model: nn.Module, talking: nn.Module, tokenizer: Any, calibration: Calibration
    ) -> None:
        super().__init__(model, tokenizer, calibration)
        self.talking = talking.eval()

    def verdicts(self, statement: str, texts: Sequence[str]) -> list[list[float]]:
        """Of each text by itself the probabilities that it says that a statement is so, that it is
        not, and that it leaves it open. What is longer than a window is cut."""
        batch = self._encode(statement, texts)
        verdict = outputs(self.talking, batch, len(texts)).verdict
        return verdict.softmax(-1).tolist()

    def meant(self, message: str, text: str) -> list[tuple[int, int, float]]:
        """Of each token of `text` its offsets and the probability that `message`, which follows on
        `text`, means it and leaves it out. What is longer than a window is cut."""
        batch = self._encode(message, [text])
        chances = outputs(self.talking, batch, 1).meant[0].sigmoid().tolist()
        tokens = zip(batch.sequence_ids(0), batch["offset_mapping"][0], chances, strict=True)
        return [(a, b, chance) for segment, (a, b), chance in tokens if segment == 1]


@cache
def packaged_reader(bfloat16: bool | None = None) -> JudgingReader:
    """The reader that ships with the package; by default in bfloat16 where hardware has it."""
    folder = mpnet()
    model = ReadingModel(load_base(folder))
    load_adapter(model, ADAPTER)
    fast = hardware_bfloat16() if bfloat16 is None else bfloat16
    dtype = torch.bfloat16 if fast else torch.float32
    model.merge(dtype)
    talking = model.beside()
    load_adapter(talking, CONVERSATION, sha256(ADAPTER))
    talking.base.to(dtype)
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    return JudgingReader(model, talking, tokenizer, Calibration.packaged())
