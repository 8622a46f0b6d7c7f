"""App configuration."""

from django.apps import AppConfig


class LeadsConfig(AppConfig):
    name = "mingqian.leads"
    label = "leads"
