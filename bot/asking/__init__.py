"""Ways to ask, and the way from a question to a sent answer."""
