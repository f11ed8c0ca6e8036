"""Looking after the library and listing what it holds, from Discord."""
