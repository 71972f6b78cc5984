"""Seats: asking for one, getting one, giving it back. The session's row is held while seats are counted, so that of
many who ask for the last seat exactly one gets it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.network.api import Viewer
from portal.network.models import Dealer, Membership, User
from training.courses import api as courses
from training.sessions import reading, telling
from training.sessions.clashes import hold, let_move_up_elsewhere, seated_elsewhere
from training.sessions.errors import BookingRefused, NoSuchBooking, NoSuchSession
from training.sessions.invitations import tell_calendars
from training.sessions.leading import locked_session, may_plan
from training.sessions.models import Booking, Session
from training.sessions.waiting import give_seats, promote, record, regions_of, seats_of, waiting_for

State, Source = Booking.State, Booking.Source


@transaction.atomic
def book(*, viewer: Viewer, actor: User, user: User, session_id: int, now: datetime | None = None) -> Booking:
    """Ask for a seat: for oneself, a manager for one of their people, a trainer for anybody. What comes of it is the
    booking's state: booked, on the waiting list, or waiting for a manager. Raises NoSuchSession, NoSuchBooking when the
    person is not the viewer's to book, BookingRefused."""
    now = now or timezone.now()
    session = locked_session(session_id)
    source = _source(viewer, actor, user, session)
    if source != Source.TRAINER and not reading.visible(viewer=viewer).filter(pk=session.pk).exists():
        raise NoSuchSession(_("There is no such session."))
    if not session.takes_bookings(now):
        raise BookingRefused(_("This session takes no bookings any more."))
    _refuse_second_booking(session, user)
    dealer = _dealer(viewer, user, source, now)
    registration = _registration(viewer, actor, user, session)
    booking = Booking(
        session=session, user=user, dealer=dealer, registration=registration, source=source, created_by=actor
    )
    booking.created_at = now
    if session.approval and source == Source.SELF and user.pk not in _managers(viewer):
        booking.state = State.REQUESTED
        booking.save()
        managers = reading.managers_of(user=user, at=now)
        telling.tell_people(
            telling.REQUESTED,
            session=session,
            user_ids=managers,
            key=f"request:{booking.pk}",
            url=reverse("sessions:team"),
            person=user.get_full_name() or user.username,
        )
    else:
        _seat(session, booking, now=now)
        telling.tell(
            telling.BOOKED if booking.state == State.BOOKED else telling.WAITLISTED,
            session=session,
            bookings=[booking],
            key="made",
        )
    record("session.booked", booking, actor, source=str(source))
    return booking


@transaction.atomic
def decide(
    *,
    viewer: Viewer,
    actor: User,
    booking_id: int,
    approve: bool,
    reason: str = "",
    now: datetime | None = None,
) -> Booking:
    """A manager's answer to a request for a seat. Raises NoSuchBooking, BookingRefused."""
    now = now or timezone.now()
    session, booking = _locked(viewer, actor, booking_id, own=False)
    if booking.state != State.REQUESTED:
        raise BookingRefused(_("This request has been decided."))
    if not approve and not reason.strip():
        raise BookingRefused(_("Say why, so that the person knows what to do."))
    if not approve:
        booking.state, booking.reason = State.DECLINED, reason.strip()[:300]
        booking.save(update_fields=["state", "reason"])
        telling.tell(telling.DECLINED, session=session, bookings=[booking], key="declined", reason=booking.reason)
    else:
        if session.starts_at is None or session.starts_at <= now or session.state not in Session.TO_COME:
            raise BookingRefused(_("This session takes no bookings any more."))
        _refuse_clash(session, booking.user_id)
        _seat(session, booking, now=now)
        kind = telling.BOOKED if booking.state == State.BOOKED else telling.WAITLISTED
        telling.tell(kind, session=session, bookings=[booking], key="made")
    record("session.request_approved" if approve else "session.request_declined", booking, actor)
    return booking


@transaction.atomic
def cancel(*, viewer: Viewer, actor: User, booking_id: int, reason: str = "", now: datetime | None = None) -> Booking:
    """Give a place back: one's own, a manager for one of their people, a trainer for anybody. After the day on which it
    is free, a booked seat is noted as cancelled late unless a trainer does it. Raises NoSuchBooking, BookingRefused."""
    now = now or timezone.now()
    session, booking = _locked(viewer, actor, booking_id, own=True)
    if booking.state not in Booking.TO_COME:
        raise BookingRefused(_("This booking has ended."))
    if session.starts_at is not None and session.starts_at <= now:
        raise BookingRefused(_("The session has begun. Tell the trainer."))
    had_seat, by_trainer = booking.has_seat, viewer.everything and may_plan(actor, session)
    booking.state, booking.cancelled_at, booking.reason = State.CANCELLED, now, reason.strip()[:300]
    booking.cancelled_late = had_seat and session.is_late(now) and not by_trainer
    booking.save(update_fields=["state", "cancelled_at", "reason", "cancelled_late"])
    record("session.booking_cancelled", booking, actor, late=booking.cancelled_late)
    if booking.user_id != actor.pk:
        telling.tell(telling.UNBOOKED, session=session, bookings=[booking], key="unbooked", urgent=True)
    if had_seat:
        tell_calendars(session=session, bookings=[booking])
        promote(session=session, now=now)
        let_move_up_elsewhere(session=session, user_ids=[booking.user_id])
    return booking


