"""What people read about measures, in reports and in the terminal."""

import math
from types import MappingProxyType

EXPLAINED = MappingProxyType(
    {
        "hit@1": "the first article answers",
        "hit@4": "one of the first 4 articles answers",
        "hit@10": "one of the first 10 articles answers",
        "mrr@10": "1 / rank of the first article that answers, 0 past the tenth",
        "map@10": "mean average precision over the first 10",
        "ndcg@10": "normalised discounted cumulative gain over the first 10",
        "recall@10": "share of the answering articles among the first 10",
        "recall@50": "share of the answering articles among the first 50",
        "words@150": "the first 150 words of the passages hold the gold answer",
        "words@500": "the first 500 words hold it",
        "words@1500": "the first 1,500 words hold it",
        "answered": "share of present questions that were answered",
        "in_quotes": "share of present questions whose quotes hold the gold answer",
        "quotes_valid": "share of quotes that stand word for word in the cited article",
        "refused": "share of absent questions that were refused",
        "auroc": "how well confidence tells present from absent (0.5 is chance)",
        "risk": "share of the answers given that are wrong (lower is better)",
        "ms_median": "milliseconds from question to answer, median",
        "ms_p95": "milliseconds from question to answer, 95th percentile",
    }
)
SWEPT = (
    "hit@1",
    "mrr@10",
    "ndcg@10",
    "words@150",
    "in_quotes",
    "answered",
    "refused",
    "auroc",
    "risk",
    "ms_median",
)
HEADLINES = ("mrr@10", "ndcg@10", "words@150", "in_quotes", "quotes_valid", "refused")


def shown(name: str, value: float) -> str:
    """A figure as people read it; a dash where it cannot be measured."""
    if math.isnan(value):
        return "–"
    return f"{value:.0f}" if name.startswith("ms_") else f"{value:.3f}"
