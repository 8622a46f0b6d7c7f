"""Addresses of periods (期限)."""

from django.urls import path

from mingqian.clocks import views

app_name = "clocks"
urlpatterns = [
    path("desk/deadlines/", views.deadlines, name="deadlines"),
    path("desk/deadlines/<int:pk>/", views.deadline, name="deadline"),
    path("desk/deadlines/<int:pk>/pause/", views.pause, name="pause"),
    path("desk/deadlines/<int:pk>/resume/", views.resume, name="resume"),
]
