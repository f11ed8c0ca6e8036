"""How an answer looks, and the buttons under it."""
