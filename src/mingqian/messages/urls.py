"""Addresses of messages (消息)."""

from django.urls import path

from mingqian.messages import views

app_name = "messages"
urlpatterns = [
    path("desk/messages/", views.inbox, name="list"),
    path("desk/messages/read/", views.read_all, name="read-all"),
    path("desk/messages/preferences/", views.preferences, name="preferences"),
    path("desk/messages/deliveries/", views.deliveries, name="deliveries"),
    path("desk/messages/deliveries/<int:pk>/retry/", views.retry, name="retry"),
    path("desk/messages/<int:pk>/open/", views.follow, name="open"),
]
