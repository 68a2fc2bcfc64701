"""Questions written to tempt a reader, on passages of SQuADShifts, SQuAD 2.0 and QED.

What the reader gets wrong most is a value of the right kind that belongs to something else. SQuAD
2.0's own unanswerable questions teach that and are few, so more were written in their manner
(Rajpurkar et al. 2018), each passage having some without an answer beside some with one.
`adversarial.jsonl` has the questions of a passage a line, in the form of `training.everyday` but
without the passage, which stays in the data: `passage` is the start of its SHA-256. Those of
SQuADShifts also have three that ask for yes or no. They were written with the help of a language
model.
"""

import hashlib
from pathlib import Path

from training.everyday import Piece, parted
from training.examples import read_jsonl

FILE = Path(__file__).parent / "adversarial.jsonl"
DIGITS = 12  # of a passage's SHA-256


def passages(data: Path) -> dict[str, tuple[str, str]]:
    """Title and text of every passage that may have been asked about, by its digest."""
    squad = ("squadshifts_new_wiki", "squad2_train")
    found = [
        (row["title"], row["context"])
        for name in squad
        for row in read_jsonl(data / f"{name}.jsonl.gz")
    ]
    rows = read_jsonl(data / "qed_train.jsonl.gz")
    found += [(row["title_text"], row["paragraph_text"]) for row in rows]
    return {digest(text): (title, text) for title, text in found}


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def pieces(data: Path, path: Path = FILE) -> tuple[list[Piece], list[Piece]]:
    """To train on and to choose on; `data` has the passages."""
    of = passages(data)
    found = [(row, *of[row["passage"]]) for row in read_jsonl(path)]
    return parted([{**row, "title": title, "text": text} for row, title, text in found])
