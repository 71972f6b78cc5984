"""The learner's side: photos of the task done, and asking somebody to look at it."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core import events, storage
from portal.core.errors import Refused
from portal.core.pictures import PictureRefused, encode_picture
from portal.network.models import User
from training.courses.models import Photo, Registration, SignOff
from training.courses.outline import Lesson
from training.courses.practical.judging import asks
from training.courses.practical.telling import tell_asked

MOST_PHOTOS = 10
"""That wait to be handed in, of one lesson."""
_TAKING = (Registration.State.ENROLLED, Registration.State.IN_PROGRESS)


class PracticalRefused(Refused):
    """It cannot be done now; the reason says why."""


def add_photo(*, registration: Registration, lesson: Lesson, data: bytes) -> Photo:
    """Keep a photo: a picture by its bytes, re-encoded, without what the camera wrote beside it. Raises
    PracticalRefused."""
    try:
        encoded = encode_picture(data)
    except PictureRefused as refused:
        raise PracticalRefused(refused.reason) from refused
    with transaction.atomic():
        held = _taken(registration)
        if _waiting(held, lesson).exists():
            raise PracticalRefused(_("Your request waits for an assessor. Take it back to change the photos."))
        if _loose(held, lesson).count() >= MOST_PHOTOS:
            raise PracticalRefused(_("At most %(most)s photos.") % {"most": MOST_PHOTOS})
        photo = Photo(
            registration=held,
            lesson=lesson.id,
            content_type=encoded.content_type,
            size=len(encoded.data),
            width=encoded.width,
            height=encoded.height,
            sha256=encoded.sha256,
        )
        # The file first: a row always has its file.
        storage.save_bytes(name=photo.stored_as, data=encoded.data, content_type=encoded.content_type)
        photo.save()
    return photo


def remove_photo(*, registration: Registration, lesson: Lesson, key: UUID) -> None:
    """Take out a photo that was not handed in. One that is not there, or was, is left as it is."""
    with transaction.atomic():
        found = _loose(_taken(registration), lesson).filter(key=key).first()
        if found is None:
            return
        found.delete()
        transaction.on_commit(lambda: storage.delete(name=found.stored_as))


def ask(*, actor: User, registration: Registration, lesson: Lesson, note: str = "") -> SignOff:
    """Ask for a sign-off; the loose photos go with it. Where one is open it is given back. Raises PracticalRefused."""
    wanted = asks(lesson)
    with transaction.atomic():
        held = _taken(registration)
        if (current := _waiting(held, lesson).first()) is not None:
            return current
        if held.lesson_states.filter(lesson=lesson.id, completed_at__isnull=False).exists():
            raise PracticalRefused(_("This task is signed off already."))
        photos = _loose(held, lesson)
        if (missing := wanted["photos"] - photos.count()) > 0:
            raise PracticalRefused(
                ngettext("Add %(missing)s more photo first.", "Add %(missing)s more photos first.", missing)
                % {"missing": missing}
            )
        try:
            with transaction.atomic():
                made = SignOff.objects.create(
                    registration=held, lesson=lesson.id, note=note[:500], manager_may=wanted["manager_may"]
                )
        except IntegrityError:
            # Asked from another window between our look and our insert.
            return _waiting(held, lesson).get()
        photos.update(sign_off=made)
        events.record(verb="sign_off.asked", subject=f"sign_off:{made.pk}", actor=actor)
        tell_asked(made, lesson=lesson)
    return made


def take_back(*, actor: User, registration: Registration, lesson: Lesson) -> None:
    """Take back the open request; its photos are the person's again. None open: nothing."""
    with transaction.atomic():
        current = _waiting(_taken(registration), lesson).select_for_update().first()
        if current is None:
            return
        current.state = SignOff.State.TAKEN_BACK
        current.save(update_fields=["state"])
        current.photos.update(sign_off=None)
        events.record(verb="sign_off.taken_back", subject=f"sign_off:{current.pk}", actor=actor)


def _taken(registration: Registration) -> Registration:
    """The registration, its row held. Raises PracticalRefused when it has ended."""
    held = Registration.objects.select_for_update(of=("self",)).select_related("course", "user")
    found = held.defer("course__body").get(pk=registration.pk)
    if found.state not in _TAKING:
        raise PracticalRefused(_("This registration has ended."))
    return found


def _loose(registration: Registration, lesson: Lesson) -> models.QuerySet[Photo]:
    return Photo.objects.filter(registration=registration, lesson=lesson.id, sign_off__isnull=True)


def _waiting(registration: Registration, lesson: Lesson) -> models.QuerySet[SignOff]:
    return SignOff.objects.filter(registration=registration, lesson=lesson.id, state=SignOff.State.OPEN)
