"""What an answer looks like, within Discord's limits, whatever the articles hold."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from answer.answers import AlsoIn, Citation, Coverage, Nearby, Newer, Standing
from answer.notes import NothingFrom
from bot.answers.answer_cards import MAX_QUOTE, render
from bot.markdown import link_target
from bot.rendering import Card, problem
from bot.wording import texts_for
from index.restriction import Window
from tests.bot.conftest import TEXTS, Room
from tests.bot.fakes import QUESTION, ScriptedAsker, answered, citation, no_evidence
from tests.bot.test_markdown import as_discord_shows_it

LINKS = re.compile(r"\]\((\S+)\)")


def description(*citations: Citation) -> str:
    (card,) = render(answered(*citations), TEXTS)
    return text_of(card)


def text_of(*cards: Card) -> str:
    return "\n".join(block.text for card in cards for block in card.blocks)


def quotes(text: str) -> list[str]:
    """The lines of the quotes as Discord shows them, each quote's facts last."""
    lines = text.split("\n**Sources**\n", maxsplit=1)[0].splitlines()[1:]
    return [as_discord_shows_it(line.removeprefix("> ")) for line in lines]


def test_a_quote_is_shown_word_for_word() -> None:
    words = "“We *won't* [yet],” said @merz: 1. “no” – <b>never</b> \\o/\n- and that_is_that"
    shown = quotes(description(citation(quote=words)))
    assert "\n".join(shown[:2]) == words


def test_hidden_characters_of_a_quote_stay_and_are_pointed_out() -> None:
    shown = quotes(description(citation(quote="He \u202edias\u202c so.\U000e0041")))
    assert shown[0] == "He \u202edias\u202c so.\U000e0041"
    assert shown[1].endswith("contains 3 invisible characters")


def test_a_change_of_writing_direction_cannot_reach_the_facts_below_the_quote() -> None:
    first, second = quotes(description(citation(quote="so \u202eon and on")))
    assert "\u202e" in first
    assert "\u202e" not in second


def test_the_speaker_of_a_quote_is_named() -> None:
    assert "\n> `1` **Friedrich Merz** · Meridian Post · 7 Jan" in description(
        citation(speaker="Friedrich Merz")
    )


def test_a_long_quote_is_shortened_between_words_and_says_so() -> None:
    words = "word " * 600
    first, facts = quotes(description(citation(quote=words)))
    assert words.startswith(first)
    assert MAX_QUOTE - 10 < len(first) < MAX_QUOTE
    assert first.endswith("word")
    assert facts.endswith(TEXTS.say("shortened"))


def test_quotes_of_one_article_share_one_source() -> None:
    text = description(
        citation(1), citation(2, article="other", title="Other", url="https://x.example/o"), citation(3)
    )
    sources = text.split("**Sources**\n")[1].splitlines()
    assert sources[:4:2] == ["`1` `3` Merz: ceasefire far off", "`2` Other"]


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({"outlet": None}, "**unknown outlet** · 7 Jan 2026"),
        ({"outlet": " \u200b"}, "**unknown outlet** · 7 Jan 2026"),
        ({"published": None}, "**Meridian Post** · no date"),
        ({"published": "some day"}, "**Meridian Post** · no date"),
        ({"published": "2026-01-06"}, "**Meridian Post** · 6 Jan 2026"),
        ({"title": ""}, "\n`1` Untitled\n"),
        ({"title": "Two\nlines # *and* more"}, "\n`1` Two lines # \\*and\\* more\n"),
        ({"link": None, "url": None}, "`1` **Meridian Post** · 7 Jan 2026\n"),
        ({"link": "javascript:alert(1)"}, "[read](https://meridian.example/merz)"),
        ({"outlet": "הארץ"}, "**\u2068הארץ\u2069**"),
    ],
)
def test_what_is_unknown_or_odd_is_shown_soberly(changes: dict[str, object], shown: str) -> None:
    assert shown in description(citation(**changes))


def also(outlet: str | None) -> AlsoIn:
    return AlsoIn("other", outlet, "Other title", "https://other.example/1", None)


