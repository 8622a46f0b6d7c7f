"""Pages of planning: parse, ask a selector or a service, answer. Who may open a page stands above it."""
