"""App configuration."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "mingqian.site"
    label = "site"

    def ready(self) -> None:
        from mingqian.site import wiring

        wiring.connect()