@pytest.mark.parametrize(
    ("outlets", "shown"),
    [
        (["The Calder Post", "Sundmark Gazette"], "also in The Calder Post, Sundmark Gazette"),
        (["Meridian Post", None, ""], None),
        (["[A](https://x.example) @here"], "also in \\[A\\](https\\://x.example) \\@here"),
        (["A", "B", "A", "C", "D", "E", "F"], "also in A, B, C, D and 2 more"),
    ],
)
def test_other_outlets_that_say_the_same_stand_with_the_source(
    outlets: list[str | None], shown: str | None
) -> None:
    source = description(citation(also_in=tuple(map(also, outlets)))).splitlines()[-2]
    assert source.partition(" · also in")[1:] == (
        ("", "") if shown is None else (" · also in", shown.removeprefix("also in"))
    )


def test_links_are_those_of_the_library() -> None:
    cited = [
        citation(1),
        citation(2, article="b", url="https://b.example/x_(y)?q=1"),
        citation(3, article="c", url=None),
    ]
    expected = {link_target(url) for one in cited for url in (one.link, one.url) if url}
    assert set(LINKS.findall(description(*cited))) == expected
    assert "https://meridian.example/merz#:~:text=A%20ceasefire,said." in expected


def test_an_answer_in_words_of_its_own_stands_above_its_quotes() -> None:
    (card,) = render(answered(text="Merz sees *no* ceasefire soon. [1]"), TEXTS)
    assert text_of(card).startswith(f"### {QUESTION}\nMerz sees \\*no\\* ceasefire soon. `1`\n> A ceasefire")


def test_an_answer_that_only_strings_its_quotes_together_is_not_shown_twice() -> None:
    cited = (citation(1, quote="It rains."), citation(2, quote="He said: It rains.\nStill."))
    (card,) = render(answered(*cited, text="“It  rains.” [1] He said: It rains. Still. [2]"), TEXTS)
    assert text_of(card).startswith(f"### {QUESTION}\n> It rains.\n")


@pytest.mark.parametrize(
    ("window", "words"),
    [
        (
            Window(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 7, tzinfo=UTC)),
            "from 1 Jan 2026 to 7 Jan 2026",
        ),
        (Window(start=datetime(2026, 1, 1, tzinfo=UTC)), "from 1 Jan 2026 on"),
        (Window(end=datetime(2026, 1, 7, tzinfo=UTC)), "up to 7 Jan 2026"),
    ],
)
def test_a_limit_in_time_is_named(window: Window, words: str) -> None:
    (card,) = render(answered(coverage=Coverage(2, "2026-01-02", "2026-01-06", window)), TEXTS)
    assert text_of(card).endswith(
        f"\n-# Searched 2 articles, 2 Jan 2026 to 6 Jan 2026 (looking only {words})."
    )


@pytest.mark.parametrize(
    ("coverage", "words"),
    [
        (Coverage(1, "2026-01-02", "2026-01-02"), "Searched 1 article of 2 Jan 2026."),
        (Coverage(1234, None, None), "Searched 1,234 articles."),
    ],
)
def test_coverage_reads_well(coverage: Coverage, words: str) -> None:
    (card,) = render(answered(coverage=coverage), TEXTS)
    assert text_of(card).endswith(f"\n-# {words}")


def test_what_comes_near_an_unanswered_question_is_shown() -> None:
    near = Nearby("a", "*Bold* title", "Meridian Post", "https://meridian.example/a", "2026-01-07")
    (card,) = render(no_evidence(nearby=(near,)), TEXTS)
    assert text_of(card).endswith(
        "\n**Closest to it in the library**\n\\*Bold\\* title\n"
        "-# Meridian Post · 7 Jan 2026 · [article](https://meridian.example/a)"
    )


@pytest.mark.parametrize(
    ("language", "standing", "told"),
    [
        ("en", Standing("2026-01-12T09:00:00+00:00"), "no longer at its address since 12 Jan 2026"),
        ("de", Standing("2026-01-12T09:00:00+00:00"), "nicht mehr unter seiner Adresse seit 12.01.2026"),
        ("en", Standing(newer=Newer(2, "2026-01-13", True)), "newer version since 13 Jan 2026"),
        (
            "de",
            Standing(newer=Newer(2, "2026-01-13", False)),
            "neuere Fassung seit 13.01.2026, ohne diese Worte",
        ),
        ("en", Standing(is_removed=True), "removed from the library since"),
    ],
)
def test_what_became_of_a_quoted_article_stands_with_its_quote(
    language: str, standing: Standing, told: str
) -> None:
    (card,) = render(answered(citation(standing=standing)), texts_for(language))
    assert f" · {told}\n" in text_of(card)


