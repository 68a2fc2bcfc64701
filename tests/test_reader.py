"""The reader: spans in whole words, long passages in windows, and weights that must be right."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import load_file, save_file

from index.article import Sentence, make_article
from index.weights import MPNET_SHA256, WeightsError, mpnet, sha256, verify
from qa.calibration import Calibration, Signals
from qa.encoder import ReadingModel, load_adapter, load_base
from qa.kinds import answers_nothing, of_type, only_dates, points_elsewhere
from qa.reader import ADAPTER, CONVERSATION, JudgingReader, TrainedReader
from qa.spans import Window, best_spans, whole_words
from qa.types import Evidence
from training.evaluate import whole

MILL = make_article('The mill (built in 1901) cost $5.2 million. "We wept," said Ada Lund-Moe.')


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("190", "1901"),
        ("(built in 1901)", "built in 1901"),
        ("ill (built in 1901) c", "mill (built in 1901) cost"),
        ("1901)", "1901"),
        ("$5.2 million.", "$5.2 million"),
        ("We wept,", "We wept"),
        ("und-Mo", "Lund-Moe"),
        (".", "."),
    ],
)
def test_whole_words(part: str, expected: str) -> None:
    start = MILL.text.index(part)
    sentence = next(s for s in MILL.sentences if s.start <= start < s.end)
    span = (start, start + len(part))
    low, high = whole_words(MILL, span, sentence.start, sentence.end)
    assert MILL.text[low:high] == expected


def test_a_negation_keeps_its_auxiliary() -> None:
    article = make_article("It would not burn, but not all of it was stone.")
    text, end = article.text, len(article.text)
    for part, whole_part in (("not burn", "would not burn"), ("not all", "not all")):
        start = text.index(part)
        low, high = whole_words(article, (start, start + len(part)), 0, end)
        assert text[low:high] == whole_part


@pytest.mark.parametrize(
    ("part", "whole_part"),
    [
        ("14-year", "14-year-old"),
        ("Washington, D.C", "Washington, D.C."),
        ("order to see it", "in order to see it"),
        ("the order to see", "the order to see"),
        ("50", "at least 50"),
        ("50 times", "at least 50 times"),
        ("$2", "more than $2"),
        ("9", "9 or more"),
        ("two days", "two days"),
    ],
)
def test_no_half_of_an_expression(part: str, whole_part: str) -> None:
    text = "A 14-year-old left the order to see to Washington, D.C., in order to see it. "
    text += "It cost more than $2 at least 50 times, 9 or more in over two days."
    start = text.index(part)
    low, high = whole_words(make_article(text), (start, start + len(part)), 0, len(text))
    assert text[low:high] == whole_part


@given(st.sampled_from(MILL.sentences), st.data())
def test_whole_words_stay_in_their_sentence(sentence: Sentence, data: st.DataObject) -> None:
    start = data.draw(st.integers(sentence.start, sentence.end - 1))
    end = data.draw(st.integers(start + 1, sentence.end))
    low, high = whole_words(MILL, (start, end), sentence.start, sentence.end)
    assert sentence.start <= low < high <= sentence.end


def test_spans_never_cross_a_sentence() -> None:
    tokens = ((1, 0, 1), (2, 2, 3), (3, 4, 5), (4, 6, 7))
    start, end = torch.tensor([0.0, 9, 0, 0, 0]), torch.tensor([0.0, 0, 1, 0, 9])
    best = best_spans(Window(100, tokens, start, end, 2.0), sentence_starts=[100, 104])
    assert best[0] == ((100, 103), 8.0)
    assert all((a < 104) == (b <= 104) for (a, b), _ in best)


def test_what_is_known_answers_nothing() -> None:
    tokens, flat = ((1, 0, 1), (2, 2, 3), (3, 4, 5)), torch.zeros(4)
    window = Window(0, tokens, flat, flat, 0.0, known=((0, 3),))
    assert best_spans(window, sentence_starts=[0]) == [((4, 5), 0.0)]


def test_nothing_is_found_in_no_passages(reader: TrainedReader) -> None:
    reading = reader.read("Who opened the dam?", MILL, [])
    assert (reading.evidence, reading.nearest) == ((), ())


def test_an_answer_deep_in_an_endless_sentence_is_found(reader: TrainedReader) -> None:
    text = "The river rose " + "and the rain fell " * 150 + "until Ada Lund opened the dam."
    article = make_article(text)
    candidates, signals = reader.candidates("Who opened the dam?", article, [whole(article)])
    assert article.text[slice(*candidates[0].span)] == "Ada Lund"
    assert signals.windows > 0


@pytest.mark.parametrize("padding", [0, 9])
def test_a_new_adapter_and_fused_attention_change_nothing(padding: int) -> None:
    ids, mask = torch.arange(5, 69)[None], torch.ones(1, 64, dtype=torch.long)
    mask[:, 64 - padding :] = 0
    base = load_base()
    with torch.inference_mode():
        plain = base(input_ids=ids, attention_mask=mask).last_hidden_state
        ours = ReadingModel(base).base(input_ids=ids, attention_mask=mask).last_hidden_state
    assert torch.allclose(plain[mask.bool()], ours[mask.bool()], atol=1e-3)


def test_bfloat16_and_float32_decide_alike() -> None:
    ids, mask = torch.arange(5, 69)[None], torch.ones(1, 64, dtype=torch.long)
    model = ReadingModel(load_base())
    load_adapter(model, ADAPTER)
    with torch.inference_mode():
        apart = model.eval()(ids, mask)
        model.merge()
        merged = model(ids, mask)
        model.base.bfloat16()
        half = model(ids, mask)
    for one, two, three in zip(apart, merged, half, strict=True):
        assert torch.allclose(one, two, atol=1e-3)
        assert torch.allclose(one, three, atol=0.5)


def test_a_second_adapter_stands_over_the_same_tensors_and_begins_as_the_first() -> None:
    ids, mask = torch.arange(5, 69)[None], torch.ones(1, 64, dtype=torch.long)
    model = ReadingModel(load_base())
    load_adapter(model, ADAPTER)
    model.merge()
    second = model.beside()
    with torch.inference_mode():
        for one, two in zip(model.eval()(ids, mask), second.eval()(ids, mask), strict=True):
            assert torch.allclose(one, two, atol=1e-4)
        before = model(ids, mask)
        load_adapter(second, CONVERSATION, sha256(ADAPTER))
        assert not torch.allclose(before.verdict, second(ids, mask).verdict, atol=1e-2)
        assert torch.equal(before.start, model(ids, mask).start), "reading is not touched"


def test_both_models_hold_the_base_once(reader: JudgingReader) -> None:
    held = {p.data_ptr() for p in reader.model.base.parameters()}
    more = [p for p in reader.talking.parameters() if p.data_ptr() not in held]
    assert sum(p.numel() for p in more) < 0.05 * sum(p.numel() for p in reader.model.parameters())


def test_calibration_rises_with_the_score() -> None:
    calibration = Calibration.packaged()
    low, high = (Signals(s, 1.4, s, 0.0, 0.0) for s in (-3.0, 6.0))
    assert 0 <= calibration.probability(low) < calibration.probability(high) <= 1
    assert 0 < calibration.threshold < 1


@pytest.mark.parametrize(
    ("question", "span", "fits"),
    [
        ("In what year did it open?", "February", False),
        ("In what year did it open?", "May 1999", True),
        ("In which month?", "earlier this year", False),
        ("How many missiles were delivered?", "Army Tactical Missile Systems", False),
        ("How many troops?", "thousands", True),
        ("When was he elected?", "earlier this month", True),
        ("When was he elected?", "Kursk", False),
        ("When was he elected?", "a market decision of the mayor", False),
        ("In which month?", "the decision", False),
        ("Who said so?", "anything", True),
    ],
)
def test_the_kind_of_value_that_a_question_demands(question: str, span: str, fits: bool) -> None:
    assert of_type(question, span) == fits


@pytest.mark.parametrize(
    ("question", "span", "nothing"),
    [
        ("In what year did it open?", "February", True),
        ("In what year did it open?", "last year", False),
        ("In which month did it open?", "earlier this year", True),
        ("On what day does it open?", "Sundays", False),
        ("On what day does it open?", "Christmas", False),
        ("In what year did it open?", "2nd century BCE", False),
        ("What is the largest population group?", "Han Chinese", False),
        ("When did it open?", "after the war", False),
        ("What was the final score?", "Belgium", True),
        ("What was the score?", "3 – 0", False),
        ("Why did the mill close?", "tired", True),
        ("Why did the mill close?", "a strike", False),
        ("How long has Ada been there?", "44", True),
        ("How old is Ada?", "until 2027", False),
        ("How old is Ada?", "2027", True),
        ("How old is Ada?", "27", False),
        ("How old is Ada?", "Ada", True),
        ("How old is Ada?", "in her thirties", False),
        ("How long has Ada been there?", "44 years", False),
        ("Who paid for the mill?", "$ 20,000", True),
        ("Who paid for the mill?", "US$ 20,000", True),
        ("Who paid for the mill?", "the 24 workers", False),
        ("What are their names?", "two US officials", True),
        ("What’s her first name?", "Ada", False),
        ("Where is the mill?", "the mill", True),
        ("Where is the Lund mill?", "Lund Valley", False),
        ("Which is older, the mill or the barn?", "the mill", False),
        ("Was the mill sold?", "the mill", False),
    ],
)
def test_what_answers_nothing(question: str, span: str, nothing: bool) -> None:
    assert answers_nothing(question, span) == nothing


@pytest.mark.parametrize(
    ("question", "sentence", "only"),
    [
        ("When did the war start?", "Friday, August 21, 2015", True),
        ("When did the war start?", "Updated on 21 August 2015, 10:30 GMT", True),
        ("When was the article published?", "Friday, August 21, 2015", False),
        ("When did the war start?", "The war began on Friday.", False),
        ("Who won in 2015?", "2015: Ada Lund", False),
        ("What was the score?", "3 – 2", False),
    ],
)
def test_the_date_of_the_article_is_no_answer(question: str, sentence: str, only: bool) -> None:
    assert only_dates(question, sentence) == only


def test_no_span_is_taken_from_the_date_of_the_article(reader: TrainedReader) -> None:
    article = make_article("Friday, August 21, 2015\n\nThe war goes on, said Ada Lund.")
    for question, found in (("In which year did the war start?", 0), ("When was it published?", 1)):
        candidates, _ = reader.candidates(question, article, [whole(article)])
        assert sum(e.sentence.number == 0 for e in candidates) >= found
        assert found or all(e.sentence.number for e in candidates)


@pytest.mark.parametrize(
    ("span", "points"),
    [("he", True), ("while others", True), ("other officials", False), ("The", True)],
)
def test_what_only_points_elsewhere(span: str, points: bool) -> None:
    assert points_elsewhere(span) == points


def test_he_is_answered_by_name(reader: TrainedReader) -> None:
    text = "Ada Lund owned the mill for years. In May she sold it, and then he left Oslo."
    article = make_article(text)
    reading = reader.read("Who sold the mill in May?", article, [whole(article)])
    assert [article.text[slice(*e.span)] if e.span else "" for e in reading.evidence] == [
        "Ada Lund",
        "",
    ]
    assert [e.sentence.number for e in reading.evidence] == [0, 1]


def test_a_sentence_alone_leans_on_none(reader: TrainedReader) -> None:
    article = make_article("Ada Lund sold the mill in May.")
    best = Evidence(article.sentences[0], (0, 8), 9.0)
    assert reader._leaned_on("Who sold the mill?", article, best, near=50.0) == []


def test_a_name_is_proved_by_the_sentence_behind_it(reader: TrainedReader) -> None:
    text = (
        "The mill burned down in the spring of 1901. Ada Lund remained cheerful for all that."
        " On Friday, she told the workers that the mill would be built again."
    )
    article = make_article(text)
    question = "Who told the workers on Friday that the mill would be built again?"
    reading = reader.read(question, article, [whole(article)])
    assert [e.sentence.number for e in reading.evidence] == [1, 2]
    assert article.text[slice(*reading.evidence[0].span)] == "Ada Lund"


def test_a_damaged_or_foreign_adapter_is_refused(tmp_path: Path) -> None:
    model = ReadingModel(load_base())
    whole = ADAPTER.read_bytes()
    (tmp_path / "short").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(WeightsError, match="cannot be read"):
        load_adapter(model, tmp_path / "short")
    tensors = load_file(ADAPTER)
    save_file(tensors, tmp_path / "foreign", {"base": "0" * 64})
    with pytest.raises(WeightsError, match="another base"):
        load_adapter(model, tmp_path / "foreign")
    tensors.popitem()
    save_file(tensors, tmp_path / "partial", {"base": MPNET_SHA256})
    with pytest.raises(WeightsError, match="does not fit"):
        load_adapter(model, tmp_path / "partial")


def test_a_conversation_adapter_for_another_reader_is_refused() -> None:
    with pytest.raises(WeightsError, match="another"):
        load_adapter(ReadingModel(load_base()), CONVERSATION, "0" * 64)


def test_adapters_are_small_and_have_a_card() -> None:
    assert ADAPTER.stat().st_size < 12 * 2**20 > CONVERSATION.stat().st_size
    assert "licence" in ADAPTER.with_name("README.md").read_text().lower()
    assert json.loads(ADAPTER.with_name("calibration.json").read_text())["threshold"]


def test_wrong_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"not these")
    with pytest.raises(WeightsError, match=r"expected 78c0197b6159"):
        verify(tmp_path / "model.safetensors", MPNET_SHA256)
    with pytest.raises(WeightsError, match="missing"):
        verify(tmp_path / "nothing", MPNET_SHA256)


def test_join_survives_what_an_earlier_one_left(tmp_path: Path) -> None:
    """A killed join leaves a scratch folder; the next one clears it away and completes."""
    (tmp_path / "join-abandoned").mkdir()
    (tmp_path / "join-abandoned" / "whole.zip").write_bytes(b"half")
    folder = mpnet(tmp_path)
    assert (folder / "model.safetensors").is_file()
    assert not list(tmp_path.glob("join-*"))
    shutil.rmtree(folder)


def test_questions_read_at_the_same_time_are_cut_alike(reader: TrainedReader) -> None:
    def lengths(_: int) -> set[int]:
        batch = reader._encode("Who was it?", ["a word " * 150, "a word"])
        return {len(ids) for ids in batch["input_ids"]}

    with ThreadPoolExecutor(4) as threads:
        (together,) = {frozenset(found) for found in threads.map(lengths, range(400))}
    assert len(together) == 1
