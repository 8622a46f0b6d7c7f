"""App configuration."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "mingqian.messages"
    # Django's own flash messages, should somebody install them, are called "messages".
    label = "desk_messages"
