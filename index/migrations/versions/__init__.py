"""The steps, first to last; each names the one before it."""
