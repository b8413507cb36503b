"""Reads about reports for whoever watches the machine."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from hilo.door.models import News, Report


@dataclass(frozen=True)
class Waiting:
    """Reports that are no case yet, and news that stand on no thread yet. ``since``: seconds the oldest waits."""

    reports: int = 0
    since: int = 0
    slow: int = 0  # of the reports, those in the slow lane
    news: int = 0


def waiting(now: datetime) -> Waiting:
    """What has come in and nobody can see yet: three queries."""
    rows = Report.objects.filter(taken_at__isnull=True)
    found = rows.filter(slow=False).aggregate(n=Count("pk"), oldest=Min("arrived_at"))
    slow = rows.filter(slow=True).count()
    since = max(int((now - found["oldest"]).total_seconds()), 0) if found["oldest"] else 0
    news = News.objects.filter(noticed_at__isnull=True, report__taken_at__isnull=False).count()
    return Waiting(reports=found["n"] + slow, since=since, slow=slow, news=news)