@transaction.atomic
def move_up(*, actor: User, booking_id: int, now: datetime | None = None) -> Booking:
    """A trainer gives somebody on the waiting list a free seat, before others or after the cut-off. Raises
    NoSuchBooking, BookingRefused."""
    now = now or timezone.now()
    found = Booking.objects.filter(pk=booking_id).first()
    session = locked_session(found.session_id) if found else None
    if found is None or session is None or not may_plan(actor, session):
        raise NoSuchBooking(_("There is no such booking."))
    booking = Booking.objects.select_for_update(of=("self",)).select_related("dealer__region").get(pk=booking_id)
    if booking.state != State.WAITLISTED or session.state not in Session.TO_COME:
        raise BookingRefused(_("Only who is on the waiting list can move up."))
    if not seats_of(session).fits(regions_of(booking.dealer)):
        raise BookingRefused(_("There is no free seat, or none for this region."))
    _refuse_clash(session, booking.user_id)
    give_seats(session, [booking], now=now)
    record("session.moved_up", booking, actor)
    return booking


def _seat(session: Session, booking: Booking, *, now: datetime) -> None:
    """A seat if there is one and nobody who waits could have it, or else the end of the waiting list."""
    seats, regions = seats_of(session), regions_of(booking.dealer)
    waiting = list(waiting_for(session))
    elsewhere = seated_elsewhere(session=session, user_ids=[one.user_id for one in waiting])
    first = [one for one in waiting if one.user_id not in elsewhere]
    if seats.fits(regions) and not any(seats.fits(regions_of(one.dealer)) for one in first):
        booking.state, booking.booked_at = State.BOOKED, now
        booking.save()
        tell_calendars(session=session, bookings=[booking])
        return
    if len(waiting) >= session.waiting_places:
        raise BookingRefused(_("There is no seat left, and the waiting list is full."))
    booking.state, booking.waiting_since = State.WAITLISTED, now
    booking.save()


def _source(viewer: Viewer, actor: User, user: User, session: Session) -> str:
    if user.pk == actor.pk:
        return Source.SELF
    if may_plan(actor, session):
        return Source.TRAINER
    if not viewer.everything and courses.may_manage(viewer=viewer, user=user):
        return Source.MANAGER
    raise NoSuchBooking(_("There is no such person."))


def _managers(viewer: Viewer) -> frozenset[int]:
    """Who needs nobody's approval: a manager and staff of the maker, for themselves."""
    return frozenset([viewer.user_id] if viewer.user_id and (viewer.managed_dealers or viewer.everything) else [])


def _refuse_second_booking(session: Session, user: User) -> None:
    if session.bookings.filter(user=user).exclude(state__in=Booking.ENDED).exists():
        raise BookingRefused(_("There is a booking already."))
    if not session.dates.exists():
        raise BookingRefused(_("This session takes no bookings any more."))
    _refuse_clash(session, user.pk)


def _refuse_clash(session: Session, user_id: int) -> None:
    """Holds the person's row."""
    hold([user_id])
    for title in seated_elsewhere(session=session, user_ids=[user_id]).values():
        raise BookingRefused(_("“%(title)s” is at the same time.") % {"title": title})


def _dealer(viewer: Viewer, user: User, source: str, now: datetime) -> Dealer | None:
    """Where the person works on the day: at the manager's, if a manager books."""
    rows = Membership.objects.on(timezone.localdate(now)).filter(user=user).select_related("dealer__region")
    if source == Source.MANAGER:
        rows = rows.filter(dealer__in=viewer.managed_dealers)
    membership = rows.order_by("starts", "pk").first()
    return membership.dealer if membership else None


def _registration(viewer: Viewer, actor: User, user: User, session: Session) -> courses.Registration | None:
    """The person's registration of the course. A session that completes a lesson registers who is not."""
    own = courses.Registration.objects.filter(
        user=user, course=session.course_id, state__in=courses.Registration.OPEN
    ).first()
    if own is not None or not session.lesson:
        return own
    try:
        if user.pk == actor.pk:
            return courses.enrol_oneself(viewer=viewer, user=user, course_id=session.course_id)
        return courses.assign(viewer=viewer, actor=actor, user=user, course_id=session.course_id)
    except courses.RegistrationRefused as refused:
        raise BookingRefused(refused.reason) from refused
    except courses.NoSuchRegistration as refused:
        raise NoSuchBooking(refused.reason) from refused


def _locked(viewer: Viewer, actor: User, booking_id: int, *, own: bool) -> tuple[Session, Booking]:
    """The booking and its session, both held. Raises NoSuchBooking unless it is the viewer's to change."""
    found = Booking.objects.filter(pk=booking_id).select_related("user").first()
    if found is None:
        raise NoSuchBooking(_("There is no such booking."))
    session = locked_session(found.session_id)
    mine = own and found.user_id == actor.pk
    managed = not viewer.everything and courses.may_manage(viewer=viewer, user=found.user)
    if not (mine or managed or may_plan(actor, session)):
        raise NoSuchBooking(_("There is no such booking."))
    booking = Booking.objects.select_for_update(of=("self",)).select_related("dealer__region", "user").get(pk=found.pk)
    return session, booking
