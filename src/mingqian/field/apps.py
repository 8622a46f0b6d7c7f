"""App configuration."""

from django.apps import AppConfig


class FieldConfig(AppConfig):
    name = "mingqian.field"
    label = "field"
