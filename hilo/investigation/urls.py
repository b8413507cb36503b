"""Addresses of the plan, its acts and letters, the analysis and the classification of facts."""

from hilo.investigation import act_urls, analysis_urls, offence_urls, request_urls

app_name = "investigation"
urlpatterns = [
    *act_urls.urlpatterns,
    *request_urls.urlpatterns,
    *analysis_urls.urlpatterns,
    *offence_urls.urlpatterns,
]
