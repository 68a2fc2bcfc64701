"""Questions written to tempt a reader, on passages of SQuADShifts.

What the reader gets wrong most is a value of the right kind that belongs to something else. SQuAD
2.0's own unanswerable questions teach that and are few, so more were written in their manner
(Rajpurkar et al. 2018), each passage having three without an answer beside two with one, and three
that ask for yes or no. `adversarial.jsonl` has the questions of a passage a line, in the form of
`training.everyday` but without the passage, which stays in the data: `passage` is the start of its
SHA-256. They were written with the help of a language model.
"""

import hashlib
from pathlib import Path

from training.everyday import Piece, parted
from training.examples import read_jsonl

FILE = Path(__file__).parent / "adversarial.jsonl"
DIGITS = 12  # of a passage's SHA-256


def pieces(data: Path, path: Path = FILE) -> tuple[list[Piece], list[Piece]]:
    """To train on and to choose on; `data` has `squadshifts_new_wiki.jsonl.gz`."""
    passages = {
        hashlib.sha256(row["context"].encode()).hexdigest()[:DIGITS]: row
        for row in read_jsonl(data / "squadshifts_new_wiki.jsonl.gz")
    }
    found = ((row, passages[row["passage"]]) for row in read_jsonl(path))
    return parted([{**row, "title": of["title"], "text": of["context"]} for row, of in found])
