"""The promises of a flow, as a checklist: kept, or the path on which one is broken."""

from collections.abc import Iterator
from dataclasses import dataclass

from cmsflows.cms.problem_texts import path_of
from cmsflows.cms.promises import promise_choices
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.soundness import analysis_of


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """One line of the checklist."""

    label: str
    path: str
    """The steps of a way to the end without it; empty where it is kept."""

    @property
    def is_kept(self) -> bool:
        return not self.path


def promises_of(compiled: CompiledFlow) -> Iterator[PromiseLine]:
    """What this flow promises."""
    labels = dict(promise_choices(compiled.definition.promises))
    for name, broken in analysis_of(compiled).promises.items():
        path = path_of(broken, compiled.definition) if broken is not None else ""
        yield PromiseLine(labels.get(name, name), path)
