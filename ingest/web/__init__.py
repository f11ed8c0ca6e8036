"""Web pages: fetched with care, read apart from this process, made into articles."""
