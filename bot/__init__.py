"""Discord: the bot, its wording, and Discord's limits."""
