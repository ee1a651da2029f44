"""What the ready blocks keep in the database; one noun a file."""

from flow_blocks.models.code_allowance import CodeAllowance
from flow_blocks.models.emailed_code import EmailedCode

__all__ = ["CodeAllowance", "EmailedCode"]
