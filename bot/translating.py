"""Names and descriptions of commands in Discord's own localisation, from the texts of the bot."""

import discord
from discord import app_commands

from bot.wording import LANGUAGES, texts_for


def localised(id: str) -> app_commands.locale_str:  # noqa: A002 - Fluent's own word for it
    """The text `id` for a command's name or description: English by default, other languages by `Translator`."""
    return app_commands.locale_str(texts_for("en").say(id), id=id)


class Translator(app_commands.Translator):
    """Gives Discord the texts of every language that the bot has."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """The text in `locale`; None where it is English or the language is not there."""
        del context
        language = locale.value.split("-")[0]
        if language == "en" or language not in LANGUAGES:
            return None
        return texts_for(language).say(string.extras["id"])
