"""Is a compiled flow sound? Its analysis, as it would run now."""

from collections.abc import Collection

from cmsflows.definition.analysis import Analysis, analyse
from cmsflows.engine.compiled import CompiledFlow
from cmsflows.engine.flow_graph import flow_graph
from cmsflows.engine.registry import registry


def analysis_of(compiled: CompiledFlow, *, indispensable: Collection[str] = ()) -> Analysis:
    """What is wrong in a flow, and what is sure in it. `indispensable` are keys of steps that must
    be in it."""
    nodes = compiled.definition.by_id.values()
    asked = {spec.type for node in nodes for spec in node.preconditions}
    guards = {kind for kind in asked if registry.preconditions.find(kind) is not None}
    return analyse(flow_graph(compiled), indispensable=indispensable, guards=guards)
