"""What tests of feedback need: a page that a technician reads, and an author of the department that owns it."""

from __future__ import annotations

from typing import Any

from django.test import Client

from content.feedback import saying
from content.feedback.models import Report
from content.feedback.saying import Said
from content.feedback.subjects import EDITION, Subject, open_subject
from content.library.models import Edition, Manual
from portal.network.api import viewer_for
from portal.network.departments import create_department
from portal.network.models import Department, User
from tests import factories
from tests.content.reader.builders import readable

TEXT = "Torque the bolt to 25 Nm"


def department(code: str = "service") -> Department:
    """A department whose authors may enter the CMS."""
    factories.home_page()
    return create_department(code=code, name=code.title())


def owned(code: str = "service", **fields: Any) -> Edition:
    """An edition in force of two pages, of a manual of the department."""
    owner = Department.objects.filter(code=code).first() or department(code)
    manual = factories.manual(title="Falcon workshop manual", department=owner, **fields)
    return readable(pages=[TEXT, "Second page"], manual=manual, labels=["3-1", "3-2"])


def author(owner: Department, username: str = "author") -> User:
    user = factories.UserFactory(username=username, first_name="Ann", last_name=username.title())
    user.groups.add(owner.authors)
    return user


def subject(user: User, edition: Edition, place: int = 1) -> Subject:
    return open_subject(viewer=viewer_for(user=user), kind=EDITION, id=edition.pk, place=place)


def say(user: User, edition: Edition, *, place: int = 1, kind: str = "wrong", text: str = "It is 35 Nm.") -> Report:
    said = Said(kind=kind, text=text)
    return saying.report(viewer=viewer_for(user=user), actor=user, subject=subject(user, edition, place), said=said)[0]


def later(manual: Manual, **fields: Any) -> Edition:
    """Another edition of the manual."""
    return factories.edition(manual, pages=["Torque the bolt to 35 Nm"], **fields)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
