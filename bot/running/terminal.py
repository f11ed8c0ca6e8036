"""What whoever starts the bot reads in the terminal: English, as the rest of the command line."""

REFUSED = (
    "Discord refused the bot's token. Copy it again (developer portal, your application, Bot, Reset Token) "
    "into NEWSDESK_DISCORD__TOKEN or `token` in the section [discord] of newsdesk.toml."
)
MALFORMED = (
    "The setting discord.token is no token: a token has letters, digits, dots, hyphens and underscores only, no spaces "
    "and no quotation marks. Copy it again (developer portal, your application, Bot, Reset Token)."
)
NO_INTENT = (
    "Discord does not give the bot the intent Message Content, which discord.message_content asks for. "
    "Switch it on (developer portal, your application, Bot, Message Content Intent), or unset the setting."
)
NOT_IN_SERVER = (
    "Discord does not let the bot set commands in a server of discord.sync_guilds. "
    "Check the server's id, and invite the bot there with the scope applications.commands."
)


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
What is missing where something does not work: newsdesk doctor
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
