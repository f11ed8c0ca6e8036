"""A trained reader of question and passage together (cross-encoder), which orders the best hits once more.

None is set by default: it costs more time than all the rest of a search, and has to be downloaded.
"""

import logging
import time
from collections.abc import Sequence
from threading import Lock

import numpy as np
from sentence_transformers import CrossEncoder

from config.errors import ConfigurationError

log = logging.getLogger(__name__)

_BATCH = 4  # passages between two looks at the clock


class Reranker:
    """Any sentence-transformers CrossEncoder with one output, by local folder or by name. Thread-safe."""

    def __init__(self, model: str) -> None:
        """Load the model. Raises ConfigurationError where it cannot be found or gives other than one score."""
        try:
            self._model = CrossEncoder(model, device="cpu")
            outputs = int(self._model.num_labels)
        except Exception as exc:  # the hub's client raises dozens of kinds; all mean the same to the user
            raise ConfigurationError(
                f"The reranker {model!r} (search.reranker) could not be loaded: {type(exc).__name__}. Name a local "
                "folder, a model that this machine can download, or remove the setting to do without."
            ) from exc
        if outputs != 1:
            raise ConfigurationError(
                f"The reranker {model!r} (search.reranker) gives {outputs} scores for a passage instead of one. "
                "Name a CrossEncoder that was trained for search."
            )
        self._lock = Lock()

    def scores(self, question: str, texts: Sequence[str], seconds: float) -> list[float]:
        """How well texts answer the question, in their order, until the time is used up; higher is better.

        At least one batch is read; the last one may take longer than is left.
        """
        until = time.monotonic() + seconds
        found: list[float] = []
        for at in range(0, len(texts), _BATCH):
            if found and time.monotonic() >= until:
                log.info("the reranker read %d of %d passages in its time", len(found), len(texts))
                break
            with self._lock:
                read = self._model.predict(
                    [(question, text) for text in texts[at : at + _BATCH]],
                    batch_size=_BATCH,
                    show_progress_bar=False,
                )
            found += [float(score) for score in np.asarray(read, dtype=np.float64)]
        return found
