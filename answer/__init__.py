"""From a question to an answer whose every sentence is a checked quote, or an honest "nothing found"."""
