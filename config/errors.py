"""What can go wrong, as one tree. Every message says what happened, to what, and what to do.

NewsdeskError                 the base; catching it catches all that newsdesk reports on purpose
├── ConfigurationError        a setting is wrong or missing                         (exit 2)
├── UsageError                a command was called in a way that cannot work        (exit 2)
├── InputError                one input could not be read; the others go on         (exit 1)
│   └── FetchError            a web address could not be fetched
│       ├── ForbiddenAddressError  it leads where newsdesk does not go, or may not
│       ├── StatusError       the site answered with an error, such as 404
│       ├── UnsuitableError   what came is too large, broken, or of another kind
│       └── UnreachableError  nothing came: no such host, no connection, too slow; may work later
├── ClusterError              the Ray cluster that reads and embeds is lost         (exit 1)
└── LibraryError              the library cannot be opened, read or written         (exit 1)
    ├── LibraryBusyError      another process holds what this one needs
    ├── StorageError          the disk is full, or a file cannot be written
    ├── ModelMismatchError    the index was made with another embedding model
    ├── KeywordIndexError     the keyword index is damaged; the next search makes it anew
    ├── EmbeddingError        the embedding server cannot be used; keywords still answer
    └── VectorIndexError      Chroma cannot be reached (keywords still answer), or Milvus (nothing does)
        └── DamagedVectorsError  its server fails at its own files; it is made anew

Exceptions of other libraries are translated where those libraries are wrapped, `from` the original.
"""


class NewsdeskError(Exception):
    """Base of every error that newsdesk reports on purpose; `str()` of it is fit for people."""

    exit_code = 1


class ConfigurationError(NewsdeskError):
    """A setting is wrong or missing; the message names the key and what is allowed."""

    exit_code = 2


class UsageError(NewsdeskError):
    """A command was called in a way that cannot work; the message says how to call it."""

    exit_code = 2


class ClusterError(NewsdeskError):
    """The Ray cluster that reads and embeds is lost; what is stored is stored."""


class InputError(NewsdeskError):
    """One input (a file, a line, an argument) could not be read; the message says why."""


class FetchError(InputError):
    """A web address could not be fetched."""


class ForbiddenAddressError(FetchError):
    """An address leads where newsdesk does not go: no web address, a private network, or robots.txt forbids it."""


class StatusError(FetchError):
    """A site answered, with a status that is no success. `retry_after` is what it said about when to ask again."""

    def __init__(self, status: int, retry_after: str | None = None) -> None:
        super().__init__(_meaning(status))
        self.status = status
        self.retry_after = retry_after


class UnsuitableError(FetchError):
    """What an address gave is too large, broken, or of a kind that was not asked for."""


class UnreachableError(FetchError):
    """An address gave nothing: no such host, no connection, or too slow. It may work later."""


class LibraryError(NewsdeskError):
    """The library cannot be opened, read or written."""


class LibraryBusyError(LibraryError):
    """Another process holds what this one needs."""


class StorageError(LibraryError):
    """The disk is full, or a file or folder cannot be written."""


class ModelMismatchError(LibraryError):
    """The index was made with another embedding model than the settings name."""


class KeywordIndexError(LibraryError):
    """The keyword index is damaged; the next search makes it anew from the library."""


class EmbeddingError(LibraryError):
    """The server that runs the embedding model cannot be reached or answers wrongly; keyword search still works."""


class VectorIndexError(LibraryError):
    """The vector index cannot be reached or answers wrongly; where it is Chroma, keyword search still works."""


class DamagedVectorsError(VectorIndexError):
    """The vector index's server runs, but fails at what it stored; the index is made anew from the library."""


def _meaning(status: int) -> str:
    match status:
        case 404 | 410:
            return f"There is no such page (status {status}). Check the address."
        case 401 | 402 | 403 | 451:
            return f"The site refuses it (status {status}). If you may read it, save the page and ingest the file."
        case 429 | 503:
            return f"The site is busy and asks to come back later (status {status})."
        case _ if status >= 500:  # noqa: PLR2004 - HTTP
            return f"The site has a fault (status {status}). Try again later."
        case _:
            return f"The site answered with status {status}, not with a page."
