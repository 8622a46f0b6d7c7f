"""Writes of long work: asking, stopping, doing, taking back, coming round, clearing away."""

from mingqian.jobs.services.asking import ask, stop
from mingqian.jobs.services.keeping import tidy
from mingqian.jobs.services.kinds import connect, label
from mingqian.jobs.services.recovering import take_back
from mingqian.jobs.services.rounds import come_round
from mingqian.jobs.services.running import run_next
from mingqian.jobs.services.working import work

__all__ = ["ask", "come_round", "connect", "label", "run_next", "stop", "take_back", "tidy", "work"]
