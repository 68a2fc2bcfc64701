"""Questions that tempt: each line says which passage of the data it is on."""

import gzip
import json
from hashlib import sha256
from pathlib import Path

import pytest

from tests.checks import assert_pieces_hold_what_is_asked
from training import adversarial


def test_every_line_has_its_passage_and_points_into_it(shared: Path) -> None:
    train, held = adversarial.pieces(shared)
    assert_pieces_hold_what_is_asked(train, held)
    passages = [piece["passage"] for piece in (*train, *held)]
    assert len(set(passages)) == len(passages), "or one is trained on and held out"


@pytest.mark.parametrize("source", ["squadshifts_new_wiki", "squad2_train", "qed_train"])
def test_the_passage_comes_from_the_data(tmp_path: Path, source: str) -> None:
    text = "Ada Lund bought the mill in May.\n"
    row = {"title": "Mill", "context": text, "title_text": "Mill", "paragraph_text": text}
    for name in ("squadshifts_new_wiki", "squad2_train", "qed_train"):
        with gzip.open(tmp_path / f"{name}.jsonl.gz", "wt") as file:
            file.write(json.dumps(row) + "\n" if name == source else "")
    line = {"passage": sha256(text.encode()).hexdigest()[:12], "absent": ["Who sold it?"]}
    (tmp_path / "lines").write_text(json.dumps(line) + "\n")
    assert adversarial.pieces(tmp_path, tmp_path / "lines") == (
        [],
        [{**line, "title": "Mill", "text": text}],
    )
