"""Times in questions, asked on Wednesday 14 January 2026 at ten in Berlin."""

import re
from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answer.when import wants_newest, window_in

BERLIN = ZoneInfo("Europe/Berlin")
ASKED = datetime(2026, 1, 14, 10, tzinfo=BERLIN)

EXACT = {
    "What happened today in Kherson?": ("2026-01-14", "2026-01-14"),
    "What happened yesterday in Kherson?": ("2026-01-13", "2026-01-13"),
    "Yesterday a ferry sank. Where?": ("2026-01-13", "2026-01-13"),
    "What burned the day before yesterday?": ("2026-01-12", "2026-01-12"),
    "Who won last night?": ("2026-01-13", "2026-01-14"),
    "What did Merz say on Monday?": ("2026-01-12", "2026-01-12"),
    "What did Merz say on Wednesday?": ("2026-01-14", "2026-01-14"),
    "What did Merz say last Wednesday?": ("2026-01-07", "2026-01-07"),
    "What did Merz say on Thursday?": ("2026-01-08", "2026-01-08"),
    "What did Merz say on Thursday last week?": ("2026-01-08", "2026-01-08"),
    "What did Merz say on Monday of last week?": ("2026-01-05", "2026-01-05"),
    "What has the council decided since Monday?": ("2026-01-12", None),
    "What has changed since the summit on Monday?": ("2026-01-12", None),
    "What has changed since last Monday?": ("2026-01-12", None),
    "What has been closed since yesterday?": ("2026-01-13", None),
    "What did Zakharova say on 6 January?": ("2026-01-06", "2026-01-06"),
    "What did Zakharova say on the 6th of January?": ("2026-01-06", "2026-01-06"),
    "What did Zakharova say on January 6, 2026?": ("2026-01-06", "2026-01-06"),
    "What did Zakharova say on January 6th?": ("2026-01-06", "2026-01-06"),
    "What did Zakharova say on Jan. 6?": ("2026-01-06", "2026-01-06"),
    "what did zakharova say on 6 jan 2026": ("2026-01-06", "2026-01-06"),
    "What happened on 2026-01-06?": ("2026-01-06", "2026-01-06"),
    "What happened on 20 December?": ("2025-12-20", "2025-12-20"),
    "What happened on 29 February 2024?": ("2024-02-29", "2024-02-29"),
    "What has been said since 3 January?": ("2026-01-03", None),
    "What was said after January 3rd?": ("2026-01-03", None),
    "What was said before 3 January?": (None, "2026-01-02"),
    "What was sold before Christmas?": (None, "2025-12-23"),
    "What was sold over Christmas?": ("2025-12-24", "2025-12-26"),
    "What burned on New Year's Eve?": ("2025-12-31", "2026-01-01"),
    "Which laws were passed in January?": ("2026-01-01", "2026-01-31"),
    "Which laws were passed in early January?": ("2026-01-01", "2026-01-31"),
    "Which laws were passed in November?": ("2025-11-01", "2025-11-30"),
    "Which laws were passed in January 2025?": ("2025-01-01", "2025-01-31"),
    "Which laws were passed last November?": ("2025-11-01", "2025-11-30"),
    "Which laws were passed in May?": ("2025-05-01", "2025-05-31"),
    "Which laws were passed in May 2024?": ("2024-05-01", "2024-05-31"),
    "Which laws were passed since May?": ("2025-05-01", None),
    "Which laws were passed in March?": ("2025-03-01", "2025-03-31"),
    "which laws were passed in march?": ("2025-03-01", "2025-03-31"),
    "Which laws were passed in 2024?": ("2024-01-01", "2024-12-31"),
    "Which laws were passed since 2024?": ("2024-01-01", None),
    "Which laws were passed last month?": ("2025-12-01", "2025-12-31"),
    "Which laws were passed last year?": ("2025-01-01", "2025-12-31"),
    "Which laws were passed in the last three days?": ("2026-01-11", "2026-01-14"),
    "Which laws were passed over the past 2 weeks?": ("2025-12-31", "2026-01-14"),
    "Which laws were passed in the past month?": ("2025-12-14", "2026-01-14"),
    "Which ship sank three days ago?": ("2026-01-11", "2026-01-11"),
    "Which ship sank two weeks ago?": ("2025-12-29", "2026-01-04"),
    "Which ship sank a month ago?": ("2025-12-01", "2025-12-31"),
    "Which ferries collided over the weekend?": ("2026-01-10", "2026-01-11"),
    "Which ferries collided last weekend?": ("2026-01-10", "2026-01-11"),
    "Who met between Monday and Tuesday?": ("2026-01-12", "2026-01-13"),
    "Who met from 3 to 6 January?": ("2026-01-03", "2026-01-06"),
    "Who met from December to January 2026?": ("2025-12-01", "2026-01-31"),
    "Was sagte Merz heute?": ("2026-01-14", "2026-01-14"),
    "Was sagte Merz gestern über die Ukraine?": ("2026-01-13", "2026-01-13"),
    "Was geschah vorgestern?": ("2026-01-12", "2026-01-12"),
    "Was geschah vor drei Tagen?": ("2026-01-11", "2026-01-11"),
    "Was geschah vor einer Woche?": ("2026-01-05", "2026-01-11"),
    "Was geschah in den letzten drei Tagen?": ("2026-01-11", "2026-01-14"),
    "Was geschah am Montag?": ("2026-01-12", "2026-01-12"),
    "Was ist seit Montag passiert?": ("2026-01-12", None),
    "Was ist seit dem Gipfel am Montag passiert?": ("2026-01-12", None),
    "Was geschah am 6. Januar?": ("2026-01-06", "2026-01-06"),
    "Was geschah am 6.1.2026?": ("2026-01-06", "2026-01-06"),
    "Was geschah nach dem 6. Januar?": ("2026-01-06", None),
    "Was geschah vom 3. bis 6. Januar?": ("2026-01-03", "2026-01-06"),
    "Was geschah im Januar?": ("2026-01-01", "2026-01-31"),
    "Was geschah im Mai 2025?": ("2025-05-01", "2025-05-31"),
    "Was geschah im Jahr 2024?": ("2024-01-01", "2024-12-31"),
    "Was geschah letzten Monat?": ("2025-12-01", "2025-12-31"),
    "Was geschah am Wochenende?": ("2026-01-10", "2026-01-11"),
    "Was geschah an Weihnachten?": ("2025-12-24", "2025-12-26"),
}
VAGUE = {
    "Which ferry sank this week?": ("2026-01-12", "2026-01-18"),
    "Which ferry sank last week?": ("2026-01-05", "2026-01-11"),
    "Which ferry sank in the past week?": ("2026-01-05", "2026-01-11"),
    "Welche Fähre sank letzte Woche?": ("2026-01-05", "2026-01-11"),
    "Welche Fähre sank diese Woche?": ("2026-01-12", "2026-01-18"),
    "Which ferry sank this month?": ("2026-01-01", "2026-01-31"),
    "Which ferry sank this year?": ("2026-01-01", "2026-12-31"),
    "Which ferry sank recently?": ("2025-12-14", "2026-01-14"),
}
NONE = [
    "What did Merz say about a ceasefire?",
    "What may happen in Berlin?",
    "Who may march in Berlin?",
    "Who will march in protest on the capital?",
    "What did Theresa May say about the march?",
    "What did May say in Brussels?",
    "Who resigned after May became prime minister?",
    "Who was hurt in the Women's March on Washington?",
    "When did the ferry sink on Monday?",
    "Since when has the bridge been closed, in January or before?",
    "Wann sank die Fähre im Januar?",
    "On which day in January did the ferry sink?",
    "What does USA Today write about the ferry?",
    "Who directed the film Yesterday?",
    "Which team will play on Sunday?",
    "Which law is expected to begin in November?",
    "Who won the 2025 American Music Awards?",
    "Who declared independence on July 4, 1776?",
    "Which city hosts the fair in 2027?",
    "What was frozen 46,000 years ago?",
    "How many people live in 2000 houses?",
    "Which rate was cut for the first time since 2020?",
    "What is eaten every year on July 4?",
    "Die Mai ist schön, die Marschmusik auch?",
    "Who fired 2024 rounds?",
    "What happened on 31 February 2025?",
    "What did the forecaster say about the weather on 20 January?",
    "Which talks begin in February?",
    "",
    "???",
]


