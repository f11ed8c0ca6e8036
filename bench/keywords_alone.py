"""`newsdesk eval` as it would be if the server of the embedding model were away when questions come.

    .venv/bin/python bench/keywords_alone.py DATASET --out DIR

Compare with the run of `newsdesk eval DATASET --out OTHER` by `newsdesk eval compare OTHER DIR`.
"""

import sys
from unittest.mock import patch

from cli.main import main
from index.searchable import SearchableLibrary


def away(_library: SearchableLibrary, _question: str) -> None:
    """What `_embedded` gives when the server does not answer."""


if __name__ == "__main__":
    sys.argv[1:1] = ["eval", "run"]
    with patch.object(SearchableLibrary, "_embedded", away):
        main()
