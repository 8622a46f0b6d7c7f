"""App configuration."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "mingqian.site"
    label = "site"
