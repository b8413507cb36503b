"""The namespace of a case: its file, which shows alerts and links as well, and all that is done to it."""

from django.urls import path

from hilo.cases import urls
from hilo.desk import case_file

app_name = "cases"
urlpatterns = [*urls.urlpatterns, path("<slug:code>/", case_file.file, name="file")]
