"""The library as the other rooms use it: stored, indexed and searchable."""

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from cachetools import LRUCache
from numpy.typing import NDArray

from config.errors import EmbeddingError, KeywordIndexError, NewsdeskError
from config.settings import Settings
from index.articles import Article
from index.chroma_server import ChromaServer
from index.cutting import CutArticle
from index.embedding import Embedder, embedded_text, load_embedder
from index.following import follow, no_preparation, nothing
from index.keywords import KeywordIndex
from index.library import Library
from index.milvus_opening import open_milvus
from index.preparing import cut_articles, embed_articles
from index.probes import Probes
from index.restriction import Restriction
from index.search import Hit, QuestionWords, cosines_of, question_words, rank, rerank
from index.sentences import news_text
from index.servers import authorization
from index.spelling import Respelling, respellings
from index.stored import IndexedArticle, Outcome, Vectors
from index.vector_service import VectorService
from index.words import content_words

if TYPE_CHECKING:
    from index.milvus import MilvusIndex
    from index.milvus_keywords import MilvusKeywords
    from index.reranker import Reranker

    Keywords = KeywordIndex | MilvusKeywords

log = logging.getLogger(__name__)
Read = TypeVar("Read")

_PASSAGES_TO_SPELL_FROM = 50
_KEPT_BYTES = 32 * 2**20  # of short texts' vectors, the last used: some 20,000 of the bundled model
_AGAIN = 64  # articles embedded again in one transaction


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first; the question's words; and whether meaning was searched too, not keywords alone."""

    hits: tuple[Hit, ...]
    words: QuestionWords
    by_meaning: bool


