"""The whole answer (ranking with reasons, plan, robustness, what would change it) beside the bare ranking."""

from collections.abc import Iterator
from dataclasses import replace
from time import process_time

from bench import catalogues
from bench.measure import Row, in_turn, with_growth
from matching.engine.items import Catalogue
from matching.engine.matching import MatchResult, match
from matching.engine.plan import plan
from matching.engine.robustness import robustness
from matching.engine.scoring import scores
from matching.service import answer

REFERENCE = "scores() alone"
#: Milliseconds of engine time, for the real items and for ten times as many.
BOUND, BOUND_LARGE = 5, 15


def rows(*, quick: bool) -> Iterator[Row]:
    known, runs = catalogues.real(), 2 if quick else 10
    yield from with_growth(
        [_row(known, runs), _row(several_times(known, 2 if quick else 10), max(runs // 3, 1))]
    )


def several_times(known: Catalogue, times: int) -> Catalogue:
    """The real items, each several times under another key."""
    items = [
        replace(item, source_ref=f"{item.source_ref}-{copy}", slug=f"{item.slug}-{copy}")
        for copy in range(times)
        for item in known.items
    ]
    return Catalogue(items, known.vocabulary, known.weights, rules=known.rules)


def _row(catalogue: Catalogue, runs: int) -> Row:
    profile = catalogues.profile()

    def result() -> MatchResult:
        """A new one each time: what was told of an item once is kept with it."""
        return match(profile, catalogue, catalogues.DAY)

    whole, bare, matched, planned, drawn = in_turn(
        lambda: answer(profile, catalogue),
        lambda: scores(profile, catalogue, catalogues.DAY),
        result,
        lambda: plan(result(), catalogue),
        lambda: robustness(result(), catalogue),
        runs=runs,
        clock=process_time,
    )
    parts = {
        "match": matched,
        "plan": planned - matched,
        "robustness, when asked for": drawn - matched,
        "changes and next question": whole - planned,
    }
    most = BOUND if len(catalogue.items) <= len(catalogues.real().items) else BOUND_LARGE
    told = ", ".join(f"{name} {max(ms, 0):.1f} ms" for name, ms in parts.items())
    note = f"absolute, bound {most} ms: {'ok' if whole <= most else 'MISSED'}; of which {told}"
    return Row(
        "answer", "the whole answer", len(catalogue.items), whole, REFERENCE, bare, whole / bare, note=note
    )
