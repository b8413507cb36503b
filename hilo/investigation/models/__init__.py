"""Acts and their letters (``acts``, ``requests``), classification of facts (``offences``), ``analysis``."""

from hilo.investigation.models.acts import Act, ActQuerySet, ActState, ActStep, AskedBy, Origin
from hilo.investigation.models.analysis import Point, PointKind, PointState
from hilo.investigation.models.offences import Charge, Classification
from hilo.investigation.models.requests import Request, RequestState, RequestStep

__all__ = [
    "Act",
    "ActQuerySet",
    "ActState",
    "ActStep",
    "AskedBy",
    "Charge",
    "Classification",
    "Origin",
    "Point",
    "PointKind",
    "PointState",
    "Request",
    "RequestState",
    "RequestStep",
]
