"""The mean of two adapters is the mean of what they do; one moved over another keeps the sum."""

import torch

from training.mean import mean
from training.rebase import rebased


def adapter(seed: int, rank: int) -> dict[str, torch.Tensor]:
    torch.manual_seed(seed)
    return {
        "layer.down": torch.randn(rank, 8),
        "layer.up": torch.randn(6, rank),
        "head.weight": torch.randn(2, 8),
    }


def test_a_mean_is_of_the_updates() -> None:
    old, new = adapter(1, 3), adapter(2, 3)
    # Both updates within one space of rank 3, so that the mean fits that rank too.
    new["layer.down"] = torch.randn(3, 3) @ old["layer.down"]
    got, lost = mean(old, new, 0.25)
    wanted = 0.75 * old["layer.up"] @ old["layer.down"] + 0.25 * new["layer.up"] @ new["layer.down"]
    assert {name: t.shape for name, t in got.items()} == {name: t.shape for name, t in old.items()}
    torch.testing.assert_close(got["layer.up"] @ got["layer.down"], wanted, atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(
        got["head.weight"], 0.75 * old["head.weight"] + 0.25 * new["head.weight"]
    )
    assert lost < 1e-6


def test_what_is_cut_is_told() -> None:
    got, lost = mean(adapter(1, 3), adapter(2, 3), 0.5)
    assert got["layer.up"].shape == (6, 3)
    assert 0.01 < lost < 1


def test_over_another_reader_the_sum_stays() -> None:
    second, old, new = adapter(1, 3), adapter(2, 3), adapter(3, 3)
    for other in (old, new):  # within the second's space, so that its rank is enough
        other["layer.down"] = torch.randn(3, 3) @ second["layer.down"]
    got, lost = rebased(second, old, new)
    before, after = (
        sum(t["layer.up"] @ t["layer.down"] for t in pair) for pair in ((second, old), (got, new))
    )
    torch.testing.assert_close(after, before, atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(got["head.weight"], second["head.weight"])
    assert lost < 1e-6
