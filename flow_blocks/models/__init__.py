"""What the ready blocks keep in the database; one noun a file."""

from flow_blocks.models.saved_answers import SavedAnswers
from flow_blocks.models.saved_file import SavedFile
from flow_blocks.models.sent_mail import MailStatus, SentMail

__all__ = ["MailStatus", "SavedAnswers", "SavedFile", "SentMail"]
