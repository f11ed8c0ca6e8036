"""The ways in: files, web pages, feeds; from raw bytes to a clean, dated, unduplicated article."""
