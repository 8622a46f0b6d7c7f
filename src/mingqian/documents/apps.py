"""App configuration."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "mingqian.documents"
    label = "documents"
