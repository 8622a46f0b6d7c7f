"""Reads for the pages of the organisation: the tree, the people, the people of firms."""

from datetime import date

from django.db.models import Count, Max, Prefetch, Q, QuerySet

from mingqian.accounts.enums import Role
from mingqian.accounts.models import OutsideIdentity, Person, Post, Representation, Unit
from mingqian.accounts.policies import HOSTS
from mingqian.accounts.selectors.people import people, units
from mingqian.accounts.types import Actor


def unit_tree(by: Actor) -> QuerySet[Unit]:
    """The units one may see, in the order of the tree, each with its number of people."""
    return units(by).annotate(people_count=Count("people"))


def staff(by: Actor, *, on: date) -> QuerySet[Person]:
    """The people one may see, with their running posts and last sign-in; people of firms stand elsewhere."""
    running = Post.objects.filter(Q(until_on__isnull=True) | Q(until_on__gte=on), from_on__lte=on)
    return (
        people(by)
        .exclude(representations__isnull=False)
        .prefetch_related(Prefetch("posts", queryset=running.order_by("role"), to_attr="running_posts"))
        .annotate(signed_in_at=Max("sessions__complete_at"))
    )


def person(by: Actor, code: str, *, on: date) -> Person | None:
    """One of them."""
    return staff(by, on=on).filter(code=code).first()


def posts_of(whom: Person) -> QuerySet[Post]:
    """Every post somebody has held, the latest first."""
    return whom.posts.select_related("unit").order_by("-from_on", "role")


def representations(by: Actor) -> QuerySet[Representation]:
    """Who acts for which firm: for those who deal with firms, and the two administrators of accounts."""
    if not by.has(*HOSTS, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN):
        return Representation.objects.none()
    return Representation.objects.select_related("person").order_by("subject_code", "person__code", "pk")


def identities(whom: Person) -> QuerySet[OutsideIdentity]:
    """Accounts of the city's sign-in service that are this person now."""
    return whom.outside_identities.filter(ended_at__isnull=True).order_by("issuer", "subject")
