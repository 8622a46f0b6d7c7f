"""The shape of a policy pack: frozen dataclasses, nothing that reads a file or decides."""
