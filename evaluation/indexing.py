"""A data set's corpus as a library of its own, made by the pipeline that users use, and kept for the next run.

It lies in `cache_dir/evaluation/`, under a hash of the corpus, the embedding model and the passages' settings.
Ingest skips an article whose words another one of the same outlet has; such copies are remembered, so that a
run can list them right behind the article that stands for them, and the data set's qrels stay as they are.
"""

import hashlib
import logging
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock
from pydantic import TypeAdapter
from pydantic import ValidationError as Invalid

from config.errors import InputError
from config.sections import EmbeddingSettings
from config.settings import Settings
from evaluation.dataset import Dataset
from evaluation.freshness import is_as_stored
from evaluation.reading import Reading, code_that_reads
from index import schema
from index.embedding import model_folder
from index.model_files import model_digest
from index.searchable import SearchableLibrary
from ingest.pipeline import Tally, ingest

log = logging.getLogger(__name__)

Tell = Callable[[str], None]

_TELL_SECONDS = 10.0
_MADE = "evaluation.json"


@dataclass(frozen=True, slots=True)
class Made:
    """How an index came about. `copies` maps an article to those that ingest skipped as copies of it.

    `code` is the hash of the code that read the articles: with other code they are read again.
    """

    code: str
    articles: int
    seconds: float
    copies: Mapping[str, tuple[str, ...]]
    failures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """The open library of a data set, and how it was made (None: it is the user's own)."""

    library: SearchableLibrary
    made: Made | None

    @property
    def copies(self) -> Mapping[str, tuple[str, ...]]:
        """The articles that were skipped as copies, by the article that stands for them."""
        return self.made.copies if self.made else {}


@contextmanager
def opened_corpus(
    dataset: Dataset, settings: Settings, tell: Tell, *, fresh: bool = False
) -> Iterator[Corpus]:
    """The data set's articles, searchable; indexed first where they are not, or `fresh` asks for it.

    An index that today's code would make otherwise is made anew.
    A data set without a corpus is asked of the user's own library, which is only read. Raises LibraryError,
    and InputError where not one article can be read.
    """
    if not dataset.inputs:
        with _opened(settings) as library:
            yield Corpus(library, None)
        return
    folder = settings.cache_dir / "evaluation" / _key(dataset, settings)
    folder.parent.mkdir(parents=True, exist_ok=True)
    settings = settings.of_folder(folder)
    with ExitStack() as stack:
        with FileLock(f"{folder}.lock"):  # another evaluation may be indexing the same corpus
            if fresh:
                shutil.rmtree(folder, ignore_errors=True)
            library = stack.enter_context(_opened(settings))
            if not is_as_stored(library):
                tell("The code cuts or embeds otherwise than when the index was made. Making it anew.")
                stack.close()
                shutil.rmtree(folder)
                library = stack.enter_context(_opened(settings))
            made = _known(folder) or _make(library, dataset, tell)
        yield Corpus(library, made)


@contextmanager
def _opened(settings: Settings) -> Iterator[SearchableLibrary]:
    library = SearchableLibrary(settings)
    try:
        yield library
    finally:
        library.close(stop_server_if_last=settings.index.chroma_linger_seconds == 0)


def _key(dataset: Dataset, settings: Settings) -> str:
    """The hash of all that decides what the library holds and how, the code that reads and cuts apart."""
    key = hashlib.blake2b(Path(schema.__file__).read_bytes(), digest_size=12)
    for path in dataset.files():
        key.update(f"{path.relative_to(dataset.folder)}\n".encode())
        with path.open("rb") as file:
            key.update(hashlib.file_digest(file, "blake2b").digest())
    passages = (settings.index.passage_tokens, settings.index.title_tokens)
    key.update(f"{_model(settings.embedding)} {passages}".encode())
    return key.hexdigest()


def _model(settings: EmbeddingSettings) -> str:
    """What identifies the embedding model, without loading it."""
    if settings.url is not None:
        return f"{settings.url} {settings.model}@{settings.revision}"
    folder = model_folder(settings)
    return f"{settings.model}@{settings.revision}" if folder is None else model_digest(folder)


def _known(folder: Path) -> Made | None:
    """How the index was made; None where it was not, not to its end, or by code that reads otherwise."""
    try:
        made = TypeAdapter(Made).validate_json((folder / _MADE).read_bytes())
    except (FileNotFoundError, Invalid):
        return None
    return made if made.code == code_that_reads() else None


def _make(library: SearchableLibrary, dataset: Dataset, tell: Tell) -> Made:
    """Ingest what is new or changed, drop what is no longer there, and note how it went."""
    begin = time.monotonic()
    reading, tally = Reading(dataset.inputs, library.settings.ingest), Tally()
    progress = _Progress(tell)
    batch = library.settings.ingest.batch_articles
    ingest(library, reading.articles(), tally, batch_articles=batch, progress=progress.report)
    if not tally.articles:
        raise InputError(f"No article of {dataset.folder} could be read. {_first(tally)}")
    if gone := reading.missing_from(library.library):
        library.library.remove(gone)
        library.follow()
    failures = tuple(f"{failure.source}: {failure.reason}" for failure in tally.failures)
    made = Made(
        code=code_that_reads(),
        articles=library.library.count()[0],
        seconds=round(time.monotonic() - begin, 2),
        copies=reading.copies_in(library.library),
        failures=failures,
    )
    _write(library.settings.data_dir / _MADE, made)
    tell(f"Indexed {made.articles} articles in {made.seconds:.0f} s; kept for the next run.")
    return made


def _first(tally: Tally) -> str:
    return tally.failures[0].reason if tally.failures else "It holds none."


def _write(path: Path, made: Made) -> None:
    part = path.with_suffix(".part")
    part.write_bytes(TypeAdapter(Made).dump_json(made))
    part.replace(path)


class _Progress:
    """Tells every few seconds how far the ingest is."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._begin = self._told = time.monotonic()

    def report(self, tally: Tally) -> None:
        now = time.monotonic()
        if now - self._told >= _TELL_SECONDS:
            self._told = now
            self._tell(
                f"Indexing: {tally.articles} articles, {tally.articles / (now - self._begin):.1f} a second"
            )
