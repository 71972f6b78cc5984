"""What changes who may do what is recorded, with who did it where that is known."""

from __future__ import annotations

import pytest
from allauth.account.signals import password_changed
from django.contrib.auth.models import Group, Permission
from django.test import RequestFactory
from wagtail.log_actions import LogContext

from portal.core.models import Event
from portal.network import tokens
from portal.network.models import JobRole, User
from tests import factories

pytestmark = pytest.mark.django_db


def recorded(verb: str) -> list[tuple[str, object, object]]:
    rows = Event.objects.filter(verb=verb).order_by("pk")
    return [(row.subject, row.actor, row.data) for row in rows]


@pytest.fixture
def root() -> User:
    return factories.UserFactory(username="root", is_superuser=True)


def test_groups_and_their_rights(technician: User, root: User) -> None:
    group = Group.objects.create(name="Editors")
    with LogContext(user=root):
        technician.groups.add(group)
        technician.groups.add(group)
        technician.groups.remove(group)
    assert recorded("person.groups_changed") == [
        (f"user:{technician.pk}", root, {"done": "added", "ids": [group.pk], "reverse": False}),
        (f"user:{technician.pk}", root, {"done": "removed", "ids": [group.pk], "reverse": False}),
    ]
    right = Permission.objects.get(codename="view_event")
    group.permissions.add(right)
    assert recorded("group.permissions_changed")[-1] == (
        f"group:{group.pk}",
        None,
        {"done": "added", "ids": [right.pk], "reverse": False},
    )


def test_standing_of_people(technician: User, root: User) -> None:
    technician.first_name = "Tim"
    technician.save()
    technician.save(update_fields=["last_login"])
    assert recorded("person.standing_changed") == []
    with LogContext(user=root):
        technician.is_active = False
        technician.is_superuser = True
        technician.save()
    changed = {"is_active": False, "is_superuser": True}
    assert recorded("person.standing_changed") == [(f"user:{technician.pk}", root, changed)]
    assert (f"user:{root.pk}", None, {"is_superuser": True}) in recorded("person.created")
    pk = technician.pk
    technician.delete()
    assert recorded("person.deleted") == [(f"user:{pk}", None, {})]


def test_where_people_work_and_as_what(technician: User, root: User) -> None:
    membership = technician.memberships.get()
    role = JobRole.objects.create(code="lead", name="Lead")
    Event.objects.all()._raw_delete(Event.objects.db)
    with LogContext(user=root):
        membership.is_manager = True
        membership.save()
        membership.roles.add(role)
        pk = membership.pk
        membership.delete()
    assert [(row.verb, row.subject, row.actor) for row in Event.objects.order_by("pk")] == [
        ("membership.changed", f"membership:{pk}", root),
        ("membership.roles_changed", f"membership:{pk}", root),
        ("membership.deleted", f"membership:{pk}", root),
    ]
    assert Event.objects.get(verb="membership.changed").data["manages"] is True


def test_passwords_and_tokens(technician: User) -> None:
    request = RequestFactory().get("/")
    request.user = technician
    password_changed.send(sender=User, request=request, user=technician)
    assert recorded("password.changed") == [(f"user:{technician.pk}", technician, {})]
    tokens.issue(user=technician, name="x")
    tokens.revoke_all(user=technician)
    tokens.revoke_all(user=technician)
    assert len(recorded("token.issued")) == len(recorded("token.revoked")) == 1


def test_no_secret_is_recorded(technician: User) -> None:
    technician.set_password("Another-horse-8")
    technician.save()
    token = tokens.issue(user=technician, name="x")
    kept = str(list(Event.objects.values_list("verb", "subject", "data")))
    assert token not in kept
    assert technician.password not in kept
