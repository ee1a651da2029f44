"""One request: find or start the task, run the step, save, answer."""
