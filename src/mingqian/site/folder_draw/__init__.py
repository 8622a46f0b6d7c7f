"""A draw held in a folder: for registries that never enter the database, from ten subjects to a hundred million.

What belongs here: reading a list, its roll, the ceremony's steps and the transcript, all as files. Times and fresh
keys are given by the command; the arithmetic is the core's, the drawing an engine's.
"""
