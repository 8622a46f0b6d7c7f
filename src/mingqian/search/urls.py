"""Address of the search."""

from django.urls import path

from mingqian.search import views

app_name = "search"
urlpatterns = [path("desk/search/", views.search, name="find")]
