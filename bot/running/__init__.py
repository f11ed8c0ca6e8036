"""Running the bot: its process, health, settings, check-up and preview."""
