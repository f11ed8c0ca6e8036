"""Plots of a run as inline SVG, drawn by matplotlib, in colours that the page chooses."""

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from evaluation.curves import Bin

# drawn in these colours, and then given to the page's style sheet, so that light and dark both work
_TEXT, _GRID, _MAIN, _OTHER = "#010101", "#020202", "#030303", "#040404"
_STYLED = {
    _TEXT: "currentColor",
    _GRID: "var(--grid)",
    _MAIN: "var(--main)",
    _OTHER: "var(--other)",
}
_STYLE: dict[Any, Any] = {  # matplotlib types its keys one by one
    "svg.fonttype": "none",
    "font.size": 11,
    "text.color": _TEXT,
    "axes.labelcolor": _TEXT,
    "axes.edgecolor": _GRID,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.color": _GRID,
    "xtick.color": _TEXT,
    "ytick.color": _TEXT,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
}
_SIZE = (4.6, 3.1)  # inches
_LABELLED = (1, 4, 10)


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing and what it says; `svg` is a whole <svg> element, safe to put into a page."""

    title: str
    svg: str


def hit_plot(shares: dict[int, float]) -> Plot:
    """hit@k over k."""

    def draw(axes: "Axes") -> None:
        axes.set_xscale("log")
        axes.plot(list(shares), list(shares.values()), marker="o", markersize=4, color=_MAIN)
        for k in _LABELLED:
            axes.annotate(f"{shares[k]:.2f}", (k, shares[k]), (4, -14), textcoords="offset points")
        axes.set_xticks([1, 2, 4, 10, 20, 50], labels=["1", "2", "4", "10", "20", "50"])
        axes.minorticks_off()
        axes.set(xlabel="k", ylabel="share of questions", ylim=(0, 1.03))

    return _plot(draw, "Found among the first k articles")


def risk_plot(points: Sequence[tuple[float, float]]) -> Plot:
    """Share of wrong answers over share of questions answered; the dot is where the settings are."""

    def draw(axes: "Axes") -> None:
        axes.plot([c for c, _ in points], [r for _, r in points], color=_MAIN)
        if points:
            axes.plot(*points[-1], marker="o", color=_MAIN)
            axes.annotate(f"{points[-1][1]:.2f}", points[-1], (5, 5), textcoords="offset points")
        axes.set(
            xlabel="share of questions answered", ylabel="share of answers wrong", xlim=(0, 1), ylim=(0, 1)
        )

    return _plot(draw, "Wrong answers by coverage")


def calibration_plot(bins: Sequence["Bin"]) -> Plot:
    """Share of right answers over confidence; on the dashed line confidence is what it says."""

    def draw(axes: "Axes") -> None:
        axes.plot([0, 1], [0, 1], color=_OTHER, linestyle="--", linewidth=1)
        sizes = [20 + 400 * one.answers / sum(b.answers for b in bins) for one in bins]
        axes.plot([b.confidence for b in bins], [b.right for b in bins], color=_MAIN, linewidth=1)
        axes.scatter([b.confidence for b in bins], [b.right for b in bins], s=sizes, color=_MAIN)
        axes.set(xlabel="confidence", ylabel="share of answers right", xlim=(0, 1.03), ylim=(0, 1.05))

    return _plot(draw, "Confidence against being right")


def confidence_plot(present: Sequence[float], absent: Sequence[float]) -> Plot:
    """How confidence is distributed over questions that the corpus answers, and those that it does not."""

    def draw(axes: "Axes") -> None:
        bins = [at / 20 for at in range(21)]
        for values, colour, name in ((present, _MAIN, "present"), (absent, _OTHER, "absent")):
            if not values:
                continue
            weights = [1 / len(values)] * len(values)
            axes.hist(
                list(values), bins, weights=weights, color=colour, alpha=0.6, label=f"{name} ({len(values)})"
            )
        axes.legend(frameon=False)
        axes.set(xlabel="confidence", ylabel="share of questions", xlim=(0, 1))

    return _plot(draw, "Confidence, present and absent")


def time_plot(milliseconds: Sequence[float], median: float, p95: float) -> Plot:
    """How long questions took."""

    def draw(axes: "Axes") -> None:
        axes.hist(list(milliseconds), 40, color=_MAIN, alpha=0.8)
        for at, name, drop in ((median, "median", -10), (p95, "p95", -24)):
            axes.axvline(at, color=_OTHER, linewidth=1.2)
            axes.annotate(f"{name} {at:.0f}", (at, axes.get_ylim()[1]), (4, drop), textcoords="offset points")
        axes.set(xlabel="milliseconds to the answer", ylabel="questions", xlim=(0, None))

    return _plot(draw, "Time to an answer")


def stage_plot(stages: dict[str, float]) -> Plot:
    """Median milliseconds of each stage of an answer."""

    def draw(axes: "Axes") -> None:
        names = list(stages)[::-1]
        bars = axes.barh(names, [stages[name] for name in names], color=_MAIN, height=0.5)
        axes.bar_label(bars, fmt="%.0f", padding=4)
        axes.set(xlabel="milliseconds (median)")
        axes.margins(x=0.15)

    return _plot(draw, "Where the time goes")


def _plot(draw: "Callable[[Axes], None]", title: str) -> Plot:
    """A drawing without outside references, coloured by the page."""
    import matplotlib as mpl  # takes half a second to import
    from matplotlib.figure import Figure

    with mpl.rc_context(_STYLE | {"svg.hashsalt": "newsdesk"}):
        figure = Figure(_SIZE, layout="constrained")
        axes = figure.subplots()
        draw(axes)
        drawn = io.StringIO()
        figure.savefig(drawn, format="svg", transparent=True, metadata={"Date": None})
    svg = drawn.getvalue()
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    for drawn_in, styled in _STYLED.items():
        svg = svg.replace(drawn_in, styled)
    name = (
        title.lower().replace(",", "").replace(" ", "-")
    )  # one page holds several drawings with the same ids
    for reference in ('id="', '"#', "url(#"):
        svg = svg.replace(reference, f"{reference}{name}-")
    return Plot(title, svg.replace("<svg", f'<svg role="img" aria-label="{title}"', 1))
