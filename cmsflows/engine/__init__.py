"""How a flow runs: components, transitions, preconditions, the ledger and the runner."""
