"""Retires versions of flows: those that nobody can need any more.

A version is needed while new visitors start on it, while an editor may want it back, and while some
run may be pinned to it. Where a store can count, it says whether one is; elsewhere, and where the
store is away, a version is needed for as long as any run could live.
"""

from collections import Counter
from datetime import datetime, timedelta

from django.utils import timezone

from cmsflows import conf
from cmsflows.cms.flow_models import flow_page_models
from cmsflows.cms.versions import FlowVersion
from cmsflows.definition.flow import definition_of
from cmsflows.exceptions import StoreUnavailableError
from cmsflows.statestore.loading import known_stores

GRACE = timedelta(days=1)
"""For runs that nobody has counted: those that are being started just now, say."""


def retire_versions() -> int:
    """Delete the versions that nobody can need; answer how many went."""
    live = _live_versions()
    flows = FlowVersion.objects.order_by().values_list("flow", flat=True).distinct()
    return sum(_retire_of(flow, live.get(flow)) for flow in flows)


def _retire_of(flow: str, live: str | None) -> int:
    """`live` is the version that new visitors start on; None where the page is gone."""
    kept = 0 if live is None else int(conf.get("FLOWS_KEPT_VERSIONS"))
    others = FlowVersion.objects.filter(flow=flow).exclude(sha256=live or "")
    old = [each for each in others.order_by("-pk")[kept:] if _is_older(each, GRACE)]
    pinned = _pinned(flow) if old else None
    gone = [each.pk for each in old if _is_unneeded(each, pinned)]
    return len(gone) if gone and FlowVersion.objects.filter(pk__in=gone).delete() else 0


def _is_unneeded(version: FlowVersion, pinned: Counter[str] | None) -> bool:
    """`pinned` has the number of runs of each version; None where nobody can tell."""
    if _is_older(version, _longest_run()):
        return True
    if pinned is None or pinned[version.sha256]:
        return False
    # A run that was cancelled while its visitor was paying is over and not counted, and yet needs
    # its version when the payment goes through: it is taken back.
    return not any(each.contract.commits for each in definition_of(version.definition).actions)


def _is_older(version: FlowVersion, age: timedelta) -> bool:
    """Has nobody started on it for so long?"""
    return _last_started_on(version) < timezone.now() - age


def _last_started_on(version: FlowVersion) -> datetime:
    """One that was never live, or was before this was noted, is as old as it is."""
    return version.replaced_at or version.created_at


def _longest_run() -> timedelta:
    seconds = float(conf.get("FLOWS_TASK_MAX_AGE")) + float(conf.get("FLOWS_UNSETTLED_AGE"))
    return timedelta(seconds=seconds)


def _live_versions() -> dict[str, str]:
    """What new visitors start on, of every page with a flow."""
    found: dict[str, str] = {}
    for model in flow_page_models():
        pages = model._base_manager.values_list("pk", "flow_version")
        found |= {f"page:{pk}": version for pk, version in pages}
    return found


def _pinned(flow: str) -> Counter[str] | None:
    """How many runs are pinned to each version; None where some store cannot tell."""
    found: Counter[str] = Counter()
    try:
        for store in known_stores():
            if not store.supports_counting:
                return None
            for place, number in store.count_of_flow(flow).items():
                found[place.version] += number
    except StoreUnavailableError:
        return None
    return found
