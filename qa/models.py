"""Readers that a user names: a finished question-answering model from disk, in place of ours.

Read through the same code as the packaged one, so its citations are as exact. Nothing is looked up
on a hub, no code that the folder holds is run, and pickled weights are refused.

Not covered: models whose tokenizer puts "no answer" elsewhere than at the first token (XLNet), and
those that read fewer tokens at once than `qa.reader.WINDOW`.
"""

import inspect
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from torch import Tensor, nn
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

from index.weights import WeightsError
from qa.calibration import PLAIN, Calibration
from qa.encoder import Outputs
from qa.reader import WINDOW, TrainedReader

CALIBRATION_FILE = "footnote-calibration.json"
# What a folder must hold, and what is said where it does not. Without the files of a tokenizer
# the library would make one that knows no words.
NEEDED = (
    (("config.json",), "no model: it has no config.json"),
    (("*.safetensors",), "no weights as safetensors; pickled ones are not read"),
    (("tokenizer.json", "vocab.*", "*.model"), "no tokenizer"),
)


def reader_from(folder: str | Path) -> TrainedReader:
    """The model in `folder`, as `save_pretrained` leaves it: `Chat.open(path, reader=...)`.

    How sure it may be is read from `footnote-calibration.json` in the folder, which `python -m
    training.calibrate --data DATA --reader FOLDER` writes. Without that file the confidence is the
    sigmoid of the best span's log-odds against no answer, and from 0.5 on it answers; such a
    confidence orders answers and is not a probability. Raises `WeightsError`.
    """
    folder = Path(folder)
    _check(folder)
    try:
        model, report = AutoModelForQuestionAnswering.from_pretrained(
            folder, local_files_only=True, use_safetensors=True, trust_remote_code=False,
            dtype=torch.float32, output_loading_info=True,
        )  # fmt: skip
        tokenizer = AutoTokenizer.from_pretrained(
            folder, local_files_only=True, trust_remote_code=False, padding_side="right"
        )
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        reason = str(error).strip().split("\n")[0].rstrip(".")
        raise WeightsError(f"The model in {folder} cannot be loaded: {reason}.") from error
    _check_fits(folder, model, tokenizer, report)
    path = folder / CALIBRATION_FILE
    calibration = Calibration.read(path) if path.is_file() else PLAIN
    return TrainedReader(SpanLogits(model, tokenizer.sep_token_id), tokenizer, calibration)


class SpanLogits(nn.Module):
    """Any question-answering model, from token ids and mask alone; it judges no statements."""

    def __init__(self, model: Any, separator: int) -> None:
        super().__init__()
        self.model = model
        self.separator = separator
        takes = "token_type_ids" in inspect.signature(model.forward).parameters
        self.typed = takes and getattr(model.config, "type_vocab_size", 0) > 1

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Outputs:
        more = {"token_type_ids": self._types(input_ids, attention_mask)} if self.typed else {}
        out = self.model(input_ids=input_ids, attention_mask=attention_mask, **more)
        start, end = out.start_logits.float(), out.end_logits.float()
        return Outputs(start, end, start.new_zeros(len(start), 3), torch.zeros_like(start))

    def _types(self, ids: Tensor, mask: Tensor) -> Tensor:
        """0 up to the first separator, which ends the question, and 1 after it."""
        separators = torch.eq(ids, self.separator).long()
        types: Tensor = (separators.cumsum(1) - separators).clamp(max=1) * mask
        return types


def _check(folder: Path) -> None:
    for patterns, lacks in NEEDED:
        if not any(any(folder.glob(pattern)) for pattern in patterns):
            raise WeightsError(f"The folder {folder} holds {lacks}.")


def _check_fits(folder: Path, model: Any, tokenizer: Any, report: dict[str, Any]) -> None:
    room = getattr(model.config, "max_position_embeddings", WINDOW)
    if report["missing_keys"]:
        raise WeightsError(
            f"The model in {folder} is not a finished question-answering model: it has no "
            f"weights for {', '.join(sorted(report['missing_keys'])[:3])}."
        )
    if not tokenizer.is_fast:
        raise WeightsError(f"The tokenizer in {folder} cannot tell where its tokens stand.")
    if 0 <= room < WINDOW:
        raise WeightsError(f"The model in {folder} reads {room} tokens; {WINDOW} are needed.")
