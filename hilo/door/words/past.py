"""What happened long ago: that it can be told, and what is known of the time that the law gives.

Articles and dates: the federal penal code of 13-03-2026, articles 107 Bis and 205 Bis; that of Nayarit, article 140 (of
09-10-2025); that of Morelos, articles 99 and 100 Bis (of 27-05-2026). No other state's has been read.
"""

from django.utils.translation import gettext_lazy as _

from hilo.door.words.texts import young

ASK = young(
    _("Aunque creas que ya es tarde, puedes preguntar. Aquí te leemos."),
    _("Aunque crea que ya es tarde, puede preguntar. Que venció el plazo solo lo puede decir una autoridad."),
)
PAST = {
    "past.title": young(_("No es tarde para contarlo"), _("No es tarde para contarlo")),
    "past.lead": young(
        _("Mucha gente lo cuenta años después. No es tu culpa, y no tienes que recordar todo."),
        _("Mucha gente lo cuenta años después. No es su culpa, y no tiene que recordar todo."),
    ),
    "past.limits": young(_("¿Hay un día en que ya no se puede?"), _("¿Hasta cuándo se puede denunciar?")),
    "past.limits.federal": young(
        _("Para muchos de estos daños, si tenías menos de 18 años, la ley no pone un último día."),
        _(
            "Código Penal Federal, artículo 107 Bis: no vencen nunca el abuso sexual de una niña, niño o adolescente "
            "(261), el estupro (262), la violación equiparada (266) y el abuso de quien tenía su confianza (209 Bis). "
            "Tampoco hacer o mostrar material de abuso sexual infantil (202), mostrar pornografía a quien "
            "no tiene 18 años (200), la explotación sexual (203, 203 Bis, 204) ni la corrupción (201)."
        ),
    ),
    "past.limits.from_18": young(
        _("Para otros hay un tiempo, y empieza a contar cuando cumples 18 años."),
        _(
            "Otros delitos sexuales y la trata sí vencen, pero el tiempo empieza a correr a los 18 años de la víctima. "
            "Así es desde el 18 de octubre de 2023."
        ),
    ),
    "past.limits.grooming": young(
        _("Si fue alguien que te pedía fotos por internet, hay menos tiempo. Cuéntalo pronto, si puedes."),
        _(
            "Pedir por internet fotos sexuales o una cita a una niña, niño o adolescente (199 Septies) sí vence: "
            "el artículo 107 Bis no lo nombra. En Morelos no vence (158 Bis y 100 Bis). Conviene avisar pronto."
        ),
    ),
    "past.limits.states": young(
        _("En cada estado la ley cambia un poco. El equipo lo revisa por ti."),
        _(
            "Casi siempre cuenta la ley del estado. Nayarit, artículo 140: no vencen la violación, el abuso sexual "
            "ni el material de abuso sexual infantil. Morelos, artículo 100 Bis: no vencen los delitos sexuales "
            "de su título séptimo. El material de abuso sexual infantil está en otro título, y ahí falta confirmarlo. "
            "De los demás estados no lo hemos leído: está por confirmar."
        ),
    ),
    "past.limits.before": young(
        _("Si pasó hace muchos años, puede contar la ley de antes. También eso lo revisa el equipo."),
        _(
            "Por confirmar: si pasó antes de esas leyes, puede contar la de entonces. "
            "Una persona abogada debe revisar cada caso."
        ),
    ),
    "past.limits.ask": ASK,
    "past.next": young(_("Seguir"), _("Seguir")),
}
