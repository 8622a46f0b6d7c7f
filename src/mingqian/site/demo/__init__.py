"""鹭湾市, a city that does not exist: its bureau, firms and people, and one inspection year of theirs.

Everything here is invented and derived from counters, so that two builds are byte for byte the same. The
year itself runs through the same services as anybody's; no rule and no figure of a draw stands here.
"""
