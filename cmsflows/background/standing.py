"""How a job stands. The last two are for good."""

QUEUED, RUNNING, DONE, FAILED = "queued", "running", "done", "failed"

OPEN = (QUEUED, RUNNING)
