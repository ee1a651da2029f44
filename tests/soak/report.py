"""Says in a table what a soak has counted."""

from collections import Counter
from collections.abc import Iterator, Mapping

from tests.soak import effects
from tests.soak.tally import KINDS, Tally


def report(name: str, tally: Tally, *, seconds: float, memory: tuple[str, str]) -> str:
    """All counts of a soak with tasks in one store; what must be 0 stands at the end."""
    return "\n".join(_lines(name, tally, seconds=seconds, memory=memory))


def _lines(name: str, tally: Tally, *, seconds: float, memory: tuple[str, str]) -> Iterator[str]:
    total = sum(tally.statuses.values())
    yield f"Tasks in {name}, {seconds:g} seconds: {total} requests, {total / seconds:.0f} a second."
    yield from _counts("requests, by status", tally.statuses)
    yield from _counts("walks", tally.walks)
    yield from _counts("moves", tally.moves)
    yield from _counts("trouble", tally.mischief)
    yield from _counts("done outside", effects.count_of_all())
    yield f"  memory at the start   {memory[0]}"
    yield f"  memory at the end     {memory[1]}"
    yield from _counts("must be 0", {kind: tally.findings[kind] for kind in KINDS})
    for kind in KINDS:
        yield from (f"  {kind}: {sample}" for sample in tally.samples[kind])


def _counts(title: str, counts: Counter[str] | Mapping[str, int]) -> Iterator[str]:
    yield f"  {title}"
    yield from (f"    {count:8d}  {what}" for what, count in sorted(counts.items()))
