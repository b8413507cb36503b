"""Who may hear, read and code a child's words. Each check raises Denied with what to do."""

from datetime import datetime

from django.utils.translation import gettext as _

from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.cases.access import Sight
from hilo.cases.models import Case, PersonInCase
from hilo.cases.policies import check_holds, check_open
from hilo.door.images import holds_picture
from hilo.lib.errors import Denied


def check_child(case: Case, child: PersonInCase) -> None:
    """The child is one of this case."""
    if child.case_id != case.pk or child.role != PersonInCase.Role.CHILD:
        raise Denied(_("Elija a la niña, niño o adolescente de este caso."))


def check_can_hold(case: Case, *, by: User) -> None:
    """Whoever interviews children, in an open case of one's institution."""
    check_holds(case, by, Permission.INTERVIEW_HOLD)
    check_open(case)


def check_can_record(case: Case, *, by: User) -> None:
    """Whoever writes down tellings and disclosure histories, in an open case of one's institution."""
    check_holds(case, by, Permission.TELLING_RECORD)
    check_open(case)


def check_can_code(case: Case, *, by: User) -> None:
    """Whoever keeps transcripts and codes them, in a case of one's institution, also a closed one."""
    check_holds(case, by, Permission.TESTIMONY_CODE)


def check_can_read(*, by: User, sight: Sight, kept_at: datetime) -> None:
    """The institution that holds the case, unless the narrative did not travel to it."""
    if not by.has(Permission.TESTIMONY_READ):
        raise Denied(_("Su papel no abre relatos. Pídalo a quien lleva el caso."))
    if not sight.mine or hidden(kept_at, sight):
        raise Denied(_("Este relato no viajó con el caso. Pídalo a la institución que lo guardó."))


def hidden(kept_at: datetime, sight: Sight) -> bool:
    """Whether what a child said, kept at that moment, stayed with the institution that had the case before."""
    return sight.hides("narratives", kept_at)


def check_text(text: str) -> None:
    """Words, not a picture or another file written out in signs."""
    if holds_picture(text):
        raise Denied(
            _("Esto parece una imagen u otro archivo escrito en signos, y aquí no se guardan. Quítelo y guarde.")
        )
