"""The encoder that reads: all-mpnet-base-v2 with small LoRA adapters of ours.

The base is frozen and in memory once. An adapter adds a low-rank update to every linear layer
(Hu et al. 2021, "LoRA: Low-Rank Adaptation of Large Language Models") and has a head. That of the
reader is put into the base's weights; that for conversation stands beside these, over the same
tensors. Attention goes through PyTorch's fused kernel with the relative position bias as its mask,
which gives the same values as the library's layer at less memory traffic.
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import MPNetModel

from index.weights import MPNET_SHA256, WeightsError, mpnet

RANK = 32
LOWEST = 4  # layer from which on the second adapter stands
OUTPUTS = 6  # of the head: two for the span, three for the verdict, one for the words meant


class LoraLinear(nn.Module):
    """A frozen linear layer plus `up @ down`; with `up` zero it is the layer itself."""

    def __init__(self, linear: nn.Linear, rank: int) -> None:
        super().__init__()
        self.linear = linear
        self.down = nn.Parameter(torch.empty(rank, linear.in_features))
        self.up = nn.Parameter(torch.zeros(linear.out_features, rank))
        nn.init.kaiming_uniform_(self.down, a=5**0.5)

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.linear(x)
        return y + F.linear(F.linear(x, self.down), self.up)

    def merged(self, dtype: torch.dtype) -> nn.Linear:
        """The plain layer with the update in its weights, which are added in float32."""
        with torch.no_grad():
            weight = self.linear.weight + self.up @ self.down
        # A new tensor: the old one stands in the mapped file, and would be copied to be changed.
        self.linear.weight = nn.Parameter(weight.to(dtype), requires_grad=False)
        return self.linear


class FusedAttention(nn.Module):
    """Stands in for transformers' `MPNetSelfAttention`: same layers, fused kernel."""

    def __init__(self, attention: Any) -> None:
        super().__init__()
        self.q, self.k, self.v, self.o = attention.q, attention.k, attention.v, attention.o
        self.heads: int = attention.num_attention_heads

    def forward(
        self, x: Tensor, mask: Tensor | None, position_bias: Tensor, **_: Any
    ) -> tuple[Tensor]:
        q, k, v = (
            layer(x).unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for layer in (self.q, self.k, self.v)
        )
        # transformers gives no mask where no token is padding
        bias = (position_bias if mask is None else position_bias + mask).to(q.dtype)
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        return (self.o(y.transpose(1, 2).flatten(2)),)


def replace_linear(module: nn.Module, replace: Callable[[Any], nn.Module]) -> None:
    """Put `replace(layer)` in the place of every linear layer below `module`."""
    for name, child in module.named_children():
        if isinstance(child, nn.Linear | LoraLinear):
            setattr(module, name, replace(child))
        else:
            replace_linear(child, replace)


class Outputs(NamedTuple):
    """What the reading model says of a batch of (question, text) pairs.

    `start`, `end`: logits of the answer's first and last token, (batch, tokens), masked at
    padding. `verdict`: logits of "yes", "no" and "left open" for a statement, or a question that
    asks for yes or no, (batch, 3). `meant`: logits of the words of a conversation that a follow-up
    means and leaves out, (batch, tokens).
    """

    start: Tensor
    end: Tensor
    verdict: Tensor
    meant: Tensor


class ReadingModel(nn.Module):
    """The base and an adapter with a head for three tasks: to read, to judge a statement, and to
    tell what a follow-up leaves out.

    The head of the second stands on the first token, those of the others on every token. The base
    is frozen; the adapter leaves its layers below `lowest` as they are.
    """

    def __init__(self, base: MPNetModel, rank: int = RANK, lowest: int = 0) -> None:
        super().__init__()
        layers: Any = base.encoder.layer
        for layer in layers:
            if not isinstance(layer.attention.attn, FusedAttention):
                layer.attention.attn = FusedAttention(layer.attention.attn)
        self.base: Any = base.requires_grad_(False)
        replace_linear(layers[lowest:], lambda linear: LoraLinear(linear, rank))
        self.head = nn.Linear(base.config.hidden_size, OUTPUTS)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Outputs:
        hidden = self.base(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        logits = self.head(hidden.float())
        spans = logits[..., :2].masked_fill(attention_mask[..., None] == 0, -1e4)
        return Outputs(spans[..., 0], spans[..., 1], logits[:, 0, 2:5], logits[..., 5])

    def adapter(self) -> dict[str, Tensor]:
        """The part of ours: every tensor that is not the base."""
        ours = (".down", ".up")
        return {
            n: p for n, p in self.named_parameters() if n.startswith("head") or n.endswith(ours)
        }

    def merge(self, dtype: torch.dtype = torch.float32) -> None:
        """Put the adapter into the base's weights, from here on of `dtype`: to read then costs what
        the base costs."""
        replace_linear(self.base.encoder, lambda lora: lora.merged(dtype))
        self.base.to(dtype)

    def beside(self) -> "ReadingModel":
        """A second model over the very tensors of this one, once it is merged, with an adapter of
        its own that adds nothing yet and the same head."""
        held = {id(t): t for t in (*self.base.parameters(), *self.base.buffers())}
        second = ReadingModel(deepcopy(self.base, held), lowest=LOWEST)
        second.head.load_state_dict(self.head.state_dict())
        return second


class Base(MPNetModel):  # type: ignore[no-untyped-call]
    """Without the pooler, whose weights in the file are therefore not missed."""

    _keys_to_ignore_on_load_unexpected = ["pooler"]  # noqa: RUF012


def load_base(folder: Path | None = None) -> Base:
    """The frozen base in float32 from `folder`, by default the packaged one, verified."""
    base: Base = Base.from_pretrained(
        folder or mpnet(), local_files_only=True, add_pooling_layer=False, dtype=torch.float32
    )
    base.train(False)
    return base


def save_adapter(adapter: Mapping[str, Tensor], path: Path, base: str = MPNET_SHA256) -> None:
    """Write adapter and head in half precision, with the digest of what they stand on."""
    tensors = {name: tensor.detach().half().contiguous() for name, tensor in adapter.items()}
    save_file(tensors, path, {"base": base})


def read_adapter(path: Path, base: str = MPNET_SHA256) -> dict[str, Tensor]:
    """The tensors of a safetensors file, by name.

    Raises `WeightsError` for a file that is damaged or made for something other than `base`, the
    SHA-256 of the packaged model or of the adapter that was put into it.
    """
    try:
        with safe_open(path, "pt") as file:
            metadata = file.metadata() or {}
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except (SafetensorError, OSError) as error:
        raise WeightsError(f"The adapter {path} cannot be read: {error}.") from error
    if metadata.get("base") != base:
        raise WeightsError(f"The adapter {path} was made for another base model.")
    return tensors


def load_adapter(model: ReadingModel, path: Path, base: str = MPNET_SHA256) -> None:
    """Fill the adapter and head from a safetensors file.

    Raises `WeightsError` as `read_adapter` does, and for a file that is incomplete.
    """
    tensors = read_adapter(path, base)
    wanted = model.adapter()
    if {n: p.shape for n, p in wanted.items()} != {n: t.shape for n, t in tensors.items()}:
        raise WeightsError(f"The adapter {path} does not fit this model.")
    with torch.no_grad():
        for name, parameter in wanted.items():
            parameter.copy_(tensors[name])
