"""Lines of a page that are not part of its article: sign-ups, cookie notes, "read more", promotion.

They stay in the stored text, whose offsets every quote depends on, but are neither searched nor quoted. The
patterns were collected on the training articles of rtqa; see docs/evaluation.md.
"""

import re

_LONGEST = 700  # a longer line is a paragraph, whatever it mentions

_PATTERN = re.compile(
    r"""(?ix)
    \bsign[ -]?up\s+(?:for|here|to)\b|\bnewsletters?\b.{0,60}\b(?:inbox|subscribe|sign)
    |\bsubscribe\s+(?:to|now|here|today)\b
    |^\s*(?:read\s+)?more:?\s*$|read\s+more:?\s*$|^\s*read\s+more\b
    |^\s*(?:more|related|see\s+also|also\s+read|learn\s+more|dig\s+deeper|just\s+for\s+subscribers|opinion|watch|listen
        |photos?|contributing|podcasts?):\s
    |\bfollow\s+(?:\w+\s+){0,6}on\s+(?:twitter|x\b|facebook|instagram|threads)
    |@\w+\.(?:com|org)\b|\bcontact\s+(?:\w+\s+){1,4}at\s+\S+@|\breach\s+(?:her|him|them|the\s+reporter)\s+at\b
    |\b(?:use|uses|accept|these|our)\s+cookies\b|\bcookie\s+(?:policy|settings|preferences|notice)\b|\bprivacy\s+policy\b
    |\ball\s+rights\s+reserved\b|\bterms\s+of\s+(?:service|use)\b|^\s*advertisement\s*$
    |\bthis\s+story\s+(?:has\s+been|was|is)\s+(?:updated|developing|being)\b
    |\bshop\s+this\b|\bprices?\s+were\s+accurate\b|\bwe\s+may\s+(?:earn|receive)\b|\baffiliate\s+links?\b
    |\bindependently\s+chosen\b|\bplay\s+the\s+usa\s+today\b|^\s*follow\s+every\s+game\b|\bcheck\s+your\s+local\s+forecast\b
    |\bdelivered\s+to\s+your\s+inbox\b|\bthank\s+you\s+for\s+supporting\b|\bsupport\s+local\s+journalism\b|\bhit\s+play\s+on\b
    |\btranscript\s+(?:below|was)\b|\bdownload\s+(?:the|our)\s+app\b|\bshare\s+(?:this\s+)?(?:article|story)\b
    |^\s*(?:associated\s+press|reuters|usa\s+today|ap|developments:|breakfast\s+browse|and\s+finally|_+|♦|\*+)\s*$
    """
)


def is_boilerplate(line: str) -> bool:
    """Whether a line of an article's text is page furniture rather than news."""
    return len(line) < _LONGEST and _PATTERN.search(line) is not None
