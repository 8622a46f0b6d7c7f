"""Addresses of leads (线索), on the desk and for the public."""

from django.urls import path

from mingqian.leads.views import crimes, desk, naming, public

app_name = "leads"
_LEAD = "desk/leads/<str:code>/"
urlpatterns = [
    path("desk/leads/", desk.leads, name="leads"),
    path("desk/leads/new/", desk.new, name="new"),
    path(_LEAD, desk.lead, name="lead"),
    path(f"{_LEAD}subject/", naming.subject, name="subject"),
    path(f"{_LEAD}subject/<str:subject>/", naming.choose, name="choose"),
    path(f"{_LEAD}accept/", desk.accept, name="accept"),
    path(f"{_LEAD}reject/", desk.reject, name="reject"),
    path(f"{_LEAD}send/", desk.send, name="send"),
    path(f"{_LEAD}receipt/", desk.receipt, name="receipt"),
    path(f"{_LEAD}answer/", desk.answer, name="answer"),
    path(f"{_LEAD}informant/", desk.informant, name="informant"),
    path(f"{_LEAD}crime/", crimes.open_transfer, name="crime"),
    path(f"{_LEAD}crime/report/", crimes.report, name="crime-report"),
    path(f"{_LEAD}crime/decide/", crimes.decide, name="crime-decide"),
    path(f"{_LEAD}crime/send/", crimes.send, name="crime-send"),
    path(f"{_LEAD}crime/answered/", crimes.answered, name="crime-answered"),
    path(f"{_LEAD}crime/review/", crimes.review, name="crime-review"),
    path("complaints/new/", public.tell, name="tell"),
    path("complaints/progress/", public.ask, name="ask"),
]
