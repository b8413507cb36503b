"""Hearing a child (``hearing``), the words and what stands beside them (``words``), how the word travelled
(``history``), two coders of one text (``agreement``), several accounts (``across``), rehearsals (``practice``).
"""

from hilo.testimony.models.across import Comparison
from hilo.testimony.models.agreement import Study, StudyCode, StudyCoder, StudyResult, StudyText
from hilo.testimony.models.hearing import ChildKey, Hearer, Interview, InterviewQuerySet, InterviewState, Telling
from hilo.testimony.models.history import DisclosureEntry
from hilo.testimony.models.practice import Rehearsal
from hilo.testimony.models.words import Draft, Layer, Mark, MarkState, Run, Transcript

__all__ = [
    "ChildKey",
    "Comparison",
    "DisclosureEntry",
    "Draft",
    "Hearer",
    "Interview",
    "InterviewQuerySet",
    "InterviewState",
    "Layer",
    "Mark",
    "MarkState",
    "Rehearsal",
    "Run",
    "Study",
    "StudyCode",
    "StudyCoder",
    "StudyResult",
    "StudyText",
    "Telling",
    "Transcript",
]
