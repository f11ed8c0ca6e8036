"""The embedder for every other sentence-transformers model, on PyTorch."""

import logging
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

from config.errors import ConfigurationError
from config.sections import EmbeddingSettings
from index.embedding import by_length, unit
from index.model_files import model_digest
from index.stored import ModelIdentity, Precision, Vectors

log = logging.getLogger(__name__)


class TorchEmbedder:
    """Any sentence-transformers model, by local folder or by name from a hub."""

    def __init__(self, folder: Path | None, settings: EmbeddingSettings) -> None:
        """Load the model. Raises ConfigurationError where it cannot be found or has no fast tokenizer."""
        try:
            self._model = SentenceTransformer(
                str(folder or settings.model), revision=settings.revision, device="cpu"
            )
        except Exception as exc:  # the hub's client raises dozens of kinds; all mean the same to the user
            raise ConfigurationError(
                f"The embedding model {settings.model!r} (embedding.model) could not be loaded: "
                f"{type(exc).__name__}. Name a local folder, a model that this machine can download, or remove the "
                "setting to use the bundled one."
            ) from exc
        backend = getattr(self._model.tokenizer, "backend_tokenizer", None)
        if backend is None:
            raise ConfigurationError(
                f"The embedding model {settings.model!r} has no fast tokenizer. Name another."
            )
        self.tokenizer = type(backend).from_str(backend.to_str())
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self.max_tokens = int(self._model.get_max_seq_length() or 512)
        digest = model_digest(folder) if folder else f"{settings.model}@{settings.revision or 'main'}"
        self.identity = ModelIdentity(settings.model, digest, int(self._model.get_embedding_dimension() or 0))
        self._batch_size = settings.batch_size
        self._lock = Lock()
        self.precision = _precision(settings)
        if self.precision == "bfloat16":
            self._model.bfloat16()
        if settings.threads:
            torch.set_num_threads(settings.threads)

    def embed(self, texts: Sequence[str], seconds: float | None = None) -> Vectors:
        """Vectors of unit length, shape (len(texts), dimensions), in the order of the texts."""
        del seconds
        order = by_length(texts)
        vectors = np.zeros((len(texts), self.identity.dimensions), dtype=np.float32)
        with self._lock:
            encoded = self._model.encode(
                [texts[position] for position in order],
                batch_size=self._batch_size,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
        vectors[order] = encoded.astype(np.float32)
        return unit(vectors)


def _precision(settings: EmbeddingSettings) -> Precision:
    """What the settings ask for; `auto` is the fastest that this processor has. Raises ConfigurationError."""
    if settings.precision == "int8":
        raise ConfigurationError(
            "embedding.precision is int8, which only the bundled model has, on OpenVINO. Set it to auto."
        )
    if settings.precision == "auto":
        has_bfloat16 = torch.cpu._is_avx512_bf16_supported()  # noqa: SLF001 - torch has no public way to ask
        return "bfloat16" if has_bfloat16 else "float32"
    return settings.precision
