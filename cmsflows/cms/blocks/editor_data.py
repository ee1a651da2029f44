"""What the scripts of the page editor know: what steps ask and leave, and how to say it.

It comes once with the definition of the stream, so a page grows with types, not with steps.
"""

from typing import Any

from django.utils.translation import gettext as _

from cmsflows.cms.condition_texts import comparison_texts
from cmsflows.definition.nodes import ActionNode, walk
from cmsflows.engine.action import Action
from cmsflows.engine.catalogue import Askable, askable_facts, askable_fields, words
from cmsflows.engine.kinds import TYPES, kind_of_field, kind_of_type
from cmsflows.engine.reader import compile_component
from cmsflows.engine.registry import Registered, Registry
from cmsflows.exceptions import DefinitionError

JsonObject = dict[str, Any]
"""`Any`: JSON of any shape."""


def editor_data(known: Registry) -> JsonObject:
    """All of it, in the editor's language."""
    return {
        "types": {
            **{entry.key: _action_data(entry.target) for entry in known.actions},
            **{entry.key: _scaffold_data(entry, known) for entry in known.scaffolds},
        },
        "facts": [_asked(name, each) for name, each in askable_facts().items()],
        "kinds": {name: kind.value for name, kind in TYPES.items()},
        "comparisons": comparison_texts(),
        "texts": texts(),
    }


def _action_data(action: type[Action]) -> JsonObject:
    data: JsonObject = {}
    if fields := [
        _asked(name, each, choicesFrom=action.choices_from.get(name, ""))
        for name, each in askable_fields(action)
    ]:
        data["fields"] = fields
    if action.fields_from:
        data["fieldsFrom"] = action.fields_from
        data["kindsOfFields"] = _kinds_of_written_fields(action)
    if provides := [
        {"name": name, "label": words(name), "kind": kind_of_type(kind.__name__).value}
        for name, kind in action.provides.items()
    ]:
        data["provides"] = provides
    return data


def _kinds_of_written_fields(action: type[Action]) -> dict[str, str]:
    """By the types of the items that an editor writes: what kind of thing each asks for."""
    items = action.Options().child_blocks[action.fields_from].child_blocks if action.Options else {}
    kinds = {}
    for key in items:
        item = {"type": key, "value": {"label": key, "name": "it"}}
        made = action.written_fields({action.fields_from: [item]}).get("it")
        if made is not None:
            kinds[key] = kind_of_field(made).value
    return kinds


def _scaffold_data(entry: Registered, known: Registry) -> JsonObject:
    """The actions inside a ready-made group, by what follows the group's own id in theirs."""
    try:
        group = compile_component(entry.target, node_id="")
    except DefinitionError:  # a check says so
        return {}
    inside = []
    for node in walk(group):
        action = known.actions.find(node.key) if isinstance(node, ActionNode) else None
        if action is not None:
            inside.append({"id": node.id, "title": node.title, **_action_data(action.target)})
    return {"inside": inside}


def _asked(name: str, askable: Askable, **more: str) -> JsonObject:
    data: JsonObject = {"name": name, "label": askable.label, "kind": askable.kind.value}
    if askable.choices:
        data["choices"] = askable.choices
    return data | {key: value for key, value in more.items() if value}


def texts() -> dict[str, str]:
    """The words of the scripts."""
    return {
        "addCondition": _("Add a condition"),
        "addGroup": _("Add a group of conditions"),
        "allOf": _("All of these"),
        "always": _("Always."),
        "and": _("and"),
        "anyOf": _("Any of these"),
        "addArm": _("Add a way"),
        "beginAnew": _("Begin anew"),
        "chooseComparison": _("How to compare"),
        "chooseOperand": _("Choose what to ask"),
        "chooseStep": _("Choose a step"),
        "chooseValue": _("Choose a value"),
        "close": _("Done"),
        "conditionNumber": _("Condition %(number)s"),
        "deletedStep": _("(deleted step)"),
        "edit": _("Change"),
        "exitKeeps": _('"%(exit)s" is kept, but this step no longer has it.'),
        "fieldGone": _("%(field)s (no longer asked)"),
        "groupOf": _("Group of conditions"),
        "how": _("How these go together"),
        "if": _("If"),
        "incomplete": _("Not finished: it is left out until it is."),
        "inputs": _("Given at the start"),
        "known": _("Known from earlier steps"),
        "leadsTo": _("leads to"),
        "moveDown": _("Move down"),
        "moveUp": _("Move up"),
        "nearest": _("The nearest step of that name: %(step)s"),
        "nearestNone": _("Nowhere yet. Choose a step."),
        "no": _("no"),
        "noConditionYet": _("No condition yet: this way is never taken."),
        "noNames": _("No step or input of this flow leaves anything to require."),
        "noneOf": _("None of these"),
        "not": _("not (%(condition)s)"),
        "notAllOf": _("Not all of these"),
        "notReachable": _("out of reach from here"),
        "onlyWhen": _("Only when %(condition)s."),
        "or": _("or"),
        "otherwise": _("Otherwise"),
        "outOfReach": _(
            "This step is out of reach from here. Choose one that stands beside this step, or "
            "beside a group around it."
        ),
        "remove": _("Remove"),
        "removeArm": _("Remove way %(number)s"),
        "removeCondition": _("Remove the condition"),
        "removeConditionNumber": _("Remove condition %(number)s"),
        "removeGroup": _("Remove the group"),
        "sealed": _("Some settings cannot be shown here. They are kept as they are."),
        "separated": _("Several values, separated by commas"),
        "stepDeleted": _("The step it led to was deleted. Choose another."),
        "stepGone": _("%(field)s of a deleted step"),
        "then": _("go to"),
        "transitionGone": _("%(name)s (no longer available)"),
        "unnamed": _("Step without a title"),
        "value": _("Value"),
        "visitor": _("About the visitor"),
        "wayNumber": _("Way %(number)s"),
        "what": _("What to ask"),
        "yes": _("yes"),
    }
