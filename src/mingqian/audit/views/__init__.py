"""Pages of the journal: the auditors' window, and what anybody may see of the trees over the logs."""