def days(when):
    """First and last day; the end is told a day late, as an article may be, or two after a day of the week."""
    late = (
        2
        if re.search(
            r"(?:mon|tues|wednes|thurs|satur|sun)day|weekend|montag|wochenende", when.words, re.IGNORECASE
        )
        else 1
    )
    window = when.window
    first = window.start and window.start.astimezone(BERLIN).date().isoformat()
    last = window.end and (window.end.astimezone(BERLIN).date() - timedelta(days=late)).isoformat()
    return first, last


@pytest.mark.parametrize(("question", "expected"), EXACT.items())
def test_a_time_in_a_question_is_understood(question, expected):
    when = window_in(question, ASKED)
    assert when is not None
    assert (days(when), when.is_vague) == (expected, False)
    assert when.words in question


@pytest.mark.parametrize(("question", "expected"), VAGUE.items())
def test_a_vague_time_is_marked_as_vague(question, expected):
    when = window_in(question, ASKED)
    assert when is not None
    assert (days(when), when.is_vague) == (expected, True)


@pytest.mark.parametrize("question", NONE)
def test_what_only_looks_like_a_time_is_none(question):
    assert window_in(question, ASKED) is None


def test_a_day_is_the_day_of_the_asker():
    late = datetime(2026, 1, 13, 23, 30, tzinfo=UTC)
    question = "What happened today?"
    assert window_in(question, late).window.start == datetime(2026, 1, 13, tzinfo=UTC)
    berlin = window_in(question, late.astimezone(BERLIN)).window
    assert berlin.start == datetime(2026, 1, 14, tzinfo=BERLIN)
    assert berlin.end == datetime(2026, 1, 15, 23, 59, 59, tzinfo=BERLIN)


