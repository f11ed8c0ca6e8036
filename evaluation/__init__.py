"""How good retrieval and answers are: data sets, runs, metrics, reports."""
