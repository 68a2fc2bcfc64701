"""A question-answering model that the user names: read as ours is, or refused in one sentence."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import (
    AutoTokenizer,
    BertConfig,
    BertForQuestionAnswering,
    BertModel,
    DistilBertConfig,
    DistilBertForQuestionAnswering,
)

from index.article import make_article
from index.weights import WeightsError, minilm
from qa import Chat, reader_from
from qa.models import CALIBRATION_FILE
from qa.reader import outputs
from training.evaluate import whole

TEXT = "The mill (built in 1901) burned down in May. Ada Lund saw the fire. It was never rebuilt."
SIZES = {"vocab_size": 30522, "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2}


def tiny(kind: str, **sizes: Any) -> torch.nn.Module:
    """A model of random weights, the same ones each time."""
    torch.manual_seed(1)
    if kind == "distilbert":
        return DistilBertForQuestionAnswering(
            DistilBertConfig(dim=32, hidden_dim=64, n_layers=2, n_heads=2)
        )
    config = BertConfig(**(SIZES | {"intermediate_size": 64} | sizes))
    return {"bert": BertForQuestionAnswering, "headless": BertModel}[kind](config)


def saved(model: torch.nn.Module, folder: Path) -> Path:
    model.save_pretrained(folder)
    AutoTokenizer.from_pretrained(minilm(), local_files_only=True).save_pretrained(folder)
    return folder


@pytest.fixture
def bert(tmp_path: Path) -> Path:
    return saved(tiny("bert"), tmp_path / "bert")


@pytest.mark.parametrize("kind", ["bert", "distilbert"])
def test_another_model_answers_from_the_article(kind: str, tmp_path: Path) -> None:
    folder = saved(tiny(kind), tmp_path / "model")
    eager = {"signals": [], "weights": [0.0] * 5, "bias": 1.0, "threshold": 0.1}
    (folder / CALIBRATION_FILE).write_text(json.dumps(eager))
    chat = Chat.from_text(TEXT, data_dir=tmp_path / "data", reader=reader_from(folder))
    answer = chat.ask("Whom did the fire surprise?")
    assert answer.found and answer.confidence == pytest.approx(1 / (1 + math.exp(-1.0)))
    citation = next(c for c in answer.citations if c.span)
    assert answer.short and TEXT[slice(*citation.span)] == answer.short
    assert citation.sentence.start <= citation.span[0] < citation.span[1] <= citation.sentence.end


def test_without_a_calibration_the_confidence_is_the_sigmoid_of_the_score(bert: Path) -> None:
    reader, article = reader_from(bert), make_article(TEXT)
    candidates, signals = reader.candidates("Who saw it?", article, [whole(article)])
    expected = 1 / (1 + math.exp(-candidates[0].score))
    assert reader.calibration.probability(signals) == pytest.approx(expected)
    assert reader.calibration.threshold == 0.5


def test_logits_are_those_of_transformers(bert: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(bert, local_files_only=True)
    batch = tokenizer(["Who?", "Who saw the fire?"], ["Ada Lund did.", TEXT], padding=True)
    given = {name: torch.tensor(rows) for name, rows in batch.items()}
    assert given["token_type_ids"].any()
    with torch.inference_mode():
        theirs = tiny("bert").eval()(**given)
    start, end, *_ = outputs(reader_from(bert).model, batch, 2)
    real = given["attention_mask"].bool()
    assert torch.allclose(start[real], theirs.start_logits[real], atol=1e-5)
    assert torch.allclose(end[real], theirs.end_logits[real], atol=1e-5)


def test_what_is_not_a_finished_model_is_refused_in_one_sentence(tmp_path: Path) -> None:
    pickled = saved(tiny("bert"), tmp_path / "pickled")
    (pickled / "model.safetensors").unlink()
    torch.save(tiny("bert").state_dict(), pickled / "pytorch_model.bin")
    cut = saved(tiny("bert"), tmp_path / "cut")
    weights = cut / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    bare = saved(tiny("bert"), tmp_path / "bare")
    (bare / "tokenizer.json").unlink()
    listed = saved(tiny("bert"), tmp_path / "listed")
    (listed / CALIBRATION_FILE).write_text('{"weights": [1, 2], "bias": 0, "threshold": 0.5}')
    (tmp_path / "empty").mkdir()
    for folder, why in (
        (tmp_path / "nowhere", "holds no model"),
        (tmp_path / "empty", "holds no model"),
        (pickled, "pickled"),
        (cut, "cannot be loaded"),
        (bare, "no tokenizer"),
        (listed, "other signals"),
        (saved(tiny("headless"), tmp_path / "headless"), "not a finished question-answering"),
        (saved(tiny("bert", max_position_embeddings=128), tmp_path / "short"), "reads 128 tokens"),
        (minilm(), "not a finished question-answering"),
    ):
        with pytest.raises(WeightsError, match=why) as caught:
            reader_from(folder)
        assert "\n" not in str(caught.value) and str(caught.value).endswith(".")
