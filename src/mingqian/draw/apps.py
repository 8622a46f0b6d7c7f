"""App configuration."""

from django.apps import AppConfig


class DrawConfig(AppConfig):
    name = "mingqian.draw"
    label = "draw"
