"""Addresses of hearing a child: tellings, interviews, transcripts and their layers, several accounts, practice."""

from hilo.testimony import (
    across_urls,
    case_urls,
    disclosure_urls,
    double_urls,
    indicator_urls,
    interview_urls,
    practice_urls,
    prompt_urls,
    telling_urls,
    transcript_urls,
)

app_name = "testimony"
urlpatterns = [
    *case_urls.urlpatterns,
    *telling_urls.urlpatterns,
    *interview_urls.urlpatterns,
    *transcript_urls.urlpatterns,
    *prompt_urls.urlpatterns,
    *indicator_urls.urlpatterns,
    *disclosure_urls.urlpatterns,
    *double_urls.urlpatterns,
    *across_urls.urlpatterns,
    *practice_urls.urlpatterns,
]