def test_an_article_near_the_question_that_is_gone_is_marked() -> None:
    near = Nearby("a", "Title", "Post", "https://post.example/a", "2026-01-07", "2026-01-12T09:00:00+00:00")
    (card,) = render(no_evidence(nearby=(near,)), TEXTS)
    assert text_of(card).endswith(" · no longer at its address since 12 Jan 2026")


def test_how_a_follow_up_was_understood_stands_under_the_question() -> None:
    (card,) = render(answered(question="And him?", understood="What did *Merz* say?"), TEXTS)
    assert text_of(card).startswith("### And him?\n-# Understood as: What did \\*Merz\\* say?\n> ")


def test_a_model_that_wrote_is_named() -> None:
    written = answered(text="Not soon. [1] Unless. [2]", written_by="some/model_1")
    (card,) = render(written, TEXTS)
    assert text_of(card).startswith(
        f"### {QUESTION}\nNot soon. `1` Unless. \\[2\\]\n-# Written by some/model\\_1. "
    )


def test_the_age_is_told_where_a_moment_is_known() -> None:
    assert "-# Meridian Post · <t:1767806400:R> · " in description(citation())
    assert "-# Meridian Post · 6 Jan 2026 · " in description(citation(published="2026-01-06"))


def test_an_errors_text_is_shown_as_it_is() -> None:
    _, text = problem("`x` in /data/*_a*: @everyone", TEXTS).blocks
    assert as_discord_shows_it(text.text) == "`x` in /data/*_a*: @everyone"


NASTY: Sequence[str] = (
    "\n" * 5_000,
    "*" * 5_000,
    "漢" * 9_000,
    "👩\u200d👧" * 2_000,
    "word " * 2_000,
    "<@1>" * 2_000,
)


async def test_discord_takes_the_largest_answers(room: Room, asker: ScriptedAsker) -> None:
    for text in NASTY:
        others = tuple(also(f"{number}{text}") for number in range(9))
        cited = [
            citation(number, quote=text, title=text, outlet=text, article=str(number), also_in=others)
            for number in range(1, 11)
        ]
        asker.gives(answered(*cited, question=text, text=text, notes=(NothingFrom((text,)),)))
        result = await room.ask()
        assert not result.response.ephemeral
        assert len(result.followups) < 10


MENTIONS = [
    "@everyone",
    "@here",
    "@\u200beveryone",
    "<@{user}>",
    "<@!{user}>",
    "<@&{role}>",
    "<#{channel}>",
    "</ask:123>",
    "<@{user}> <@{user}> @everyone @here",
    "\\<@{user}>",
    "`<@{user}>`",
    "[@everyone](https://x.example)",
    "> @everyone",
    "||<@{user}>||",
]


@pytest.mark.parametrize("mention", MENTIONS)
async def test_no_text_of_an_answer_pings_anybody(room: Room, asker: ScriptedAsker, mention: str) -> None:
    role = room.env.guild.create_role("Editors", mentionable=True)
    text = mention.format(user=room.bob.id, role=role.id, channel=room.channel.id)
    everywhere = citation(quote=text, title=text, outlet=text, speaker=text, also_in=(also(f"{text} "),))
    for answer in (
        answered(everywhere, question=text, text=text, notes=(NothingFrom((text,)),)),
        no_evidence(question=text),
    ):
        asker.gives(answer)
        await room.ask(text)

    messages = room.messages()
    assert len(messages) == 2
    for message in messages:
        assert (message.content, message.mentions, message.role_mentions) == ("", [], [])
        assert not message.mention_everyone
    sent = [body for body in room.sent() if body.get("components")]
    assert [body["allowed_mentions"] for body in sent] == [{"parse": []}] * 2
