"""What a message wants of the bot."""

import pytest

from bot.asking.heard import Message, Wanted, claim_in, wanted, without_mentions


@pytest.mark.parametrize(
    ("message", "want"),
    [
        (Message("Who is Merz?"), Wanted.NOTHING),
        (Message("Who is Merz?", is_mention=True), Wanted.ANSWER),
        (Message("Who is Merz?", is_direct=True), Wanted.ANSWER),
        (Message("Who is Merz?", is_own_thread=True), Wanted.ANSWER),
        (Message("Who is Merz?", is_answer_channel=True), Wanted.ANSWER),
        (Message("And Macron?", is_reply=True, is_reply_to_bot=True), Wanted.ANSWER),
        (Message("And Macron?", is_reply=True, is_reply_to_bot=True, is_mention=True), Wanted.ANSWER),
        (Message("Is that so?", is_reply=True, is_mention=True), Wanted.ANSWER),
        (Message("I doubt it", is_reply=True, is_own_thread=True), Wanted.NOTHING),
        (Message("I doubt it", is_reply=True, is_answer_channel=True), Wanted.NOTHING),
        (Message("", is_reply=True, is_mention=True), Wanted.CHECK),
        (Message("", is_reply=True, is_mention=True, is_reply_to_bot=True), Wanted.GREETING),
        (Message("", is_mention=True), Wanted.GREETING),
        (Message("", is_direct=True), Wanted.GREETING),
        (Message("", is_own_thread=True), Wanted.MENTION),
        (Message("", is_answer_channel=True), Wanted.NOTHING),
        (Message("", is_reply=True, is_reply_to_bot=True), Wanted.NOTHING),
        (Message("x" * 1_000, is_direct=True), Wanted.ANSWER),
        (Message("x" * 1_001, is_direct=True), Wanted.SHORTER),
    ],
)
def test_a_message_wants_what_it_says_where_it_stands(message: Message, want: Wanted) -> None:
    assert wanted(message) is want


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("<@7> Who is Merz?", "Who is Merz?"),
        ("Who is <@!7>  Merz?\n", "Who is Merz?"),
        ("<@&8> Who?", "Who?"),
        ("<@9> Who?", "<@9> Who?"),
        ("<@7>\u200b", ""),
    ],
)
def test_a_question_is_what_stands_beside_the_mention(text: str, left: str) -> None:
    assert without_mentions(text, (7, 8)) == left


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Merz said **no**.", "Merz said no."),
        ("> # Merz said no", "Merz said no"),
        ("[Merz said no](https://evil.example) https://x.example/y", "Merz said no"),
        ("snake_case_stays * and 2 * 3", "snake_case_stays * and 2 * 3"),
        ("||Merz|| said\n\n~~no~~", "Merz said no"),
        ("https://x.example", ""),
        ("First sentence. " + "Second sentence goes on " * 20, "First sentence."),
        ("word " * 100, "word " * 59 + "word"),
    ],
)
def test_a_claim_is_the_words_of_a_message(text: str, claim: str) -> None:
    assert claim_in(text) == claim
