"""Pages of inspection: batches, tasks, notices and defence, rectification, and the firm's own."""
