"""App configuration."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "mingqian.jobs"
    label = "jobs"
