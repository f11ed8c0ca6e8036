"""Who said it: statements found in an article by rules, each with its speaker and its place in the text."""
