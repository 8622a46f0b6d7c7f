"""App configuration."""

from django.apps import AppConfig


class InspectionConfig(AppConfig):
    name = "mingqian.inspection"
    label = "inspection"
