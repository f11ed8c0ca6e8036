"""The keyword index: BM25 over passages with their titles, and over whole articles. Wraps tantivy.

Two tantivy indexes lie side by side, so that lengths are compared with those of their own kind. How far they
are in the log stands in a document of the passages' index, which is committed last.
"""

import logging
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from pathlib import Path

import tantivy

from config.errors import KeywordIndexError, LibraryError, StorageError
from index.database import locked
from index.keyword_files import KeywordFiles
from index.projection import Batch, adjoined
from index.restriction import Restriction, Window
from index.sentences import news_text
from index.stored import Passage
from index.words import ANALYZER, analyzer, content_words, words_of

log = logging.getLogger(__name__)

_POSITION = "position"
_MARKER_ID = 0  # passages' ids begin at 1
_LAYOUT = 2  # raise it when fields or analysis change: an index of another layout is rebuilt
_HEAP_BYTES = 32_000_000
_PANIC = (
    "PanicException"  # what tantivy ends in on files that make no sense; no Exception, and not to be imported
)
_NOT_DAMAGE = ("No space left", "Permission denied", "File too large", "Read-only", "Disk quota")
_EXACT_BITS = 24  # powers of two that a score, a float of 32 bits, adds up exactly


@dataclass(slots=True)
class Matches:
    """How a question's words occur in given passages and their articles; what is missing does not occur.

    `body`, `titled` (title and body) and `bigrams` (count) are by passage id, `whole` by article number; the
    first two and `whole` are BM25 scores. `held` and `held_by_article` are the words that occur.
    """

    body: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    titled: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    whole: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    bigrams: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    held: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    held_by_article: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))


