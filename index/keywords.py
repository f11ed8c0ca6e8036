"""The keyword index: BM25 over passages and titles. Wraps tantivy.

How far it is in the log stands in a document of its own, so that it is committed with what it speaks of.
"""

import json
import logging
import math
import shutil
from collections.abc import Iterable
from pathlib import Path

import tantivy

from config.errors import LibraryError, StorageError
from index.projection import Batch
from index.restriction import Restriction, Window
from index.stored import Passage
from index.words import ANALYZER, analyzer, words_of

log = logging.getLogger(__name__)

_POSITION = "position"
_LAYOUT = 1  # raise it when the fields change: an index of another layout is rebuilt
_HEAP_BYTES = 64_000_000


class KeywordIndex:
    """A tantivy index in a folder of its own, rebuilt where it is damaged or of another library."""

    name = "keywords"

    def __init__(self, folder: Path, library_id: str, *, title_boost: float) -> None:
        """Open the index of the library `library_id` in `folder`, or begin an empty one."""
        self._folder = folder
        self._owner = json.dumps({"library": library_id, "layout": _LAYOUT})
        self._title_boost = title_boost
        self._schema = _schema()
        self._index = self._open()

    def position(self) -> int:
        """The sequence number of the last change that is in this index."""
        self._index.reload()
        searcher = self._index.searcher()
        marker = tantivy.Query.term_query(self._schema, "marker", _POSITION)
        hits = searcher.search(marker, limit=1).hits
        return int(searcher.doc(hits[0][1])[_POSITION][0]) if hits else 0

    def apply(self, batch: Batch) -> None:
        """Bring in a piece of the log, in one commit with its position."""
        try:
            writer = self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)
            try:
                for first, last in batch.forget:
                    writer.delete_documents_by_query(self._ids_between(first, last))
                for passage in batch.put:
                    writer.delete_documents_by_query(self._ids_between(passage.id, passage.id))
                    writer.add_document(_document(passage))
                writer.delete_documents_by_term("marker", _POSITION)
                writer.add_document(_marker(batch.position))
                writer.commit()
            finally:
                writer.wait_merging_threads()
        except (ValueError, OSError) as exc:
            raise StorageError(
                f"The keyword index in {self._folder} cannot be written ({exc}). Free space on the disk or check "
                "the folder's permissions; the next command catches up."
            ) from exc
        self._index.reload()

    def reset(self) -> None:
        """Start over with an empty index."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._index = self._open()

    def search(self, question: str, limit: int, restriction: Restriction) -> list[tuple[int, float]]:
        """Passage ids with their BM25 scores, best first."""
        words = dict.fromkeys(words_of(question))
        if not words:
            return []
        query = tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, self._word(word)) for word in words]
            + [(tantivy.Occur.Must, condition) for condition in self._conditions(restriction)]
        )
        searcher = self._index.searcher()
        hits = searcher.search(query, limit=limit, count=False).hits
        return [(int(searcher.doc(address)["id"][0]), float(score)) for score, address in hits if score > 0]

    def rarity(self, words: Iterable[str]) -> dict[str, float]:
        """Inverse document frequency (BM25's) of words as the index holds them; unknown ones weigh most."""
        searcher = self._index.searcher()
        total = searcher.num_docs
        rarity = {}
        for word in words:
            holding = max(searcher.doc_freq("body", word), searcher.doc_freq("title", word))
            rarity[word] = math.log(1 + (total - holding + 0.5) / (holding + 0.5))
        return rarity

    def _word(self, word: str) -> tantivy.Query:
        in_body = tantivy.Query.term_query(self._schema, "body", word)
        if not self._title_boost:
            return in_body
        in_title = tantivy.Query.boost_query(
            tantivy.Query.term_query(self._schema, "title", word), self._title_boost
        )
        return tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, in_body), (tantivy.Occur.Should, in_title)]
        )

    def _conditions(self, restriction: Restriction) -> list[tantivy.Query]:
        """What every hit must fulfil, without a part in the score."""
        conditions = []
        if restriction.window is not None:
            conditions.append(self._published_in(restriction.window))
        for field, values in (
            ("outlet", [name.casefold() for name in restriction.outlets]),
            ("language", list(restriction.languages)),
            ("article", list(restriction.articles)),
        ):
            if values:
                conditions.append(tantivy.Query.term_set_query(self._schema, field, values))
        return [tantivy.Query.const_score_query(condition, 0.0) for condition in conditions]

    def _published_in(self, window: Window) -> tantivy.Query:
        if window.start is None and window.end is None:
            return tantivy.Query.all_query()
        return tantivy.Query.range_query(
            self._schema,
            "published_at",
            tantivy.FieldType.Integer,
            lower_bound=None if window.start is None else int(window.start.timestamp()),
            upper_bound=None if window.end is None else int(window.end.timestamp()),
        )

    def _ids_between(self, first: int, last: int) -> tantivy.Query:
        return tantivy.Query.range_query(
            self._schema, "id", tantivy.FieldType.Unsigned, lower_bound=first, upper_bound=last
        )

    def _open(self) -> tantivy.Index:
        owner = self._folder / "owner.json"
        try:
            if owner.is_file() and owner.read_text() == self._owner:
                return self._prepared(tantivy.Index.open(str(self._folder)))
        except (ValueError, OSError) as exc:
            log.warning("the keyword index in %s cannot be opened and is rebuilt: %s", self._folder, exc)
        try:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder.mkdir(parents=True)
            index = tantivy.Index(self._schema, path=str(self._folder))
            owner.write_text(self._owner)
        except (ValueError, OSError) as exc:
            raise LibraryError(
                f"The keyword index cannot be created in {self._folder} ({exc}). Check the disk and permissions."
            ) from exc
        return self._prepared(index)

    def _prepared(self, index: tantivy.Index) -> tantivy.Index:
        index.register_tokenizer(ANALYZER, analyzer())
        index.config_reader("manual", 1)
        index.reload()
        return index


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", stored=True, indexed=True, fast=True)
    builder.add_text_field("body", tokenizer_name=ANALYZER, index_option="freq")
    builder.add_text_field("title", tokenizer_name=ANALYZER, index_option="freq")
    for name in ("article", "outlet", "language", "marker"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("published_at", indexed=True, fast=True)
    builder.add_unsigned_field(_POSITION, stored=True)
    return builder.build()


def _document(passage: Passage) -> tantivy.Document:
    document = tantivy.Document()
    document.add_unsigned("id", passage.id)
    document.add_text("body", passage.text)
    document.add_text("title", passage.title)
    document.add_text("article", passage.article)
    if passage.outlet is not None:
        document.add_text("outlet", passage.outlet.casefold())
    if passage.language is not None:
        document.add_text("language", passage.language)
    if passage.published_at is not None:
        document.add_integer("published_at", passage.published_at)
    return document


def _marker(position: int) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("marker", _POSITION)
    document.add_unsigned(_POSITION, position)
    return document
