"""What planning's pages ask for: one module per noun, parsed into the values that its services take."""
