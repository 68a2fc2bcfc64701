"""The model joined from its packages: by one of many, after a kill, and where there is no room.

The packages stand in small: the parts are those of a zip of six megabytes with the same names.
"""

import multiprocessing
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path

import pytest

from index.weights import MPNET_FILES, WeightsError, joined, sha256, verify

ROOT = Path(__file__).parents[1]
SIZE = 6 * 2**20
SPAWN = multiprocessing.get_context("spawn")
# Joins and prints the error, then what is in the cache.
JOIN = """
import sys
from pathlib import Path
from index.weights import WeightsError, joined
cache, expected, *parts = sys.argv[1:]
try:
    joined(Path(cache), expected, lambda: map(Path, parts))
except WeightsError as error:
    print(error)
print(*sorted(path.name for path in Path(cache).rglob("*")))
"""


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[Path]]:
    """The SHA-256 of the weights, and the five parts of the zip that holds them."""
    folder = tmp_path_factory.mktemp("packages")
    (folder / "weights").write_bytes(os.urandom(SIZE))
    with zipfile.ZipFile(folder / "whole.zip", "w") as archive:
        for name in MPNET_FILES[:-1]:
            archive.writestr(f"all-mpnet-base-v2/{name}", "{}")
        archive.write(folder / "weights", f"all-mpnet-base-v2/{MPNET_FILES[-1]}")
    whole = (folder / "whole.zip").read_bytes()
    parts = [folder / f"zip.{n}" for n in range(5)]
    for n, part in enumerate(parts):
        part.write_bytes(whole[n * len(whole) // 5 : (n + 1) * len(whole) // 5])
    return sha256(folder / "weights"), parts


def assert_whole(cache: Path, expected: str) -> None:
    """The model is there, complete and right, and nothing else."""
    (folder,) = (path for path in cache.iterdir() if path.is_dir())
    assert sorted(path.name for path in folder.iterdir()) == sorted(MPNET_FILES)
    verify(folder / "model.safetensors", expected)


def join_with_others(cache: Path, expected: str, parts: list[Path], start: Barrier) -> None:
    def slowly() -> Iterator[Path]:
        (cache / f"joined-by-{os.getpid()}").touch()
        time.sleep(0.5)  # long enough for the others to come to the lock
        yield from parts

    start.wait()
    joined(cache, expected, slowly)


def join_and_hang(cache: Path, expected: str, parts: list[Path], halfway: Event) -> None:
    def stuck() -> Iterator[Path]:
        yield from parts[:3]
        halfway.set()
        time.sleep(600)

    joined(cache, expected, stuck)


def never() -> Iterator[Path]:
    raise AssertionError("joined again")


def test_of_processes_that_start_at_once_one_joins(
    tmp_path: Path, packed: tuple[str, list[Path]]
) -> None:
    start = SPAWN.Barrier(3)
    arguments = (tmp_path, *packed, start)
    children = [SPAWN.Process(target=join_with_others, args=arguments) for _ in range(3)]
    for child in children:
        child.start()
    for child in children:
        child.join(60)
    assert [child.exitcode for child in children] == [0, 0, 0]
    assert len(list(tmp_path.glob("joined-by-*"))) == 1
    assert_whole(tmp_path, packed[0])


def test_a_kill_in_mid_join_leaves_nothing_broken(
    tmp_path: Path, packed: tuple[str, list[Path]]
) -> None:
    expected, parts = packed
    halfway = SPAWN.Event()
    child = SPAWN.Process(target=join_and_hang, args=(tmp_path, *packed, halfway))
    child.start()
    assert halfway.wait(60)
    child.kill()
    child.join(60)
    (half,) = tmp_path.glob("join-*/whole.zip")
    assert 0 < half.stat().st_size < SIZE
    joined(tmp_path, expected, lambda: parts)
    assert_whole(tmp_path, expected)
    joined(tmp_path, expected, never)


def limited(shell: str, cache: Path, packed: tuple[str, list[Path]], *before: str) -> list[str]:
    """What a join prints where `shell` took the room away; `$0` is the cache."""
    expected, parts = packed
    command = [sys.executable, "-c", JOIN, cache, expected, *parts]
    done = subprocess.run(
        [*before, "sh", "-c", f'{shell} && exec "$@"', cache, *command],
        cwd=ROOT, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize("size", ["4m", "9m"], ids=["for the zip", "for what is in it"])
def test_a_full_disk_is_told_in_a_sentence(
    size: str, tmp_path: Path, packed: tuple[str, list[Path]]
) -> None:
    private = ["unshare", "-rm"]
    mount = f'mount -t tmpfs -o size={size} none "$0"'
    try_it = [*private, "sh", "-c", mount, str(tmp_path)]
    if not shutil.which("unshare") or subprocess.run(try_it).returncode:
        pytest.skip("this system does not allow a small disk of one's own (unshare -rm, tmpfs)")
    said, left = limited(mount, tmp_path, packed, *private)
    assert said.startswith(f"The model could not be joined in {tmp_path}, which takes 0.8 GB: ")
    assert said.endswith("No space left on device.")
    assert left == "join.lock"


def test_after_a_lack_of_room_the_next_start_joins(
    tmp_path: Path, packed: tuple[str, list[Path]]
) -> None:
    """Where no disk can be mounted, a limit on the size of files takes the room away."""
    said, left = limited("ulimit -f 4096", tmp_path, packed)
    assert said.endswith("File too large.") and left == "join.lock"
    expected, parts = packed
    joined(tmp_path, expected, lambda: parts)
    assert_whole(tmp_path, expected)


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (lambda parts: parts[:-1], "are damaged: File is not a zip file"),
        (lambda parts: [parts[0], parts[1], parts[1], *parts[3:]], "are damaged: Bad "),
        (lambda parts: [*parts[:-1], Path("/nowhere")], "No such file or directory: '/nowhere'"),
    ],
    ids=["cut", "mixed up", "missing"],
)
def test_damaged_packages_are_told_in_a_sentence(
    damage: Callable[[list[Path]], list[Path]],
    why: str,
    tmp_path: Path,
    packed: tuple[str, list[Path]],
) -> None:
    expected, parts = packed
    with pytest.raises(WeightsError, match=why):
        joined(tmp_path, expected, lambda: damage(parts))
    assert [path.name for path in tmp_path.iterdir()] == ["join.lock"]


def test_other_weights_than_expected_are_not_kept(
    tmp_path: Path, packed: tuple[str, list[Path]]
) -> None:
    with pytest.raises(WeightsError, match="expected 000000000000"):
        joined(tmp_path, "0" * 64, lambda: packed[1])
    assert [path.name for path in tmp_path.iterdir()] == ["join.lock"]


def test_a_folder_without_its_weights_is_joined_anew(
    tmp_path: Path, packed: tuple[str, list[Path]]
) -> None:
    expected, parts = packed
    (joined(tmp_path, expected, lambda: parts) / "model.safetensors").unlink()
    joined(tmp_path, expected, lambda: parts)
    assert_whole(tmp_path, expected)
