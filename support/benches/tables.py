"""The figures of a run as Markdown tables."""

from __future__ import annotations

from collections.abc import Sequence

from benches.measuring import Figure, Score


def tables(results: Sequence[Figure | Score]) -> str:
    """CPU and memory in one table, everything else in a second one; ratios are of CPU seconds on the same tree."""
    figures = [result for result in results if isinstance(result, Figure)]
    scores = [result for result in results if isinstance(result, Score)]
    parts = [part for part in (_figures(figures), _scores(scores)) if part]
    return "\n\n".join(parts)


def _figures(figures: Sequence[Figure]) -> str:
    if not figures:
        return ""
    lines = ["| program | on | CPU s | peak MB | runs | peer / this | aim |", "|---|---|---:|---:|---:|---|---|"]
    for figure in figures:
        rivals = [peer for peer in figures if peer.peer and peer.on == figure.on and not figure.peer]
        ratios = ", ".join(f"{peer.cpu / figure.cpu:.1f}x {peer.what}" for peer in rivals)
        aims = [
            _verdict(figure.cpu <= figure.cpu_aim, f"{figure.cpu_aim:g} s") if figure.cpu_aim is not None else "",
            _verdict(figure.peak <= figure.peak_aim, f"{figure.peak_aim / 1e6:g} MB")
            if figure.peak_aim is not None
            else "",
        ]
        cells = (
            *(figure.what, figure.on, f"{figure.cpu:.2f}", f"{figure.peak / 1e6:.0f}", str(figure.runs), ratios),
            ", ".join(filter(None, aims)),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _scores(scores: Sequence[Score]) -> str:
    if not scores:
        return ""
    lines = ["| what | on | value | aim |", "|---|---|---:|---|"]
    for score in scores:
        aim = ""
        if score.aim is not None:
            met = score.value >= score.aim if score.more_is_better else score.value <= score.aim
            aim = _verdict(met, f"{'≥' if score.more_is_better else '≤'} {score.aim:g} {score.unit}".rstrip())
        lines.append(f"| {score.what} | {score.on} | {f'{score.value:.4g} {score.unit}'.rstrip()} | {aim} |")
    return "\n".join(lines)


def _verdict(met: bool, aim: str) -> str:
    return f"{'met' if met else 'MISSED'}: {aim}"
