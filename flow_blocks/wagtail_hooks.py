"""What the ready blocks hang into Wagtail's admin."""

from wagtail import hooks

from flow_blocks.admin.deleting import DeleteTicked
from flow_blocks.admin.reading import ReadingViewSet
from flow_blocks.admin.saved_answers import SavedAnswersViewSet
from flow_blocks.admin.sent_mail import SentMailViewSet

hooks.register("register_bulk_action", DeleteTicked)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ReadingViewSet]:
    return [SavedAnswersViewSet(), SentMailViewSet()]
