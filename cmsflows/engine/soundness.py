"""Is a compiled flow sound? Its analysis, as it would run now."""

from collections.abc import Collection

from cmsflows.definition.analysis import Analysis, analyse
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.flow_graph import flow_graph


def analysis_of(compiled: CompiledFlow, *, indispensable: Collection[str] = ()) -> Analysis:
    """What is wrong in a flow, and what is sure in it. `indispensable` are keys of steps that must
    be in it."""
    return analyse(flow_graph(compiled), indispensable=indispensable)
