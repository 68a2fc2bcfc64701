"""The mean of two adapters: `python -m training.mean OLD NEW --share 0.5 --out reader.safetensors`.

Training on a new kind of example costs some of what was known; part of the way from the old
weights to the new keeps most of both (Wortsman et al. 2022, "Robust fine-tuning of zero-shot
models"). What is averaged is a layer's update, the product of its factors: the factors of one
update are not unique, so their own mean would mean nothing. The mean is then cut to the
adapter's rank.
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor

from index.weights import MPNET_SHA256, sha256
from qa.encoder import read_adapter, save_adapter


def cut(up: Tensor, down: Tensor, rank: int) -> tuple[Tensor, Tensor, float]:
    """The nearest update of `rank` to `up @ down`, as factors of even size, and the share of its
    squared norm that is lost."""
    left, left_rest = torch.linalg.qr(up)
    right, right_rest = torch.linalg.qr(down.T)
    u, sizes, v = torch.linalg.svd(left_rest @ right_rest.T)
    root = sizes[:rank].sqrt()
    lost = float((sizes[rank:] ** 2).sum() / (sizes**2).sum())
    return left @ u[:, :rank] * root, (root[:, None] * v[:rank]) @ right.T, lost


def summed(terms: Sequence[tuple[float, Mapping[str, Tensor]]]) -> tuple[dict[str, Tensor], float]:
    """The weighted sum of the updates of adapters, for the layers of the first and cut to its rank,
    and the most that a layer loses."""
    tensors, worst = {}, 0.0
    for name, first in terms[0][1].items():
        if name.endswith(".down"):
            up = name.removesuffix("down") + "up"
            wide = torch.cat([weight * adapter[up].float() for weight, adapter in terms], 1)
            tall = torch.cat([adapter[name].float() for _, adapter in terms])
            tensors[up], tensors[name], lost = cut(wide, tall, len(first))
            worst = max(worst, lost)
    return tensors, worst


def mean(
    old: Mapping[str, Tensor], new: Mapping[str, Tensor], share: float
) -> tuple[dict[str, Tensor], float]:
    """The tensors `share` of the way from `old` to `new`, and the most that a layer loses."""
    tensors, worst = summed([(1 - share, old), (share, new)])
    heads = [name for name in old if name.startswith("head")]
    tensors |= {name: torch.lerp(old[name].float(), new[name].float(), share) for name in heads}
    return tensors, worst


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--share", type=float, default=0.5, help="of the new one, 0 to 1")
    parser.add_argument("--over", type=Path, help="the adapter under both, if they are second ones")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    base = sha256(args.over) if args.over else MPNET_SHA256
    old, new = read_adapter(args.old, base), read_adapter(args.new, base)
    tensors, lost = mean(old, new, args.share)
    save_adapter(tensors, args.out, base)
    print(f"{args.out}: cut to rank loses at most {lost:.2%} of a layer's update")


if __name__ == "__main__":
    main()
