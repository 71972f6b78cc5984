"""How a person is mailed about each topic: what they chose for it, else what they chose for whatever they did not name,
else what the topic says. What is urgent is mailed at once, whatever anybody chose.

The rule is written twice, side by side: for a person, and as a condition on notices in the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.core import signing
from django.db import transaction
from django.db.models import Case, CharField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from portal.core import events
from portal.network.models import User
from portal.notices.models import Notice, Rhythm, TopicPreference
from portal.notices.topics import topic_named, topic_of, topics

UNNAMED = ""
"""The topic of a preference that holds for every topic without one of its own."""
UNSUBSCRIBE = "notices.unsubscribe"
PIECE = 1000


def rhythms_of(*, user: User) -> dict[str, str]:
    """The rhythm of every topic for the person, in the order of topics. One statement."""
    chosen = dict(TopicPreference.objects.filter(user=user).values_list("topic", "rhythm"))
    return {topic.code: chosen.get(topic.code, chosen.get(UNNAMED, topic.rhythm)) for topic in topics()}


def with_rhythm(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """The notices with `rhythm`: how their person is mailed about their topic."""
    meant = Q(topic=OuterRef("topic")) | Q(topic=UNNAMED)
    chosen = TopicPreference.objects.filter(meant, user=OuterRef("user")).order_by("-topic").values("rhythm")[:1]
    stated = Case(
        *(When(topic=topic.code, then=Value(str(topic.rhythm))) for topic in topics()),
        default=Value(str(Rhythm.DAILY)),
        output_field=CharField(),
    )
    return notices.annotate(rhythm=Coalesce(Subquery(chosen), stated))


def at_once(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """Those that are mailed at once."""
    return with_rhythm(notices).filter(Q(urgent=True) | Q(rhythm=Rhythm.AT_ONCE))


def mailed_at_once(told: Iterable[tuple[int, str, bool]]) -> set[int]:
    """The ids of the people to whom something is mailed at once. The same rule, for notices that are being made, each
    as (person, topic, whether it is urgent): a statement for each thousand of them."""
    rows = list(told)
    people: set[int] = {user for user, _topic, urgent in rows if urgent}
    for begin in range(0, len(rows), PIECE):
        piece = [(user, topic) for user, topic, _urgent in rows[begin : begin + PIECE] if user not in people]
        named = {topic for _user, topic in piece} | {UNNAMED}
        chosen = TopicPreference.objects.filter(topic__in=sorted(named), user__in={user for user, _topic in piece})
        rhythm = {(user, topic): value for user, topic, value in chosen.values_list("user", "topic", "rhythm")}
        for user, topic in piece:
            unnamed = rhythm.get((user, UNNAMED), topic_of(topic).rhythm)
            if rhythm.get((user, topic), unnamed) == Rhythm.AT_ONCE:
                people.add(user)
    return people


@transaction.atomic
def prefer(*, user: User, rhythms: Mapping[str, str]) -> None:
    """Keep how the person is mailed about these topics. What they would have anyway is not kept, so that it goes on
    following what the topic says. Raises KeyError for an unknown topic."""
    User.objects.select_for_update().filter(pk=user.pk).values_list("pk", flat=True).first()
    unnamed = TopicPreference.objects.filter(user=user, topic=UNNAMED).values_list("rhythm", flat=True).first()
    for code, rhythm in rhythms.items():
        topic = topic_named(code)
        if topic is None:
            raise KeyError(code)
        if rhythm == (unnamed or topic.rhythm):
            TopicPreference.objects.filter(user=user, topic=code).delete()
        else:
            TopicPreference.objects.update_or_create(user=user, topic=code, defaults={"rhythm": rhythm})
    events.record(
        verb="notices.preferred", subject=f"user:{user.pk}", actor=user, data={k: str(v) for k, v in rhythms.items()}
    )


@transaction.atomic
def stop_mails(*, user_id: int, topic: str = UNNAMED) -> None:
    """No more mails about a topic to a person, or none at all (what is urgent apart). They may have left meanwhile."""
    person = User.objects.select_for_update().filter(pk=user_id).first()
    if person is None:
        return
    own = TopicPreference.objects.filter(user=person)
    if topic == UNNAMED:
        own.exclude(topic=UNNAMED).delete()
    own.update_or_create(user=person, topic=topic, defaults={"rhythm": Rhythm.NONE})
    events.record(verb="notices.mails_stopped", subject=f"user:{person.pk}", actor=person, data={"topic": topic})


def unsubscribe_token(person: User, *, topic: str = UNNAMED) -> str:
    """What a mail's link is signed with: it ends this person's mails, about one topic or all, and does nothing else."""
    return signing.dumps([person.pk, topic] if topic else person.pk, salt=UNSUBSCRIBE)


def meant_by(*, token: str) -> tuple[int, str] | None:
    """Whose mails a token ends, by id, and about which topic; None when it is no token, or of a topic that is gone."""
    try:
        said = signing.loads(token, salt=UNSUBSCRIBE)
    except signing.BadSignature:
        return None
    user_id, topic = said if isinstance(said, list) and len(said) == 2 else (said, UNNAMED)
    if not isinstance(user_id, int) or (topic != UNNAMED and topic_named(topic) is None):
        return None
    return user_id, topic
