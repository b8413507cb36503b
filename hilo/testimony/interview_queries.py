"""What there is to know of a child's interviews before one is planned, held or read about."""

from hilo.accounts.models import SensitiveRead, User
from hilo.cases.models import PersonInCase
from hilo.testimony.child_queries import same_child
from hilo.testimony.models import Interview, Transcript


def has_ahead(user: User, child: PersonInCase) -> bool:
    """Whether this person has an interview with this child, in any case, planned or under way."""
    mine = Interview.objects.ahead().filter(interviewer=user)
    if mine.filter(child=child).exists():
        return True
    return mine.exists() and mine.filter(child__in=same_child(child)).exists()


def has_read_suggestions(user: User, child: PersonInCase) -> bool:
    """Whether this person read what a machine suggests about this child, in any case."""
    of_child = Transcript.objects.filter(child__in=same_child(child)).values("pk")
    looks = SensitiveRead.objects.filter(user=user, subject_kind="transcript", field="suggestions")
    return looks.filter(subject_id__in=of_child).exists()