def test_a_date_without_time_belongs_to_its_day_west_of_greenwich():
    asked = datetime(2026, 1, 14, 10, tzinfo=ZoneInfo("America/New_York"))
    window = window_in("What happened yesterday?", asked).window
    assert window.start <= datetime(2026, 1, 13, tzinfo=UTC) < window.end


@given(
    st.text(max_size=80) | st.sampled_from([*EXACT, *NONE]),
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
)
def test_no_question_and_no_day_breaks_it_and_a_window_has_begun(question, day):
    asked = datetime(day.year, day.month, day.day, 9, tzinfo=BERLIN)
    when = window_in(question, asked)
    if when is not None and when.window.start is not None:
        assert when.window.start <= asked


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 3000))
def test_every_past_day_written_out_is_its_own_window(today, back):
    day = today - timedelta(days=back)
    asked = datetime(today.year, today.month, today.day, 12, tzinfo=BERLIN)
    when = window_in(f"What happened on {day.day} {day:%B %Y}?", asked)
    assert days(when) == (day.isoformat(), day.isoformat())


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is the latest on the ferry?", True),
        ("Most recent statement by Merz?", True),
        ("Was ist das Neueste zur Fähre?", True),
        ("Who came last in the race?", False),
    ],
)
def test_the_newest_is_told_from_the_last(question, expected):
    assert wants_newest(question) is expected


def test_reading_a_time_takes_a_few_milliseconds_at_most():
    questions = [*EXACT, *VAGUE, *NONE]
    begin = perf_counter()
    for question in questions:
        window_in(question, ASKED)
    assert (perf_counter() - begin) / len(questions) < 0.005
