"""Adding pages to the library by their addresses: what `/library add` and other callers outside a terminal use."""

from collections.abc import Iterable

from index.searchable import SearchableLibrary
from ingest.pipeline import Tally, ingest
from ingest.web.reading import Web


def add_pages(library: SearchableLibrary, addresses: Iterable[str], web: Web) -> Tally:
    """Fetch the pages at web addresses, store their articles, and make them searchable; blocking.

    Returns what became of them: counts of added, updated, unchanged and duplicate articles, and in `failures` one
    `Failure(source=address, line=None, reason=a sentence)` for each address without an article (no such page,
    a paywall, a request for consent, robots.txt, a private network, …). `web` is made once, `Web(settings)`, kept
    for as long as the caller runs, and closed at its end; several threads may share it. Nothing is raised for
    what an address gives; LibraryError is raised where the library cannot store, and the tally is then lost, but
    nothing that was stored.

    Call it in a thread (`asyncio.to_thread`): one address takes at most some `fetch.timeout_seconds`, mostly one
    or two seconds. Pages are stored with the links and outlets that they name for themselves, so who may call
    this is for the caller to decide.
    """
    tally = Tally()
    ingest(library, web.articles(addresses), tally, batch_articles=web.settings.ingest.batch_articles)
    return tally
