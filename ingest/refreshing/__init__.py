"""Looking again at the pages that articles came from: what has changed there, and what is gone."""
