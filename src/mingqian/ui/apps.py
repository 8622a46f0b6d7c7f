"""The room's registration with Django; its checks keep the program from starting with an undeclared URL."""

from django.apps import AppConfig
from django.core import checks


class UiConfig(AppConfig):
    name = "mingqian.ui"
    verbose_name = "界面"

    def ready(self) -> None:
        from mingqian.ui import access

        checks.register(access.every_url_declares_its_access, checks.Tags.security)
