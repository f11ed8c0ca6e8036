"""Every text that a person reads from the bot, in one place. Plain words; nothing here knows Discord."""

from datetime import date, datetime

from answer.answers import Coverage
from index.restriction import Window

ASK = "Ask the news library; every sentence of the answer is a quote"
ASK_QUESTION = "What would you like to know? For example: What did Merz say about a ceasefire?"
CHANNEL_TOPIC = "Type /ask and a question, for example: What did Merz say about a ceasefire?"
SOURCES = "Sources"
IN_CONTEXT = "read"
SHORTENED = "the beginning of a long quote"
ARTICLE = "article"
UNTITLED = "Untitled"
UNKNOWN_OUTLET = "unknown outlet"
UNKNOWN_DATE = "no date"
PROBLEM = "No answer this time"

EMPTY_QUESTION = (
    "That question was empty. Type what you would like to know after `/ask`, "
    "for example: What did Merz say about a ceasefire?"
)
TIMED_OUT = (
    "The library took too long to answer this, so I stopped looking. "
    "Please ask again in a moment; a shorter question with names in it is found faster."
)
TOLD_PRIVATELY = "There is no answer to this one. The person who asked has been told why."
COMMAND_CHANGED = (
    "This command has changed since your Discord loaded it. Restart Discord and try again; "
    "if that does not help, whoever runs the bot should call `newsdesk bot --sync`."
)

REFUSED = (
    "Discord refused the bot's token. Copy it again (developer portal, your application, Bot, Reset Token) "
    "into NEWSDESK_DISCORD__TOKEN or `token` in the section [discord] of newsdesk.toml."
)
NOT_IN_SERVER = (
    "Discord does not let the bot set commands in a server of discord.sync_guilds. "
    "Check the server's id, and invite the bot there with the scope applications.commands."
)

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(published: str | None) -> str:
    """A publication date (ISO 8601, with or without time) for people: "6 Jan 2026"."""
    try:
        return _day(date.fromisoformat((published or "")[:10]))
    except ValueError:
        return UNKNOWN_DATE


def nothing_found(coverage: Coverage) -> str:
    """The library holds no answer; what it does hold."""
    if not coverage.articles:
        return (
            "There is nothing to search yet: no article of the library matches. "
            "Whoever looks after the library can add some with `newsdesk ingest`."
        )
    return (
        "I found no sentence in the library that answers this, and I only quote, I never guess.\n\n"
        f"I searched {_articles(coverage)}. It may help to name the person, place or outlet, "
        "or to ask about something in that time."
    )


def searched(coverage: Coverage) -> str:
    """What an answer rests on, as one short line."""
    return f"Searched {_articles(coverage)}."


def also_in(outlets: list[str], more: int) -> str:
    """Where else the same is told, the outlets ready to be shown."""
    named = ", ".join(outlets)
    return f"also in {named} and {more} more" if more else f"also in {named}"


def hidden(characters: int) -> str:
    """A warning under a quote that holds characters which nobody sees."""
    return f"contains {characters} invisible character{'s' if characters > 1 else ''}"


def no_token(invite: str) -> str:
    """What to do when there is no token, from the beginning; `invite` is the link with a place for the id."""
    return f"""The bot has no token (setting discord.token). Once, and in about five minutes:
  1. Open Discord's developer portal in your browser, sign in, and choose New Application.
  2. In the application, open Bot and press Reset Token; copy the token. It is a password: show it to nobody.
     The privileged intents on that page can all stay off.
  3. Put the token where newsdesk finds it, either in the environment
         export NEWSDESK_DISCORD__TOKEN=the-token
     or in newsdesk.toml
         [discord]
         token = "the-token"
  4. Invite the bot to your server: put the Application ID (General Information) into this link and open it
         {invite}
     It asks for the scopes bot and applications.commands, and for the rights to see channels, send messages,
     also in threads, embed links and read message history.
  5. Tell Discord the bot's commands, once:  newsdesk bot --sync
  6. Start it:  newsdesk bot
To try the bot without Discord: newsdesk preview"""


def unreachable(reason: str) -> str:
    """Discord did not answer."""
    return f"Discord cannot be reached: {reason}. Check the network of this machine, then try again."


def no_preview(missing: list[str]) -> str:
    """The extra for the preview is not installed."""
    return (
        f"The preview needs packages that are not installed ({', '.join(missing)}). "
        "Install newsdesk with its extra, for example: pip install 'newsdesk[preview]' (in its folder: "
        "pip install '.[preview]')."
    )


def no_page(reason: str) -> str:
    """The preview's page cannot be served."""
    return f"The preview cannot be shown: {reason}. Choose another port with --port, or 0 for any free one."


def preview_ready(url: str) -> str:
    """Where the preview is, what to type there, and how to end it."""
    return (
        f"The bot is in this page: {url}\n"
        "Type /ask there, with a question. The address is a key, good for this session on this machine.\n"
        "Stop with Ctrl-C."
    )


def unexpected(incident: str) -> str:
    """Something failed that nobody foresaw; `incident` finds it in the log."""
    return (
        f"Something went wrong (id {incident}). It is not your question's fault. "
        "Please try again; if it happens again, give this id to whoever runs the bot."
    )


def _articles(coverage: Coverage) -> str:
    number = f"{coverage.articles:,} article{'' if coverage.articles == 1 else 's'}"
    first, last = day(coverage.first), day(coverage.last)
    span = (
        "" if UNKNOWN_DATE in (first, last) else f" of {first}" if first == last else f", {first} to {last}"
    )
    return f"{number}{span}{_limits(coverage.window)}"


def _limits(window: Window | None) -> str:
    match window:
        case Window(start=datetime() as start, end=datetime() as end):
            return f" (looking only from {_day(start)} to {_day(end)})"
        case Window(start=datetime() as start):
            return f" (looking only from {_day(start)} on)"
        case Window(end=datetime() as end):
            return f" (looking only up to {_day(end)})"
        case _:
            return ""


def _day(moment: date) -> str:
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