class KeywordIndex:
    """The keyword index in a folder of its own, begun anew where it cannot be opened or is of another library.

    What is found damaged later raises KeywordIndexError; `mend` then begins it anew.
    """

    name = "keywords"

    def __init__(self, folder: Path, library_id: str, lock: Path) -> None:
        """Open the index of the library `library_id` in `folder`, or begin an empty one, holding `lock`."""
        self._files = KeywordFiles(folder, {"library": library_id, "layout": _LAYOUT})
        if not self._open():
            with locked(lock, -1):
                self.mend()

    def __len__(self) -> int:
        """How many passages there are."""
        return int(self._passages.searcher().num_docs)

    def ids(self) -> set[int]:
        """The ids of the passages that it holds."""
        with self._translating():
            self._passages.reload()
            hits = self._hits(self._passages, tantivy.Query.all_query(), len(self) or 1, "id")
        return {id_ for id_, _ in hits} - {_MARKER_ID}

    def damaged(self) -> tuple[str, ...]:
        """The names of its files that are not as they were written."""
        with self._translating():
            return self._files.damaged()

    def position(self) -> int:
        """The sequence number of the last change that is in this index."""
        with self._translating():
            self._passages.reload()
            self._articles.reload()
            searcher = self._passages.searcher()
            marker = tantivy.Query.term_query(self._passages.schema, "marker", _POSITION)
            hits = searcher.search(marker, limit=1).hits
            return int(searcher.doc(hits[0][1])[_POSITION][0]) if hits else 0

    def apply(self, batch: Batch) -> None:
        """Bring in a piece of the log, committed with its position. Raises StorageError."""
        with self._translating():
            bodies = [news_text(passage.text, passage.language) for passage in batch.put]
            # ranges, because each deletion looks at every document that there is
            stale = [*batch.forget, *adjoined((passage.id, passage.id) for passage in batch.put)]
            self._write(self._articles, "first", stale, _article_documents(batch.put, bodies))
            documents = map(_passage_document, batch.put, bodies)
            marked = [*documents, _marker(batch.position)]
            self._write(self._passages, "id", [*stale, (_MARKER_ID, _MARKER_ID)], marked)
            self._articles.reload()
            self._passages.reload()

    def reset(self) -> None:
        """Start over with an empty index."""
        folder = self._files.folder
        try:
            paths = self._files.begin()
            tantivy.Index(_passage_schema(), path=str(paths[0]))
            tantivy.Index(_article_schema(), path=str(paths[1]))
            self._files.own()
        except (ValueError, OSError) as exc:
            raise LibraryError(
                f"The keyword index cannot be created in {folder} ({exc}). Check the disk and permissions."
            ) from exc
        if not self._open():
            raise LibraryError(
                f"The keyword index in {folder} cannot be read. Check the disk and permissions."
            )

    def mend(self) -> None:
        """Take up what another process has made anew since this one opened it, or start over."""
        if self._files.is_replaced() and self._open():
            return
        self.reset()

    def search(self, question: str, limit: int, restriction: Restriction) -> list[tuple[int, float]]:
        """Passage ids with the BM25 score of title and body, best first."""
        words = dict.fromkeys(content_words(question) or words_of(question))
        if not words:
            return []
        schema = self._passages.schema
        should = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "titled", word)) for word in words]
        must = [(tantivy.Occur.Must, condition) for condition in _conditions(schema, restriction)]
        with self._translating():
            hits = self._hits(self._passages, tantivy.Query.boolean_query(should + must), limit, "id")
        return [(id_, score) for id_, score in hits if score > 0]

    def match(self, question: str, articles: Mapping[int, int]) -> Matches:
        """How the question's content words occur in passages, given as id to article number."""
        found = Matches()
        ids, numbers = list(articles), sorted(set(articles.values()))
        words = list(dict.fromkeys(content_words(question)))
        titled = _terms(self._passages.schema, "titled", words)
        body = _terms(self._passages.schema, "body", words)
        whole = _terms(self._articles.schema, "whole", words)
        pairs = [
            tantivy.Query.const_score_query(_phrase(self._passages.schema, pair), 1.0)
            for pair in bigrams_of(question)
        ]
        found.titled.update(self._sums(self._passages, titled, "id", ids))
        found.body.update(self._sums(self._passages, body, "id", ids))
        found.whole.update(self._sums(self._articles, whole, "number", numbers))
        for id_, rows in self._fitting(self._passages, titled, "id", ids).items():
            found.held[id_] = {words[row] for row in rows}
        for number, rows in self._fitting(self._articles, whole, "number", numbers).items():
            found.held_by_article[number] = {words[row] for row in rows}
        for id_, count in self._sums(self._passages, pairs, "id", ids).items():
            found.bigrams[id_] = round(count)
        return found

    def rarity(self, words: Iterable[str]) -> dict[str, float]:
        """Inverse document frequency (BM25's, among passages) of words as the index holds them."""
        searcher = self._passages.searcher()
        total = searcher.num_docs
        with self._translating():
            holding = {word: searcher.doc_freq("body", word) for word in words}
        return {word: math.log(1 + (total - held + 0.5) / (held + 0.5)) for word, held in holding.items()}

    def unknown(self, words: Iterable[str]) -> frozenset[str]:
        """Those of the words that occur nowhere in the library."""
        with self._translating():
            return frozenset(word for word in words if not self._holds(word))

    def near(self, word: str, edits: int, limit: int) -> list[int]:
        """Ids of passages that hold a word at most so many (0 to 2) edits away."""
        schema = self._passages.schema
        query = tantivy.Query.fuzzy_term_query(schema, "titled", word, distance=edits)
        with self._translating():
            return [id_ for id_, _ in self._hits(self._passages, query, limit, "id")]

    def _holds(self, word: str) -> bool:
        """Whether a passage holds the word. That it did is counted until tantivy merges what was forgotten."""
        if not self._passages.searcher().doc_freq("titled", word):
            return False
        return bool(self._hits(self._passages, _terms(self._passages.schema, "titled", [word])[0], 1, "id"))

    def _sums(
        self, index: tantivy.Index, queries: Sequence[tantivy.Query], key: str, among: Sequence[int]
    ) -> dict[int, float]:
        """By document, of those given, the sum of the scores of the queries that it fits."""
        if not among or not queries:
            return {}
        these = tantivy.Query.const_score_query(
            tantivy.Query.term_set_query(index.schema, key, list(among)), 0.0
        )
        should = [(tantivy.Occur.Should, query) for query in queries]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, these), *should])
        with self._translating():
            hits = self._hits(index, query, len(among), key)
        return {id_: score for id_, score in hits if score > 0}

    def _fitting(
        self, index: tantivy.Index, queries: Sequence[tantivy.Query], key: str, among: Sequence[int]
    ) -> dict[int, list[int]]:
        """By document, of those given, the places of the queries that it fits."""
        found: dict[int, list[int]] = defaultdict(list)
        for begin in range(0, len(queries), _EXACT_BITS):
            powers = [
                tantivy.Query.const_score_query(query, float(1 << place))
                for place, query in enumerate(queries[begin : begin + _EXACT_BITS])
            ]
            for id_, score in self._sums(index, powers, key, among).items():
                found[id_] += [begin + place for place in range(len(powers)) if int(score) >> place & 1]
        return found

    def _hits(
        self, index: tantivy.Index, query: tantivy.Query, limit: int, key: str
    ) -> list[tuple[int, float]]:
        searcher = index.searcher()
        hits = searcher.search(query, limit=limit, count=False).hits
        keys = searcher.fast_field_values(key, [address for _, address in hits])
        return [(int(id_ or 0), float(score)) for id_, (score, _) in zip(keys, hits, strict=True)]

    def _write(
        self,
        index: tantivy.Index,
        key: str,
        stale: Sequence[tuple[int, int]],
        documents: Sequence[tantivy.Document],
    ) -> None:
        """Delete the documents whose keys are in ranges, and put others, in one commit."""
        writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        try:
            for first, last in stale:
                writer.delete_documents_by_query(_between(index.schema, key, first, last))
            for document in documents:
                writer.add_document(document)
            writer.commit()
        finally:
            writer.wait_merging_threads()

    def _open(self) -> bool:
        """Open both indexes, if they are there, whole, and of this library and layout."""
        paths = self._files.owned()
        if paths is None:
            return False
        try:
            with self._translating():
                self._passages, self._articles = (_prepared(tantivy.Index.open(str(path))) for path in paths)
        except LibraryError as exc:
            log.warning("the keyword index cannot be opened and is rebuilt: %s", exc)
            return False
        return True

    @contextmanager
    def _translating(self) -> Iterator[None]:
        try:
            yield
        except BaseException as exc:
            if not isinstance(exc, ValueError | OSError) and type(exc).__name__ != _PANIC:
                raise
            if any(sign in str(exc) for sign in _NOT_DAMAGE):
                raise StorageError(
                    f"The keyword index in {self._files.folder} cannot be written ({exc}). Free space on the disk "
                    "or check the folder's permissions; the next command catches up."
                ) from exc
            raise KeywordIndexError(f"The keyword index in {self._files.folder} is damaged ({exc}).") from exc


