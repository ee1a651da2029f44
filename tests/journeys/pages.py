"""The trees of `cmsflows.testing`, by the name that older tests know them by."""

from cmsflows.testing.trees import flow_page, group, home, node_id, publish, step

__all__ = ["flow_page", "group", "home", "node_id", "publish", "step"]
