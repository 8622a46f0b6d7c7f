"""App configuration."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "mingqian.clocks"
    label = "clocks"
