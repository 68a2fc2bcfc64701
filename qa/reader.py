"""The reader: which span of which sentence answers a question, and whether any does.

It reads the retrieved passages in one batch. A span is scored by its start and end logits minus
those of "no answer", which stand at the first token (Devlin et al. 2019, section 4.3);
`qa.calibration` turns the scores of a question into the probability that the best span is right.
"""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import torch
from llama_index.core.schema import NodeWithScore
from torch import Tensor, nn
from transformers import AutoTokenizer

from index.article import Article, Sentence
from index.passages import run, to_node
from index.weights import mpnet
from qa.calibration import NOTHING, Calibration, Signals
from qa.encoder import SpanModel, hardware_bfloat16, load_adapter, load_base
from qa.spans import Window, best_spans, whole_words
from qa.types import Evidence, Reading

ADAPTER = Path(__file__).parent / "weights" / "reader.safetensors"
WINDOW = 384  # tokens of question and passage together
STRIDE = 128  # tokens that two windows of one long passage share
QUESTION_TOKENS = 128  # a longer question is cut, or no room would be left for the passage
MAX_WINDOWS = 16  # some 4,000 tokens; bounds the time for an article whose "sentences" are endless
NEAREST = 3  # closest sentences named where the article does not say
# Fall in log-odds, without the sentence before, from which on that sentence is cited too.
LEANS = 3.0


class Reader(Protocol):
    """The part that decides which sentence and span answer a question, and whether any does."""

    def read(self, question: str, article: Article, hits: Sequence[NodeWithScore]) -> Reading:
        """`hits` are passages of `article`, best first."""
        ...


class TrainedReader:
    """A model that gives start and end logits, its tokenizer and its calibration."""

    def __init__(self, model: nn.Module, tokenizer: Any, calibration: Calibration) -> None:
        self._model = model.eval()
        self._tokenizer = tokenizer
        self.calibration = calibration

    def read(self, question: str, article: Article, hits: Sequence[NodeWithScore]) -> Reading:
        candidates, signals = self.candidates(question, article, hits)
        confidence = self.calibration.probability(signals)
        evidence: tuple[Evidence, ...] = ()
        if candidates and confidence >= self.calibration.threshold:
            leaned_on = self._leaned_on(question, article, candidates[0], signals.near)
            evidence = (candidates[0], *leaned_on)
        nearest = tuple(dict.fromkeys(c.sentence for c in candidates))[:NEAREST]
        return Reading(evidence, nearest, confidence)

    def candidates(
        self, question: str, article: Article, hits: Sequence[NodeWithScore]
    ) -> tuple[list[Evidence], Signals]:
        """Every span worth a look, the best first, and what the calibration judges by.

        The sentence of the best span is read a second time, with only the one before it: a span
        that loses its score there was taken for its surroundings.
        """
        ranked, windows = self._ranked(question, article, hits)
        near = NOTHING
        if ranked:
            sentence = ranked[0].sentence
            near = self._score(question, article, max(0, sentence.number - 1), sentence)
        return ranked, Signals.of(question, article, ranked, windows, near)

    def _ranked(
        self, question: str, article: Article, hits: Sequence[NodeWithScore]
    ) -> tuple[list[Evidence], int]:
        """Every span worth a look, the best first, and the number of windows read."""
        starts = [s.start for s in article.sentences]
        found: dict[tuple[int, int], Evidence] = {}
        windows = self._windows(question, hits)
        for window in windows:
            for rough, score in best_spans(window, starts):
                sentence = article.sentences[bisect_right(starts, rough[0]) - 1]
                span = whole_words(article, rough, sentence.start, sentence.end)
                if span not in found or found[span].score < score:
                    found[span] = Evidence(sentence, span, score)
        return sorted(found.values(), key=lambda e: (-e.score, e.span or (0, 0))), len(windows)

    def _leaned_on(
        self, question: str, article: Article, best: Evidence, near: float
    ) -> list[Evidence]:
        """The sentence before, if the answer is lost when it is left out; `near` is the score of
        the two together."""
        number = best.sentence.number
        if number == 0:
            return []
        alone = self._score(question, article, number, best.sentence)
        if near - alone < LEANS:
            return []
        return [Evidence(article.sentences[number - 1], None, near - alone)]

    def _score(self, question: str, article: Article, first: int, sentence: Sentence) -> float:
        """Of the best span in `sentence`, read with nothing but the sentences from `first` on."""
        hit = NodeWithScore(node=to_node(article, run(article, 0, first, sentence.number)))
        candidates, _ = self._ranked(question, article, [hit])
        return max((c.score for c in candidates if c.sentence == sentence), default=NOTHING)

    def _windows(self, question: str, hits: Sequence[NodeWithScore]) -> list[Window]:
        asked = self._tokenizer(
            question, truncation=True, max_length=QUESTION_TOKENS, return_offsets_mapping=True
        )
        question = question[: max(end for _, end in asked["offset_mapping"])]
        batch = self._tokenizer(
            [question] * len(hits),
            [hit.node.get_content() for hit in hits],
            truncation="only_second",
            max_length=WINDOW,
            stride=STRIDE,
            return_overflowing_tokens=True,
            return_offsets_mapping=True,
            padding=True,
        )
        count = min(len(batch["input_ids"]), MAX_WINDOWS)
        starts, ends = self.logits(
            torch.tensor(batch["input_ids"][:count]), torch.tensor(batch["attention_mask"][:count])
        )
        windows = []
        for n in range(count):
            places = zip(batch.sequence_ids(n), batch["offset_mapping"][n], strict=True)
            windows.append(
                Window(
                    hits[batch["overflow_to_sample_mapping"][n]].node.start_char_idx,
                    tuple((t, a, b) for t, (s, (a, b)) in enumerate(places) if s == 1 and b > a),
                    starts[n],
                    ends[n],
                    float(starts[n, 0] + ends[n, 0]),
                )
            )
        return windows

    def logits(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Start and end logits, each of shape (windows, tokens)."""
        with torch.inference_mode():
            return self._model(ids, mask)  # type: ignore[no-any-return]


@cache
def packaged_reader(bfloat16: bool | None = None) -> TrainedReader:
    """The reader that ships with the package; by default in bfloat16 where hardware has it."""
    folder = mpnet()
    model = SpanModel(load_base(folder))
    load_adapter(model, ADAPTER)
    model.merge()
    if hardware_bfloat16() if bfloat16 is None else bfloat16:
        model.base.bfloat16()
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    return TrainedReader(model, tokenizer, Calibration.packaged())
