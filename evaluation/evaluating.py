"""One evaluation, from a data set to its report."""

import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from config.settings import Settings
from evaluation.asking import ask_all
from evaluation.dataset import Dataset, Query
from evaluation.findings import findings
from evaluation.indexing import Corpus, Tell, opened_corpus
from evaluation.page import write_page
from evaluation.run import Reply, write_run
from evaluation.summary import Summary, summarise, write_summary

_TELL_SECONDS = 10.0


def evaluate(
    dataset: Dataset,
    out: Path,
    settings: Settings,
    now: datetime,
    tell: Tell,
    *,
    fresh: bool = False,
) -> Summary:
    """Index where needed, ask every question, score, and write all files into `out`.

    `now` dates the report. `fresh` makes the index anew. Raises LibraryError and InputError.
    """
    with opened_corpus(dataset, settings, tell, fresh=fresh) as corpus:
        run = _asked(dataset.queries, corpus, settings, tell)
        write_run(run, out)
        summary = summarise(dataset, run, settings, corpus.made, now)
        write_summary(summary, out)
        write_page(summary, findings(dataset, run, corpus), out)
    return summary


def _asked(queries: Sequence[Query], corpus: Corpus, settings: Settings, tell: Tell) -> dict[str, Reply]:
    """The run; tells every few seconds how far it is."""
    run: dict[str, Reply] = {}
    begin = told = time.monotonic()
    for id_, reply in ask_all(queries, corpus, settings):
        run[id_] = reply
        if (now := time.monotonic()) - told >= _TELL_SECONDS:
            told = now
            tell(f"Asked {len(run)} of {len(queries)} questions")
    tell(f"Asked {len(run)} questions in {time.monotonic() - begin:.0f} s.")
    return run
