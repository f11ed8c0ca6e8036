"""The library of articles: what is stored, how it is cut into passages, embedded and searched."""