def bigrams_of(question: str) -> set[tuple[str, str]]:
    """Pairs of content words that follow each other in the question."""
    content = set(content_words(question))
    return {pair for pair in pairwise(words_of(question)) if content.issuperset(pair)}


def _prepared(index: tantivy.Index) -> tantivy.Index:
    index.register_tokenizer(ANALYZER, analyzer())
    index.config_reader("manual", 1)
    index.reload()
    return index


def _terms(schema: tantivy.Schema, text: str, words: Iterable[str]) -> list[tantivy.Query]:
    return [tantivy.Query.term_query(schema, text, word) for word in words]


def _phrase(schema: tantivy.Schema, pair: tuple[str, str]) -> tantivy.Query:
    return tantivy.Query.phrase_query(schema, "titled", list(pair))


def _passage_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", indexed=True, fast=True)
    builder.add_text_field("body", tokenizer_name=ANALYZER, index_option="freq")
    builder.add_text_field("titled", tokenizer_name=ANALYZER, index_option="position")
    for name in ("article", "outlet", "language", "marker"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("published_at", indexed=True, fast=True)
    builder.add_unsigned_field(_POSITION, stored=True)
    return builder.build()


def _article_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("first", indexed=True, fast=True)
    builder.add_unsigned_field("number", indexed=True, fast=True)
    builder.add_text_field("whole", tokenizer_name=ANALYZER, index_option="freq")
    return builder.build()


def _passage_document(passage: Passage, body: str) -> tantivy.Document:
    document = tantivy.Document()
    document.add_unsigned("id", passage.id)
    document.add_text("body", body)
    document.add_text("titled", f"{passage.title}\n{body}")
    document.add_text("article", passage.article)
    if passage.outlet is not None:
        document.add_text("outlet", passage.outlet.casefold())
    if passage.language is not None:
        document.add_text("language", passage.language)
    if passage.published_at is not None:
        document.add_integer("published_at", passage.published_at)
    return document


def _article_documents(passages: Sequence[Passage], bodies: Sequence[str]) -> list[tantivy.Document]:
    """One document an article, of all its passages, under the id of its first."""
    documents = []
    for number, group in groupby(zip(passages, bodies, strict=True), key=lambda pair: pair[0].article_number):
        siblings, texts = zip(*group, strict=True)
        document = tantivy.Document()
        document.add_unsigned("first", siblings[0].id)
        document.add_unsigned("number", number)
        document.add_text("whole", "\n".join([siblings[0].title, *texts]))
        documents.append(document)
    return documents


def _marker(position: int) -> tantivy.Document:
    """The document that says how far the index is."""
    document = tantivy.Document()
    document.add_unsigned("id", _MARKER_ID)
    document.add_text("marker", _POSITION)
    document.add_unsigned(_POSITION, position)
    return document


def _conditions(schema: tantivy.Schema, restriction: Restriction) -> list[tantivy.Query]:
    """What every hit must fulfil, without a part in the score."""
    conditions = []
    if restriction.window is not None:
        conditions.append(_published_in(schema, restriction.window))
    for name, values in (
        ("outlet", [outlet.casefold() for outlet in restriction.outlets]),
        ("language", list(restriction.languages)),
        ("article", list(restriction.articles)),
    ):
        if values:
            conditions.append(tantivy.Query.term_set_query(schema, name, values))
    return [tantivy.Query.const_score_query(condition, 0.0) for condition in conditions]


def _published_in(schema: tantivy.Schema, window: Window) -> tantivy.Query:
    if window.start is None and window.end is None:
        return tantivy.Query.all_query()
    return tantivy.Query.range_query(
        schema,
        "published_at",
        tantivy.FieldType.Integer,
        lower_bound=None if window.start is None else int(window.start.timestamp()),
        upper_bound=None if window.end is None else int(window.end.timestamp()),
    )


def _between(schema: tantivy.Schema, key: str, first: int, last: int) -> tantivy.Query:
    return tantivy.Query.range_query(
        schema, key, tantivy.FieldType.Unsigned, lower_bound=first, upper_bound=last
    )
