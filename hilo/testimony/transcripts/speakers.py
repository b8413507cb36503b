"""Whose voice a name stands for, in transcripts that Spanish-speaking offices write."""

import unicodedata

from hilo.testimony.transcripts.model import Role

_NAMES: dict[Role, str] = {
    "child": """n nna nino nina nino/a nina/o nina/nino nino/nina menor adolescente r respuesta respondiente c chi child
        entrevistado entrevistada""",
    "interviewer": """e entrevistador entrevistadora entrevistador/a entrevistadora/or p pregunta i ent inv exp
        psicologo psicologa perito perita investigador investigadora facilitador facilitadora interviewer investigator
        adulto adulta""",
    "other": """mama madre papa padre abuela abuelo tia tio tutor tutora hermana hermano interprete traductor traductora
        asesor asesora defensor defensora fiscal juez jueza mp acompanante trabajadora_social maestra maestro
        otro otra""",
}
_ROLES = {name: role for role, names in _NAMES.items() for name in names.split()}


def role_of(name: str) -> Role | None:
    """The role that a speaker's name tells, or None. The number of «Niña 2» or «E1» does not matter."""
    plain = fold(name).rstrip("0123456789").strip(" ._-")
    return _ROLES.get(plain.removeprefix("el ").removeprefix("la ").replace(" ", "_"))


def fold(name: str) -> str:
    """Lower case without accents, for comparing names only."""
    return "".join(c for c in unicodedata.normalize("NFD", name.casefold()) if not unicodedata.combining(c)).strip()