class SearchableLibrary(AbstractContextManager["SearchableLibrary"]):
    """The library of a data directory with its embedder and both indexes. Thread-safe.

    Nothing heavy is loaded before it is needed. Close it (or use `with`).
    """

    def __init__(self, settings: Settings) -> None:
        """Open or create the library of the settings. Raises LibraryError."""
        self.settings = settings
        url = settings.database_url
        self.library = Library(settings.data_dir, url=url.get_secret_value() if url else None)
        self._loading = threading.RLock()
        self._kept: LRUCache[str, Vectors] = LRUCache(_KEPT_BYTES, getsizeof=lambda vector: vector.nbytes)
        self._keeping = threading.Lock()
        self._folder = settings.data_dir
        self._is_service_made = False
        self._is_milvus = settings.index.engine == "milvus"

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def close(self, *, stop_server_if_last: bool = False) -> None:
        """Leave the Chroma server (which ends after lingering, or now) and release the files."""
        if self._is_service_made:
            self._vector_service.close(stop_server_if_last=stop_server_if_last)
        if "_milvus" in vars(self):
            self._milvus.close()
        self.library.close()

    # --- parts, made when first used -------------------------------------------------------------------

    @property
    def embedder(self) -> Embedder:
        """The embedding model that the settings name."""
        with self._loading:
            return self._embedder

    def begin_loading(self) -> None:
        """Load the embedder in a thread, if it runs on this machine; what fails is told where it is used."""
        if self.settings.embedding.url is None:
            threading.Thread(target=self._load, name="newsdesk-loading").start()

    def _load(self) -> None:
        with suppress(NewsdeskError):
            _ = self.embedder

    @cached_property
    def _embedder(self) -> Embedder:
        if self.settings.embedding.url is None:
            return load_embedder(self.settings.embedding, self.settings.cache_dir)
        from index.remote_embedder import RemoteEmbedder  # imports an HTTP client

        return RemoteEmbedder(self.settings.embedding, Probes(self.library))

    @property
    def keywords(self) -> "Keywords":
        """Search by words."""
        with self._loading:
            return self._keyword_index

    @cached_property
    def _keyword_index(self) -> "Keywords":
        if self._is_milvus:
            from index.milvus_keywords import MilvusKeywords

            return MilvusKeywords(self._milvus, self.library)
        return KeywordIndex(self._folder / "keywords", self.library.id, self._folder / "keywords.lock")

    @cached_property
    def _milvus(self) -> "MilvusIndex":
        return open_milvus(self.settings, self.library, self.embedder.identity)

    @cached_property
    def _reranker(self) -> "Reranker":
        from index.reranker import Reranker  # imports PyTorch, which takes seconds

        return Reranker(self.settings.search.reranker or "")

    @property
    def vectors(self) -> VectorService:
        """Search by meaning, as a service that may be unavailable."""
        with self._loading:
            return self._vector_service

    @cached_property
    def _vector_service(self) -> VectorService:
        # chromadb's client takes most of a second to import
        from index.vectors import VectorIndex, address_of

        url = self.settings.index.chroma_url
        server = None
        if url is None:
            server = ChromaServer(
                self._folder / "chroma",
                linger_seconds=self.settings.index.chroma_linger_seconds,
                start_seconds=self.settings.index.chroma_start_seconds,
            )
            index = VectorIndex(lambda: (*server.address(), False), self.library, self.embedder.identity)
        else:
            address = address_of(str(url))
            headers = authorization("index.chroma_token", self.settings.index.chroma_token)
            index = VectorIndex(lambda: address, self.library, self.embedder.identity, headers)
        self._is_service_made = True
        return VectorService(self.library, index, server)

    # --- writing ---------------------------------------------------------------------------------------

    def prepare(self, batch: Sequence[Article]) -> list[IndexedArticle]:
        """Cut and embed articles."""
        return self.embed(self.cut(batch))

    def cut(self, batch: Sequence[Article]) -> list[CutArticle]:
        """Articles in passages, each with the text that is embedded for it. Raises ModelMismatchError."""
        self.library.require_model(self.embedder.identity)
        return cut_articles(batch, self.embedder, self.settings.index)

    def embed(self, batch: Sequence[CutArticle]) -> list[IndexedArticle]:
        """Articles with their passages' vectors, which are made together: many short texts are soon made."""
        return embed_articles(batch, self.embedder)

    def put(self, prepared: Iterable[IndexedArticle]) -> list[Outcome]:
        """Store prepared articles durably; the indexes follow with `follow` or at the next search."""
        return self.library.put(prepared, self.embedder.identity)

    def follow(self, progress: Callable[[int, int], None] = nothing) -> None:
        """Bring both indexes up to the library's last change. Raises LibraryError."""
        self._follow_keywords()
        self.vectors.follow(progress)

    def lag(self) -> dict[str, int]:
        """How many changes of the library each index has yet to follow, by name; starts and waits for nothing.

        The index of meanings is told of once it is in use, and as of its last search. Raises LibraryError.
        """
        last = self.library.last_change()
        positions = {"keywords": self.keywords.position()}
        if self._is_service_made:
            positions["vectors"] = self._vector_service.position
        return {name: last - max(0, position) for name, position in positions.items()}

    def rebuild(self, progress: Callable[[int, int], None] = nothing) -> None:
        """Make both indexes anew from the library, without embedding anything."""
        if not self._is_milvus:  # which holds both
            self.rebuild_keywords()
        self.vectors.rebuild(progress)

    def rebuild_keywords(self) -> None:
        """Make the keyword index anew from the library."""
        self._follow_keywords(self.keywords.reset)

    def embed_again(self, numbers: Sequence[int]) -> None:
        """Cut and embed articles, given by number, anew under their versions, and find their stories."""
        for at in range(0, len(numbers), _AGAIN):
            stored = self.library.numbered(numbers[at : at + _AGAIN])
            prepared = self.prepare([one.article for one in stored])
            self.library.replace_passages(zip(stored, prepared, strict=True))
        self.library.find_stories()
        self.follow()

    def reindex(self, progress: Callable[[int, int], None] = nothing, *, batch_articles: int = 64) -> int:
        """Embed again, with the model of the settings, all that another one embedded; returns how many.

        Interrupted, it goes on where it was. Search goes on meanwhile, by keywords alone where it must.
        """
        self.library.switch_model(self.embedder.identity)
        total = self.library.count()[0]
        done = 0
        while waiting := self.library.waiting_articles(batch_articles):
            prepared = self.prepare([stored.article for stored in waiting])
            self.library.replace_passages(zip(waiting, prepared, strict=True))
            done += len(waiting)
            progress(done, total)
        self.follow()
        return done

    def _follow_keywords(self, prepare: Callable[[], None] = no_preparation) -> None:
        self._of_keywords(lambda keywords: self._follow(keywords, prepare))

    def _follow(self, keywords: "Keywords", prepare: Callable[[], None]) -> None:
        follow(self.library, keywords, is_shared=self._is_milvus, prepare=prepare)

    def _of_keywords(self, read: Callable[["Keywords"], Read]) -> Read:
        """What the keyword index gives; one that is found damaged is made anew first."""
        try:
            return read(self.keywords)
        except KeywordIndexError as exc:
            log.warning("the keyword index is made anew: %s", exc)
        self._follow(self.keywords, self.keywords.mend)
        return read(self.keywords)

    # --- searching -------------------------------------------------------------------------------------

    def search(
        self,
        question: str,
        *,
        asked: datetime,
        restriction: Restriction = Restriction(),
        limit: int | None = None,
        also: Sequence[int] = (),
    ) -> SearchResult:
        """The passages that fit the question best; those with the ids `also` are ranked among them in any case.

        Raises LibraryError where not even keywords can be had.
        """
        settings = self.settings.search
        self._follow_keywords()
        embedded = self._embedded([question])
        query = None if embedded is None else embedded[0]
        found = self._of_keywords(lambda index: index.search(question, settings.candidates, restriction))
        by_words = [id_ for id_, _ in found]
        nearest = None
        if query is not None:
            nearest = self.vectors.search(
                query, settings.candidates, restriction, wait_seconds=settings.vector_wait_seconds
            )
        ids = dict.fromkeys([*by_words, *(id_ for id_, _ in nearest or ()), *also])
        passages = self.library.passages(list(ids))
        cosines = cosines_of(self.library.vectors(list(passages)), query)
        numbers = {passage.id: passage.article_number for passage in passages.values()}
        matches = self._of_keywords(lambda index: index.match(question, numbers))
        words = self.words(question)
        hits = rank(list(passages.values()), cosines, matches, words, question, asked, settings)
        return SearchResult(tuple(self._reranked(question, hits)[:limit]), words, nearest is not None)

    def cosines(self, text: str, others: Sequence[str]) -> NDArray[np.float64] | None:
        """How near in meaning short texts are to another, shape (len(others),), -1 to 1.

        None where a server was to embed them and does not. Their vectors are kept: news names the same again.
        """
        wanted = (text, *others)
        with self._keeping:
            vectors = {one: self._kept[one] for one in wanted if one in self._kept}
        new = [one for one in dict.fromkeys(wanted) if one not in vectors]
        if new:
            embedded = self._embedded(new)
            if embedded is None:
                return None
            # copies, because a row of the batch would keep the whole batch
            vectors |= {one: vector.copy() for one, vector in zip(new, embedded, strict=True)}
            with self._keeping:
                self._kept.update({one: vectors[one] for one in new})
        matrix = np.stack([vectors[one] for one in wanted], dtype=np.float64)
        found: NDArray[np.float64] = matrix[1:] @ matrix[0]
        return found

    def _embedded(self, texts: Sequence[str]) -> Vectors | None:
        """The texts' vectors; None where a server was to make them and does not. Raises ModelMismatchError."""
        try:
            self.library.require_model(self.embedder.identity)
            return self.embedder.embed(texts, self.settings.embedding.question_seconds)
        except EmbeddingError as exc:
            log.warning("a question is answered by its words alone: %s", exc)
            return None

    def _reranked(self, question: str, hits: list[Hit]) -> list[Hit]:
        """The hits as the reranker orders them, if one is set."""
        settings = self.settings.search
        if not settings.reranker or not hits:
            return hits
        with self._loading:
            reranker = self._reranker
        read = [hit.passage for hit in hits[: settings.reranker_passages]]
        texts = [embedded_text(one.title, news_text(one.text, one.language)) for one in read]
        return rerank(hits, reranker.scores(question, texts, settings.reranker_ms / 1000))

    def words(self, question: str) -> QuestionWords:
        """The question's content words with their rarity in the library."""
        rarity = self.rarity(content_words(question))
        unknown = self.unknown(rarity)
        return question_words(question, rarity, unknown, len(self.keywords))

    def unknown(self, words: Iterable[str]) -> frozenset[str]:
        """The words (as `index.words` gives them) that no article holds."""
        asked = tuple(words)
        return self._of_keywords(lambda index: index.unknown(asked))

    def respellings(self, question: str) -> tuple[Respelling, ...]:
        """How the library spells those names of the question that it does not hold as they are written."""
        self._follow_keywords()
        return respellings(question, self.unknown, self._texts_near)

    def _texts_near(self, word: str, edits: int) -> list[str]:
        near = self._of_keywords(lambda index: index.near(word, edits, _PASSAGES_TO_SPELL_FROM))
        passages = self.library.passages(near)
        return [f"{passage.title}\n{passage.text}" for passage in passages.values()]

    def rarity(self, words: Iterable[str]) -> dict[str, float]:
        """How rare words (as `index.words` gives them) are in the library; higher is rarer."""
        asked = tuple(words)
        return self._of_keywords(lambda index: index.rarity(asked))
