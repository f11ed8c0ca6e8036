"""Lines of a page that are not part of its article: sign-ups, cookie notes, "read more", promotion.

They stay in the stored text, whose offsets every quote depends on, but are neither searched nor quoted. The
patterns were collected on the training articles of rtqa; see docs/evaluation.md.
"""

import re

_LONGEST = 700  # a longer line is a paragraph, whatever it mentions

_OPENING = re.compile(
    r"""(?ix)
    \s*(?:read\s+)?more:?\s*$|\s*read\s+more\b
    |\s*(?:more|related|see\s+also|also\s+read|learn\s+more|dig\s+deeper|just\s+for\s+subscribers|opinion|watch|listen
        |photos?|contributing|podcasts?):\s
    |\s*advertisement\s*$|\s*follow\s+every\s+game\b
    |\s*(?:associated\s+press|reuters|usa\s+today|ap|developments:|breakfast\s+browse|and\s+finally|_+|♦|\*+)\s*$
    """
)
# Each after what every line that it fits holds: one pattern of them all took most of the time of indexing.
_ANYWHERE = {
    cue: re.compile(pattern, re.IGNORECASE | re.VERBOSE)
    for cue, pattern in {
        "sign": r"\bsign[ -]?up\s+(?:for|here|to)\b",
        "newsletter": r"\bnewsletters?\b.{0,60}\b(?:inbox|subscribe|sign)",
        "subscribe": r"\bsubscribe\s+(?:to|now|here|today)\b",
        "more": r"read\s+more:?\s*$",
        "follow": r"\bfollow\s+(?:\w+\s+){0,6}on\s+(?:twitter|x\b|facebook|instagram|threads)",
        "@": r"@\w+\.(?:com|org)\b|\bcontact\s+(?:\w+\s+){1,4}at\s+\S+@",
        "reach": r"\breach\s+(?:her|him|them|the\s+reporter)\s+at\b",
        "cookie": r"\b(?:use|uses|accept|these|our)\s+cookies\b|\bcookie\s+(?:policy|settings|preferences|notice)\b",
        "privacy": r"\bprivacy\s+policy\b",
        "rights": r"\ball\s+rights\s+reserved\b",
        "terms": r"\bterms\s+of\s+(?:service|use)\b",
        "this": r"\bthis\s+story\s+(?:has\s+been|was|is)\s+(?:updated|developing|being)\b|\bshop\s+this\b",
        "accurate": r"\bprices?\s+were\s+accurate\b",
        "may": r"\bwe\s+may\s+(?:earn|receive)\b",
        "affiliate": r"\baffiliate\s+links?\b",
        "chosen": r"\bindependently\s+chosen\b",
        "usa": r"\bplay\s+the\s+usa\s+today\b",
        "forecast": r"\bcheck\s+your\s+local\s+forecast\b",
        "inbox": r"\bdelivered\s+to\s+your\s+inbox\b",
        "support": r"\bthank\s+you\s+for\s+supporting\b|\bsupport\s+local\s+journalism\b",
        "hit": r"\bhit\s+play\s+on\b",
        "transcript": r"\btranscript\s+(?:below|was)\b",
        "download": r"\bdownload\s+(?:the|our)\s+app\b",
        "share": r"\bshare\s+(?:this\s+)?(?:article|story)\b",
    }.items()
}


def is_boilerplate(line: str) -> bool:
    """Whether a line of an article's text is page furniture rather than news."""
    if len(line) >= _LONGEST:
        return False
    folded = line.casefold()
    return _OPENING.match(line) is not None or any(
        cue in folded and pattern.search(line) for cue, pattern in _ANYWHERE.items()
    )
