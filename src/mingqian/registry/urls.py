"""Addresses of the registry's pages: complete paths, things by their stable codes."""

from django.urls import path

from mingqian.registry.views import items, rule_documents

app_name = "registry"

ITEMS = [
    path("desk/items/", items.items, name="items"),
    path("desk/items/new/", items.new, name="item-new"),
    path("desk/items/from-pack/", items.from_pack, name="items-from-pack"),
    path("desk/items/report/", items.report, name="items-report"),
    path("desk/items/<str:code>/", items.item, name="item"),
    path("desk/items/<str:code>/edit/", items.edit, name="item-edit"),
    path("desk/items/<str:code>/retire/", items.retire, name="item-retire"),
    path("desk/items/<str:code>/hand-over/", items.hand_over, name="item-hand-over"),
    path("desk/items/<str:code>/<int:number>/", items.version, name="item-version"),
    path("desk/items/<str:code>/<int:number>/submit/", items.submit, name="item-submit"),
    path("desk/items/<str:code>/<int:number>/review/", items.review, name="item-review"),
    path("desk/items/<str:code>/<int:number>/approve/", items.approve, name="item-approve"),
    path("desk/items/<str:code>/<int:number>/reject/", items.reject, name="item-reject"),
    path("desk/items/<str:code>/<int:number>/publish/", items.publish, name="item-publish"),
]

RULE_DOCUMENTS = [
    path("desk/rule-documents/", rule_documents.documents, name="rule-documents"),
    path("desk/rule-documents/new/", rule_documents.new, name="rule-document-new"),
    path("desk/rule-documents/<str:code>/", rule_documents.document, name="rule-document"),
    path("desk/rule-documents/<str:code>/repeal/", rule_documents.repeal, name="rule-document-repeal"),
    path(
        "desk/rule-documents/<str:code>/disclosure/",
        rule_documents.disclosure,
        name="rule-document-disclosure",
    ),
]

urlpatterns = [*ITEMS, *RULE_DOCUMENTS]
