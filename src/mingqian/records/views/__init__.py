"""Pages and wires of the vault, one noun per file."""
