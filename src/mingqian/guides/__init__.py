"""办事指南: what the bureau promises of each power, what it costs, how it runs, and whether it was kept."""
