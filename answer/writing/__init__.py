"""Answers written by a language model, of which only sentences are shown that their quotes bear out."""
