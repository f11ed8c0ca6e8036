"""Feeds: found, read, asked at their time, and what is new in them brought into the library."""
