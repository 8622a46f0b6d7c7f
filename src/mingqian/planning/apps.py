"""App configuration."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "mingqian.planning"
    label = "planning"
