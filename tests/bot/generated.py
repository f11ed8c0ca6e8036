"""Answers made by chance in many scripts, with pieces as long as Discord's limits and a little longer."""

from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random
from typing import Any

from answer.answers import AlsoIn, Answer, Answered, Citation, Coverage, Nearby, Newer, NoEvidence, Standing
from answer.notes import LimitedTo, NothingFrom, SearchedFor

SCRIPTS = {
    "latin": "the ceasefire was still far off said Merz on Friday in Paris a of and -- 1. #2 *3* ",
    "german": "Größe Übung für Maßnahmen ähnlich öffentlich Straße ß ",
    "cyrillic": "прекращение огня всё ещё далеко сказал Мерц в пятницу ",
    "greek": "η κατάπαυση του πυρός είναι μακριά ",
    "arabic": "وقف إطلاق النار لا يزال بعيدا قال ميرتس ",
    "hebrew": "הפסקת האש עדיין רחוקה אמר מרץ ",
    "persian": "آتش\u200cبس هنوز دور است می\u200cگوید ",
    "hindi": "युद्धविराम अभी भी दूर है क्\u200dष ",
    "tamil": "போர் நிறுத்தம் இன்னும் தொலைவில் உள்ளது ",
    "thai": "การหยุดยิงยังอยู่อีกไกล",
    "chinese": "停火仍然遥遥无期，默茨说。",
    "japanese": "停戦はまだ遠いとメルツ氏は述べた。ガガ",
    "korean": "휴전은 아직 멀었다고 메르츠가 말했다 ",
    "emoji": "👩\u200d👩\u200d👧 🎉 🇩🇪 ☕\ufe0f ",
    "beyond": "𝐓𝐡𝐞 𝔠𝔢𝔞𝔰𝔢𝔣𝔦𝔯𝔢 𠀀𠀁𠀂 ",
    "hidden": "so \u202eon\u202c and\u200b \U000e0041on\u2066 ",
    "markup": "**b** __u__ ~~s~~ ||x|| `c` ```py\nprint()\n``` [a](https://evil.example) <@1> @here\n# h\n-# s\n> q ",
}
LENGTHS = (0, 1, 15, 80, 300, 990, 1_000, 1_010, 1_990, 2_010, 3_990, 4_100, 9_000)
ASKED = datetime(2026, 1, 12, 9, 30, tzinfo=UTC)


def generated(count: int, seed: int = 1) -> Iterator[Answer]:
    """`count` answers, the same for the same seed; one in ten found nothing."""
    chance = Random(seed)
    for _ in range(count):
        yield _answer(chance)


def _answer(chance: Random) -> Answer:
    coverage = Coverage(chance.choice((0, 1, 41, 123_456)), "2025-12-18", "2026-01-19")
    facts: dict[str, Any] = {
        "question": _text(chance, most=400),
        "asked": ASKED,
        "confidence": chance.random(),
        "coverage": coverage,
        "notes": tuple(_note(chance) for _ in range(chance.choice((0, 1, 3)))),
        "understood": chance.choice((None, _text(chance, most=500))),
    }
    if chance.random() < 0.1:
        nearby = (Nearby("n", *_outside(chance), chance.choice((None, "2026-01-06"))) for _ in range(3))
        return NoEvidence(**facts, nearby=tuple(nearby))
    citations = tuple(_citation(chance, marker) for marker in range(1, chance.choice((1, 2, 4, 10)) + 1))
    own = chance.random() < 0.5
    text = _text(chance) + " [1]" if own else "\n".join(f"{c.quote} [{c.marker}]" for c in citations)
    return Answered(
        **facts, text=text, citations=citations, written_by=_text(chance, most=50) if own else None
    )


def _citation(chance: Random, marker: int) -> Citation:
    title, outlet, url = _outside(chance)
    quote = _text(chance) or "x"
    return Citation(
        marker=marker,
        quote=quote,
        article=chance.choice("abcdefgh"),
        version=1,
        title=title,
        outlet=outlet,
        published=chance.choice((None, "2026-01-06", "2026-01-07T18:20:00+01:00", "some day")),
        url=url,
        link=f"{url}#:~:text={'%20' * chance.choice((1, 30, 300))}" if url else None,
        start=0,
        end=len(quote),
        speaker=chance.choice((None, _text(chance, most=300))),
        also_in=tuple(
            AlsoIn("o", _text(chance, most=300), title, url, None) for _ in range(chance.choice((0, 0, 1, 9)))
        ),
        standing=chance.choice((None, Standing("2026-01-12T09:00:00+00:00", Newer(2, "2026-01-13", False)))),
    )


def _outside(chance: Random) -> tuple[str, str | None, str | None]:
    """A title, an outlet and an address."""
    address = "https://news.example/" + chance.choice(("a", "x_(y)?q=*1*", "`[b](c)", "é" * 100, "z" * 1_500))
    return (
        _text(chance, most=600),
        chance.choice((None, _text(chance, most=300))),
        chance.choice((None, address, "javascript:alert(1)")),
    )


def _note(chance: Random) -> LimitedTo | NothingFrom | SearchedFor:
    kind = chance.choice((LimitedTo, NothingFrom))
    several = tuple(_text(chance, most=300) for _ in range(chance.choice((1, 3))))
    return chance.choice((kind(several), SearchedFor(_text(chance, most=300), _text(chance, most=300))))


def _text(chance: Random, most: int = 9_000) -> str:
    """Text of one script, or of several, of a length that is often just at a limit."""
    length = min(chance.choice(LENGTHS), most)
    pieces = [SCRIPTS[script] for script in chance.choices(list(SCRIPTS), k=chance.choice((1, 1, 3)))]
    text = ""
    while len(text) < length:
        piece = chance.choice(pieces)
        begin = chance.randrange(len(piece))
        text += piece[begin:] + chance.choice(("", "", " ", "\n"))
    return text[:length]
