"""App configuration."""

from django.apps import AppConfig


class PublicityConfig(AppConfig):
    name = "mingqian.publicity"
    label = "publicity"
