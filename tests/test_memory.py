"""Freed memory is used again, which spares the system its work."""

import subprocess
import sys

import pytest

SCRIPT = """
import resource, sys
import torch
from index.memory import keep_memory

if sys.argv[1:] == ["keep"]:
    keep_memory()
layer = torch.nn.Sequential(torch.nn.Linear(768, 3072), torch.nn.GELU(), torch.nn.Linear(3072, 768))
words = torch.ones(1536, 768)
with torch.inference_mode():
    for passed in range(12):
        if passed == 4:  # by then every size was seen
            before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        layer(words)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def faults(*arguments: str) -> int:
    """Pages that the system had to bring for eight passes through a layer."""
    command = [sys.executable, "-c", SCRIPT, *arguments]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="glibc is Linux's")
def test_freed_memory_is_used_again() -> None:
    assert faults("keep") < faults() / 10
