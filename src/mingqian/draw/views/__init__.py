"""Pages of the ceremony, one module per part of it."""
