"""App configuration."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "mingqian.registry"
    label = "registry"
