"""Logging, set up once at the entry. Logs carry ids, never a token and never people's questions."""

import logging

_QUIET = (
    "httpx",
    "httpcore",
    "chromadb",
    "urllib3",
    "filelock",
    "discord",
    "sentence_transformers",
    "transformers",
)


def start_logging(level: str) -> None:
    """Write log lines of newsdesk from `level` on to standard error; of libraries only warnings."""
    logging.basicConfig(
        level=level.upper(),
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        datefmt="%H:%M:%S",
        force=True,
    )
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))
