"""Addresses of papers (文书)."""

from django.urls import path

from mingqian.documents.views import blocks, own, papers, wordforms

app_name = "documents"
urlpatterns = [
    path("ent/papers/", own.papers, name="own"),
    path("ent/papers/<str:code>/file/", own.file, name="own-file"),
    path("desk/papers/<str:kind>/<path:key>/", papers.make, name="make"),
    path("desk/documents/", papers.documents, name="documents"),
    path("desk/documents/numbers/", blocks.numbers, name="numbers"),
    path("desk/documents/numbers/word/", blocks.word, name="word"),
    path("desk/documents/numbers/<int:pk>/void/", blocks.void, name="void-number"),
    path("desk/documents/templates/", wordforms.templates, name="templates"),
    path("desk/documents/templates/new/", wordforms.upload, name="upload"),
    path("desk/documents/templates/<int:pk>/", wordforms.template, name="template"),
    path("desk/documents/templates/<int:pk>/end/", wordforms.end, name="end-template"),
    path("desk/documents/<str:code>/", papers.document, name="document"),
    path("desk/documents/<str:code>/file/", papers.file, name="file"),
    path("desk/documents/<str:code>/picture/", papers.picture, name="picture"),
    path("desk/documents/<str:code>/word/", papers.word, name="docx"),
    path("desk/documents/<str:code>/stamp/", papers.stamp, name="stamp"),
    path("desk/documents/<str:code>/serve/", papers.serve, name="serve"),
    path("desk/documents/<str:code>/void/", papers.void, name="void"),
    path("desk/documents/<str:code>/receipt/", papers.receipt, name="receipt"),
]
