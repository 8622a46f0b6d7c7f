"""App configuration."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "mingqian.records"
    label = "records"
