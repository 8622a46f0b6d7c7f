"""URLs of a program that must not start: one of them does not say who may open it."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def nobody_said(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("undeclared/", nobody_said)]
