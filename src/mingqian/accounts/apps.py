"""App configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "mingqian.accounts"
    label = "accounts"
