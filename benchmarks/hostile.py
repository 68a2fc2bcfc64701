"""What damaged documents end in: an article, or one clear sentence.

`python -m benchmarks.hostile --each 10000` damages each sample that many times, seeded, and prints
counts by importer as JSON: `tried`, `articles`, `refused` by reason, `lost` (anything else: 0),
and how many child processes it took.
Covered: flipped bytes, cuts, insertions, splices of two formats, numbers blown up, and the same
inside the compressed parts of Word documents, e-books and PDFs. Not covered: files built by
somebody who knows a parser's fault; those are what the child's limits are for.
"""

import argparse
import json
import random
import re
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from index.article import ArticleError
from index.importing import Sandbox, import_article

SAMPLES = Path(__file__).parents[1] / "tests" / "samples"
FORMATS = ("txt", "md", "html", "pdf", "docx", "epub")
SEED = 6


def samples() -> dict[str, bytes]:
    return {name: (SAMPLES / f"story.{name}").read_bytes() for name in FORMATS}


def corrupted(files: dict[str, bytes], name: str, rng: random.Random) -> bytes:
    """The sample damaged in one way; half of the archives and PDFs in what they compress."""
    data = files[name]
    if name in ("docx", "epub") and rng.random() < 0.5:
        return _in_archive(data, rng)
    if name == "pdf" and rng.random() < 0.5:
        return _in_stream(data, rng)
    return _damaged(data, rng, files[rng.choice(FORMATS)])


def _damaged(data: bytes, rng: random.Random, other: bytes) -> bytes:
    at = rng.randrange(len(data))
    match rng.randrange(5):
        case 0:
            changed = bytearray(data)
            for _ in range(rng.choice((1, 4, 16, 64))):
                changed[rng.randrange(len(data))] = rng.randrange(256)
            return bytes(changed)
        case 1:
            return data[:at]
        case 2:
            return data[:at] + rng.randbytes(rng.choice((1, 8, 256))) + data[at:]
        case 3:
            start = rng.randrange(len(other))
            return data[:at] + other[start:] + data[at:]
        case _:
            numbers = list(re.finditer(rb"\d+", data))
            number = rng.choice(numbers) if numbers else None
            big = rng.choice((b"0", b"-1", b"2147483648", b"99999999999999999999"))
            return data[: number.start()] + big + data[number.end() :] if number else data + big


def _in_archive(data: bytes, rng: random.Random) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        members = old.namelist()
        chosen = rng.choice(members)
        for name in members:
            text = old.read(name)
            new.writestr(name, _damaged(text, rng, text) if name == chosen else text)
    return made.getvalue()


def _in_stream(data: bytes, rng: random.Random) -> bytes:
    """One page's drawing, unpacked, damaged, packed again; the file's offsets are off then too."""
    pattern = re.compile(rb"stream\n(.*?)\nendstream", re.S)
    found = rng.choice(list(pattern.finditer(data)))
    text = zlib.decompress(found[1])
    packed = zlib.compress(_damaged(text, rng, text))
    return data[: found.start(1)] + packed + data[found.end(1) :]


def outcome(data: bytes, name: str, sandbox: Sandbox) -> str:
    """ "article", the sentence that refuses it, or "lost: ..." for anything else."""
    try:
        article = import_article(data, name, sandbox=sandbox)
    except ArticleError as error:
        said = str(error)
        clear = said.startswith(name) or said.startswith("The article")
        whole = clear and said.endswith(".") and "\n" not in said and len(said) < 200
        return said if whole else f"lost: {said!r}"
    except Exception as error:
        return f"lost: {error!r}"
    exact = all(article.text[s.start : s.end] == s.text for s in article.sentences)
    return "article" if exact and article.sentences else "lost: no article"


def trials(each: int) -> Iterator[tuple[str, bytes]]:
    files = samples()
    for name in FORMATS:
        rng = random.Random(f"{SEED} {name}")
        for _ in range(each):
            yield name, corrupted(files, name, rng)


def run(each: int, sandbox: Sandbox) -> dict[str, Counter[str]]:
    """How often each outcome came, by format; numbers in the sentences are left out."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in FORMATS}
    for name, data in trials(each):
        said = outcome(data, f"story.{name}", sandbox)
        counts[name][re.sub(r"0x\w+|\d+", "#", said)] += 1
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=10_000, help="damaged files of each format")
    each = parser.parse_args().each
    begun = time.monotonic()
    with Sandbox() as sandbox:
        counts = run(each, sandbox)
        children = sandbox.started
    table = {
        name: {
            "tried": each,
            "articles": count["article"],
            "refused": {k: v for k, v in count.items() if k != "article" and k[:4] != "lost"},
            "lost": {k: v for k, v in count.items() if k[:4] == "lost"},
        }
        for name, count in counts.items()
    }
    seconds = round(time.monotonic() - begun, 1)
    print(json.dumps({"formats": table, "children": children, "seconds": seconds}, indent=1))


if __name__ == "__main__":
    main()
