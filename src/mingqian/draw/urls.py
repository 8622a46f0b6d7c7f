"""Pages of the draw room."""

from django.urls import path

from mingqian.draw.views import changes, results, seats, steps, table

app_name = "draw"
urlpatterns = [
    path("desk/draws/", table.draws, name="draws"),
    path("desk/draws/new/", table.new, name="new"),
    path("desk/draws/<str:code>/", table.draw, name="draw"),
    path("desk/draws/<str:code>/again/", table.again, name="again"),
    path("desk/draws/<str:code>/pool/<str:item>/", table.pool, name="pool"),
    path("desk/draws/<str:code>/freeze/", steps.freeze, name="freeze"),
    path("desk/draws/<str:code>/announce/", steps.announce, name="announce"),
    path("desk/draws/<str:code>/seal/", steps.seal, name="seal"),
    path("desk/draws/<str:code>/value/", steps.value, name="value"),
    path("desk/draws/<str:code>/read-back/<int:position>/", steps.read_back, name="read-back"),
    path("desk/draws/<str:code>/compute/", steps.compute, name="compute"),
    path("desk/draws/<str:code>/publish/", steps.publish, name="publish"),
    path("desk/draws/<str:code>/complete/", steps.complete, name="complete"),
    path("desk/draws/<str:code>/abandon/", steps.abandon, name="abandon"),
    path("desk/draws/<str:code>/seat/<str:role>/", seats.seat, name="seat"),
    path("desk/draws/<str:code>/seat/<str:role>/commit/", seats.commit, name="commit"),
    path("desk/draws/<str:code>/seat/<str:role>/found/", seats.found, name="found"),
    path("desk/draws/<str:code>/seat/<str:role>/reveal/", seats.reveal, name="reveal"),
    path("desk/draws/<str:code>/keys/", seats.keys, name="keys"),
    path("desk/draws/<str:code>/sign/", seats.sign, name="sign"),
    path("desk/draws/<str:code>/result/<str:item>/", results.item, name="result"),
    path("desk/draws/<str:code>/teams/", results.teams, name="teams"),
    path("desk/draws/<str:code>/teams/substitute/", changes.substitute, name="substitute"),
    path("desk/draws/<str:code>/teams/skip/", changes.skip, name="skip"),
    path("desk/draws/<str:code>/result/<str:item>/replace/", changes.replace, name="replace"),
    path("desk/draws/<str:code>/void/", changes.void, name="void"),
    path("desk/draws/<str:code>/decide/<int:change>/", changes.decide, name="decide"),
    path("w/<str:code>/<str:role>/", seats.device, name="device"),
]
