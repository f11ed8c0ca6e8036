"""A small library written for this project, and questions on it; see README.md."""
