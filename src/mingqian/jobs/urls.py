"""Addresses of the task centre (任务中心)."""

from django.urls import path

from mingqian.jobs import views

app_name = "jobs"
urlpatterns = [
    path("desk/jobs/", views.jobs, name="list"),
    path("desk/jobs/<int:pk>/", views.job, name="job"),
    path("desk/jobs/<int:pk>/stop/", views.stop, name="stop"),
    path("desk/jobs/<int:pk>/file/", views.file, name="file"),
]
