"""Addresses of periods (期限)."""

from django.urls import path

from mingqian.clocks.views import deadlines, feeds, plan

app_name = "clocks"
urlpatterns = [
    path("desk/deadlines/", deadlines.deadlines, name="deadlines"),
    path("desk/deadlines/mine/", plan.mine, name="mine"),
    path("desk/deadlines/week/", plan.week, name="week"),
    path("desk/deadlines/moved/", plan.moved, name="moved"),
    path("desk/deadlines/feed/", feeds.feed, name="feed"),
    path("desk/deadlines/feed/end/", feeds.end, name="feed-end"),
    path("desk/deadlines/<int:pk>/", deadlines.deadline, name="deadline"),
    path("desk/deadlines/<int:pk>/pause/", deadlines.pause, name="pause"),
    path("desk/deadlines/<int:pk>/resume/", deadlines.resume, name="resume"),
    path("calendar/<str:secret>.ics", feeds.calendar, name="calendar"),
]
