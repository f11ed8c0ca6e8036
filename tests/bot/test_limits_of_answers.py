"""Answers at Discord's limits, in many scripts: split well, nothing torn, the sources last."""

import re
from datetime import UTC, datetime

import discord
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answer.answers import AlsoIn, Answer, Answered, Citation
from answer.notes import NothingFrom
from bot.answers.answer_cards import MAX_WRITTEN, render
from bot.answers.passages import passage_card
from bot.markdown import link_target, units
from bot.rendering import Card
from bot.telling import layout_of
from bot.wording import texts_for
from config.sections import DiscordSettings
from index.articles import Article
from index.stored import StoredArticle
from tests.bot.conftest import TEXTS, Room
from tests.bot.fakes import ASKED, COVERAGE, ScriptedAsker
from tests.bot.generated import generated

GERMAN = texts_for("de")
LINK = re.compile(r"\[([^\[\]]*)\]\(([^()\s]*)\)")
ESCAPED = re.compile(r"\\[^0-9A-Za-z\s]")
SOURCES = {f"**{texts.say('sources')}**" for texts in (TEXTS, GERMAN)}


def within_limits(card: Card) -> None:
    """Discord's limits, in UTF-16 units, with as many buttons as there can be."""
    texts = [group.text for group in card.groups]
    assert all(text.strip() for text in texts)
    assert sum(map(units, texts)) <= 4_000
    assert layout_of(card, [discord.ui.Button() for _ in range(5)]).total_children_count <= 40


def untorn(text: str) -> None:
    """Every mark that opens something closes it in the same block: links, code, bold."""
    bare = LINK.sub("", ESCAPED.sub("", text))
    assert not re.search(r"[\[\]<>]", re.sub(r"^> |<t:\d+:R>", "", bare, flags=re.MULTILINE))
    assert "``" not in bare
    assert bare.count("`") % 2 == 0
    assert bare.count("**") % 2 == 0


def links_of(answer: Answer) -> set[str | None]:
    if isinstance(answer, Answered):
        return {link_target(url) for one in answer.citations for url in (one.link, one.url)}
    return {link_target(one.url) for one in answer.nearby}


def splits_well(answer: Answer) -> None:
    for texts in (TEXTS, GERMAN):
        cards = render(answer, texts)
        for card in cards:
            within_limits(card)
            for block in card.blocks:
                untorn(block.text)
        lines = [line for card in cards for block in card.blocks for line in block.text.splitlines()]
        links = LINK.findall(ESCAPED.sub("", "\n".join(lines)))
        assert {target for _, target in links} <= links_of(answer)
        if isinstance(answer, Answered):
            sources = next(at for at, line in enumerate(lines) if line in SOURCES)
            assert not any(line.startswith("> ") for line in lines[sources:])
            quotes = [line for line in lines[:sources] if re.match(r"> `\d+` \*\*", line)]
            markers = [int(re.findall(r"\d+", line)[0]) for line in quotes]
            assert markers[-len(answer.citations) :] == [one.marker for one in answer.citations]
            assert re.fullmatch(r"-# .*", lines[-1])


def passages_fit(answer: Answer) -> None:
    for citation in answer.citations if isinstance(answer, Answered) else ():
        text = f"{citation.title}\n{citation.quote} {citation.quote}"
        start = text.index(citation.quote)
        article = Article(
            key="k", id=citation.article, text=text, title=citation.title, outlet=citation.outlet
        )
        stored = StoredArticle(1, 1, article, ASKED)
        at = type(citation)(**{**_fields(citation), "start": start, "end": start + len(citation.quote)})
        for current in (stored, None):
            card = passage_card(at, stored, current, TEXTS)
            within_limits(card)
            for block in card.blocks:
                untorn(block.text)


def _fields(citation: object) -> dict[str, object]:
    return {name: getattr(citation, name) for name in citation.__slots__}  # type: ignore[attr-defined]


@pytest.mark.parametrize("count", [100, pytest.param(2_000, marks=pytest.mark.slow)])
def test_answers_in_many_scripts_split_well(count: int) -> None:
    for answer in generated(count):
        splits_well(answer)


@pytest.mark.parametrize("count", [20, pytest.param(300, marks=pytest.mark.slow)])
def test_passages_in_many_scripts_fit_one_message(count: int) -> None:
    for answer in generated(count, seed=2):
        passages_fit(answer)


@pytest.mark.parametrize("count", [5, pytest.param(100, marks=pytest.mark.slow)])
async def test_discord_takes_answers_in_many_scripts(room: Room, asker: ScriptedAsker, count: int) -> None:
    room.bot.services.gate.reload(DiscordSettings(person_limit="", channel_limit="", server_limit=""))
    for answer in generated(count, seed=3):
        asker.gives(answer)
        before = len(room.messages())
        result = await room.ask()
        assert result.response
        assert not result.response.ephemeral
        assert len(room.messages()) - before == len(render(answer, TEXTS))


def test_nothing_that_was_written_is_left_out() -> None:
    for answer in generated(200, seed=4):
        if isinstance(answer, Answered) and answer.written_by and len(answer.text) < MAX_WRITTEN // 4:
            shown = "".join(block.text for card in render(answer, TEXTS) for block in card.blocks)
            words = re.findall(r"[^\W\d_]{3,}", answer.text)
            assert all(word in shown for word in words)


SCRIPTS = st.one_of(
    st.text(max_size=3_000),
    st.text(st.sampled_from("abc *_~`|<>[]()@#&:/!-+=.1\\\n"), max_size=4_000),
    st.text(st.sampled_from("漢字かなカナ。、「」"), max_size=4_000),
    st.text(st.sampled_from("ابتثجحخ\u200c \u202e"), max_size=3_000),
    st.text(st.sampled_from("अआइ\u094d\u200dक्षत्र "), max_size=3_000),
    st.text(st.sampled_from("👩\u200d👧🎉\U000e0041\ufe0f"), max_size=3_000),
    st.sampled_from(["\n" * 5_000, "x" * 20_000, "\\" * 5_000, "@everyone " * 500, "<@123>" * 500, " "]),
)
URLS = st.one_of(
    st.none(),
    st.builds("https://a.example/{}".format, st.text(max_size=300)),
    st.text(max_size=50),
    st.just("https://a.example/" + "(" * 2_000),
)
CITATIONS = st.builds(
    Citation,
    marker=st.integers(1, 999),
    quote=SCRIPTS,
    article=st.sampled_from("abc"),
    version=st.just(1),
    title=SCRIPTS,
    outlet=st.none() | SCRIPTS,
    published=st.none() | st.dates().map(str) | st.text(max_size=10),
    url=URLS,
    link=URLS,
    start=st.just(0),
    end=st.just(1),
    speaker=st.none() | SCRIPTS,
    also_in=st.lists(
        st.builds(AlsoIn, st.just("d"), st.none() | SCRIPTS, SCRIPTS, URLS, st.none()), max_size=9
    ).map(tuple),
)
ANSWERS = st.builds(
    Answered,
    question=SCRIPTS,
    asked=st.just(datetime(2026, 1, 1, tzinfo=UTC)),
    confidence=st.just(1.0),
    text=SCRIPTS,
    citations=st.lists(CITATIONS, min_size=1, max_size=10).map(tuple),
    coverage=st.just(COVERAGE),
    notes=st.lists(st.builds(NothingFrom, st.tuples(st.text(max_size=2_000))), max_size=2).map(tuple),
)


@settings(max_examples=100, deadline=None)
@given(ANSWERS)
def test_whatever_an_answer_holds_it_splits_well(answer: Answered) -> None:
    splits_well(answer)
