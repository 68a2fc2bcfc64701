"""Which words of the conversation a follow-up leaves out: a classifier over the embedding model.

Each word of the turns before gets the probability that it belongs to the question (Voskarides et
al. 2020, "Query Resolution for Conversational Search with Limited Supervision"). The base is the
embedding model's own encoder under an adapter; its weights stay in memory once, since the copy
made here shares every tensor with the original.
"""

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from index.retrieve import STOP_WORDS
from index.weights import MINILM_SHA256
from qa.encoder import Adapted, load_adapter
from qa.types import Turn

ADAPTER = Path(__file__).parent / "weights" / "followup.safetensors"
RANK = 32
TOKENS = 192  # of turns and question together; what was said first is left out
BREAK = " [SEP] "  # between what was said, one after the other
WORD = re.compile(r"\w+(?:[’'-]\w+)*")
INPUTS = ("input_ids", "attention_mask", "token_type_ids")  # of the encoder


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the conversation: its place in `Said.text`, and whether the question means it."""

    start: int
    end: int
    chance: float


class WordModel(Adapted):
    """One logit a token: whether the question, the second segment, leaves this word out."""

    def __init__(self, base: Any, rank: int = RANK) -> None:
        super().__init__(base, rank, 1)

    def forward(self, **batch: Tensor) -> Tensor:
        """Logits of shape (batch, tokens)."""
        hidden = self.base(**batch).last_hidden_state
        return self.head(hidden.float())[..., 0]  # type: ignore[no-any-return]


def shared_copy(model: nn.Module) -> nn.Module:
    """The same modules anew over the same weights, so that an adapter leaves the original alone."""
    tensors = [*model.parameters(), *model.buffers()]
    return copy.deepcopy(model, {id(t): t for t in tensors})


def said(turns: Sequence[Turn], topic: str = "") -> str:
    """What was said so far as one text; the topic goes last, so that it is never left out."""
    return BREAK.join([*(part for turn in turns for part in (turn.question, turn.answer)), topic])


def content(text: str) -> set[str]:
    """Words in lower case without stop words and possessive endings."""
    words = (re.sub(r"['’]s$", "", w.lower()) for w in WORD.findall(text))
    return set(words) - STOP_WORDS


def encode(tokenizer: Any, text: str, message: str) -> Any:
    """`text` and `message` as the model reads them; `text` is cut from its beginning."""
    return tokenizer(
        text,
        message,
        truncation="only_first",
        max_length=TOKENS,
        return_offsets_mapping=True,
    )


class FollowUps:
    """The classifier with its tokenizer."""

    def __init__(self, model: WordModel, tokenizer: Any) -> None:
        self._model = model.eval()
        self._tokenizer = copy.deepcopy(tokenizer)
        self._tokenizer.truncation_side = "left"

    @classmethod
    def packaged(cls, encoder: nn.Module, tokenizer: Any) -> "FollowUps":
        """With the packaged adapter, over the weights of the embedding model's encoder."""
        model = WordModel(shared_copy(encoder))
        load_adapter(model, ADAPTER, MINILM_SHA256)
        return cls(model, tokenizer)

    def words(self, text: str, message: str) -> list[Word]:
        """Every word of `text` that the model reads, in order."""
        encoded = encode(self._tokenizer, text, message)
        batch = {k: torch.tensor([encoded[k]]) for k in INPUTS}
        with torch.inference_mode():
            chances = self._model(**batch)[0].sigmoid().tolist()
        places = zip(encoded.sequence_ids(0), encoded["offset_mapping"], chances, strict=True)
        first = [(a, b, chance) for segment, (a, b), chance in places if segment == 0]
        words = []
        for match in WORD.finditer(text):
            inside = [c for a, b, c in first if a < match.end() and b > match.start()]
            if inside and match[0] != "SEP":
                words.append(Word(match.start(), match.end(), max(inside)))
        return words
