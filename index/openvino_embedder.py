"""The embedder that runs BERT models on OpenVINO, converted once and kept in the cache folder."""

import hashlib
import json
import logging
import sys
import warnings
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import numpy as np
from filelock import FileLock
from tokenizers import Tokenizer

from config.errors import ConfigurationError
from config.sections import EmbeddingSettings
from index.model_files import model_digest, model_max_tokens
from index.quantised import obstacle, quantised_model
from index.stored import ModelIdentity, Precision, Vectors

# OpenVINO tells its maker how it is used, and keeps files for that in the home directory; without this module
# it cannot. It is an optional part of OpenVINO, and must be gone before OpenVINO is imported.
sys.modules["openvino_telemetry"] = None  # type: ignore[assignment] # None is Python's way to forbid an import
import openvino  # noqa: E402

log = logging.getLogger(__name__)

_CONVERTER = "2"  # part of the cache's name: raise it when the conversion changes
_STEP = 8  # word pieces; texts of a batch are padded to a multiple of it


class OpenVinoEmbedder:
    """A sentence-transformers model of BERT's kind with mean pooling. Reads what its config allows."""

    def __init__(self, folder: Path, settings: EmbeddingSettings, cache_dir: Path) -> None:
        """Convert the model in `folder` on its first use (it takes seconds), then load and compile it."""
        config = json.loads((folder / "config.json").read_text())
        digest = model_digest(folder)
        self.identity = ModelIdentity(settings.model, digest, int(config["hidden_size"]))
        self.max_tokens = model_max_tokens(folder)
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self._batching = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._batching.enable_truncation(self.max_tokens)
        self._batching.no_padding()
        self._batch_size = settings.batch_size
        core = _core()
        self.precision = _precision(settings, digest, core)
        source = quantised_model() if self.precision == "int8" else converted(folder, digest, cache_dir)
        model = _compiled(core, source, self.precision, settings.threads)
        self._streams = int(model.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS"))
        self._requests: SimpleQueue[openvino.InferRequest] = SimpleQueue()
        for _ in range(self._streams):
            self._requests.put(model.create_infer_request())
        # OpenVINO's binding prepares its bridge to numpy when a tensor is first touched, and two threads that do
        # so at once can wait for each other for ever: one holds the bridge's lock, the other Python's
        self._embed_batch([[0]])

    def embed(self, texts: Sequence[str], seconds: float | None = None) -> Vectors:
        """Vectors of unit length, shape (len(texts), dimensions), in the order of the texts."""
        del seconds
        vectors = np.zeros((len(texts), self.identity.dimensions), dtype=np.float32)
        pieces = [encoding.ids for encoding in self._batching.encode_batch(list(texts))]
        batches = _batches(pieces, self._batch_size)

        def embed(batch: list[int]) -> None:
            vectors[batch] = self._embed_batch([pieces[position] for position in batch])

        if len(batches) == 1:
            embed(batches[0])
        else:
            with ThreadPoolExecutor(self._streams) as pool:
                list(pool.map(embed, batches))
        return vectors

    def _embed_batch(self, pieces: Sequence[Sequence[int]]) -> Vectors:
        """One call of the model, on a request that no other thread has meanwhile."""
        width = -(-max(map(len, pieces)) // _STEP) * _STEP
        ids = np.zeros((len(pieces), width), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, of_text in enumerate(pieces):
            ids[row, : len(of_text)] = of_text
            mask[row, : len(of_text)] = 1
        request = self._requests.get()
        try:
            request.infer({"input_ids": ids, "attention_mask": mask})
            found: Vectors = request.get_output_tensor(0).data.copy()
        finally:
            self._requests.put(request)
        return found


def _batches(pieces: Sequence[Sequence[int]], size: int) -> list[list[int]]:
    """Positions of the texts, longest first, in batches of `size`; those that are left over stand alone.

    OpenVINO keeps some megabytes of each shape that it has seen, for ever, so there are to be few shapes.
    """
    order = sorted(range(len(pieces)), key=lambda position: -len(pieces[position]))
    full = len(order) - len(order) % size
    whole = [order[at : at + size] for at in range(0, full, size)]
    return whole + [[position] for position in order[full:]]


def convertible(folder: Path) -> bool:
    """Whether the folder holds what this module can run: BERT, mean pooling, a fast tokenizer."""
    try:
        config = json.loads((folder / "config.json").read_text())
        pooling = json.loads((folder / "1_Pooling" / "config.json").read_text())
    except (OSError, ValueError):
        return False
    is_mean = pooling.get("pooling_mode") == "mean" or bool(pooling.get("pooling_mode_mean_tokens"))
    return config.get("model_type") == "bert" and is_mean and (folder / "tokenizer.json").is_file()


@cache
def _core() -> openvino.Core:
    """The one core of this process, never given back.

    A core gives the thread that makes it a stack for its signal handlers, frees that stack when it goes, and puts
    back the stack of before, which another core may have freed: the next signal then ends the process.
    """
    return openvino.Core()


def _precision(settings: EmbeddingSettings, digest: str, core: openvino.Core) -> Precision:
    """What the settings ask for; `auto` is the fastest that this processor has. Raises ConfigurationError."""
    if settings.precision in ("auto", "int8"):
        reason = obstacle(digest)
        if reason is None:
            return "int8"
        if settings.precision == "int8":
            raise ConfigurationError(f"{reason} Set embedding.precision to auto.")
        log.info("%s Embedding in 16 or 32 bits.", reason)
    has_bfloat16 = "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    if settings.precision == "auto":
        return "bfloat16" if has_bfloat16 else "float32"
    return settings.precision


def _compiled(core: openvino.Core, model: Path, precision: Precision, threads: int) -> openvino.CompiledModel:
    """Load a model for this processor. Beside int8 operations, the rest is as fast as the processor allows."""
    options: dict[str, Any] = {"PERFORMANCE_HINT": "THROUGHPUT"}  # a stream a core
    if precision != "int8":
        options["INFERENCE_PRECISION_HINT"] = "bf16" if precision == "bfloat16" else "f32"
    if threads:
        options["INFERENCE_NUM_THREADS"] = threads
    try:
        # attention as single operations is 5 to 8% faster than OpenVINO's fused one where lengths vary
        # (`scripts/quantise.py`); the option is not documented, so OpenVINO may lose it
        return core.compile_model(model, "CPU", options | {"SNIPPETS_MODE": "DISABLE"})
    except RuntimeError:
        return core.compile_model(model, "CPU", options)


def converted(folder: Path, digest: str, cache_dir: Path) -> Path:
    """The OpenVINO form of the model, from the cache or made now by one process while others wait."""
    name = hashlib.blake2b(
        f"{digest}:{_CONVERTER}:{openvino.__version__}".encode(), digest_size=8
    ).hexdigest()
    target = cache_dir / "models" / name / "model.xml"
    if target.is_file():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(target.parent / "lock"):
        if not target.is_file():
            log.info("converting the embedding model in %s for OpenVINO", folder)
            _convert(folder, target)
    return target


def _convert(folder: Path, target: Path) -> None:
    """Trace the model with its mean pooling and normalisation, and write it under its name when complete."""
    # heavy, and needed for this one conversion only
    import torch
    import transformers

    class Pooled(torch.nn.Module):
        """Token vectors, averaged over the text's own tokens, of unit length."""

        def __init__(self) -> None:
            super().__init__()
            self.model = transformers.AutoModel.from_pretrained(folder, attn_implementation="sdpa").eval()

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            # transformers' own masks cannot be traced; a ready four-dimensional one is passed through
            hidden = 1.0 - attention_mask[:, None, None, :].to(torch.float32)
            tokens = self.model(
                input_ids=input_ids,
                attention_mask=hidden * -10000.0,
                token_type_ids=torch.zeros_like(input_ids),
                position_ids=torch.cumsum(torch.ones_like(input_ids), 1) - 1,
            ).last_hidden_state
            kept = attention_mask.unsqueeze(-1).to(tokens.dtype)
            mean = (tokens * kept).sum(1) / kept.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, dim=1)

    transformers.logging.set_verbosity_error()  # type: ignore[no-untyped-call] # transformers is untyped
    transformers.logging.disable_progress_bar()  # type: ignore[no-untyped-call] # transformers is untyped
    example = torch.ones(2, 16, dtype=torch.long)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracer's remarks on branches that never change here
        traced = openvino.convert_model(
            Pooled(),
            example_input={"input_ids": example, "attention_mask": example},
            input=[
                ("input_ids", [-1, -1], openvino.Type.i64),
                ("attention_mask", [-1, -1], openvino.Type.i64),
            ],
        )
    part = target.with_name("part.xml")
    openvino.save_model(traced, part, compress_to_fp16=False)
    part.with_suffix(".bin").rename(target.with_suffix(".bin"))
    part.rename(target)
