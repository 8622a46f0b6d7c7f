"""Mingqian (明签): verifiable "双随机、一公开" supervision for human-resources bureaus."""
