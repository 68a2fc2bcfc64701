"""Put the second adapter over another reader:
`python -m training.rebase CONVERSATION OLD NEW --out conversation.safetensors`.

The second adapter stands on the base with the reader's in it. Where the reader changes, what it
adds must change by the difference, so that both together say what they said before. That is no
longer of its rank, so it is cut to it; some training over the new reader mends what is lost.
Layers below the second adapter follow the reader, which should therefore leave them as they were
(`training.train --freeze`).
"""

import argparse
from collections.abc import Mapping
from pathlib import Path

from torch import Tensor

from index.weights import sha256
from qa.encoder import read_adapter, save_adapter
from training.mean import summed


def rebased(
    second: Mapping[str, Tensor], old: Mapping[str, Tensor], new: Mapping[str, Tensor]
) -> tuple[dict[str, Tensor], float]:
    """The tensors of `second` over `new` instead of `old`, and the most that a layer loses."""
    tensors, worst = summed([(1, second), (1, old), (-1, new)])
    heads = {name: tensor.float() for name, tensor in second.items() if name.startswith("head")}
    return tensors | heads, worst


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("second", type=Path)
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    second = read_adapter(args.second, sha256(args.old))
    tensors, lost = rebased(second, read_adapter(args.old), read_adapter(args.new))
    save_adapter(tensors, args.out, sha256(args.new))
    print(f"{args.out}: cut to rank loses at most {lost:.2%} of a layer's update")


if __name__ == "__main__":
    main()
