"""Whether a kept index is what the code would make today.

The code that cuts and embeds changes while people work on it, and an evaluation of yesterday's passages would
mislead them. So a few articles are cut and embedded again, and compared.
"""

import numpy as np

from index.searchable import SearchableLibrary
from index.stored import Passage

_SAMPLE = 4  # articles; a change of cutting or embedding shows in nearly all
_AROUND = 200  # an article's passages have neighbouring ids
_SAME = 0.98  # cosine; precision and processor make smaller differences


def is_as_stored(library: SearchableLibrary) -> bool:
    """Whether a sample of the articles would be stored now as it was."""
    sample = library.library.passages(library.library.sample_passages(_SAMPLE)).values()
    return all(_is_as_stored(library, one) for one in list(sample)[:_SAMPLE])


def _is_as_stored(library: SearchableLibrary, one: Passage) -> bool:
    stored = library.library.article(one.article)
    if stored is None:
        return True
    now = library.prepare([stored.article])[0]
    vectors = {(span.start, span.end): vector for span, vector in zip(now.spans, now.vectors, strict=True)}
    around = library.library.passages_between(one.id - _AROUND, one.id + _AROUND)
    of_article = [passage for passage in around if passage.article_number == one.article_number]
    if any((passage.start, passage.end) not in vectors for passage in of_article):
        return False
    kept = library.library.vectors([passage.id for passage in of_article])
    return all(
        float(np.dot(kept[passage.id], vectors[passage.start, passage.end])) > _SAME
        for passage in of_article
        if passage.id in kept
    )
