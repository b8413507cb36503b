"""The six states in which somebody who told can find their report: what is happening, and what comes next."""

from django.utils.translation import gettext_lazy as _

from hilo.door.words.texts import Words, all_ages, young

STAGES = {
    "stage.received.title": young(_("Recibimos tu mensaje"), _("Recibimos su mensaje")),
    "stage.received.now": young(_("Ya está con nosotros y no se pierde."), _("Ya está con nosotros y no se pierde.")),
    "stage.received.next": young(
        _("Una persona lo va a leer y te va a escribir aquí."), _("Una persona lo va a leer y le va a escribir aquí.")
    ),
    "stage.reading.title": all_ages(_("Ya lo lee una persona")),
    "stage.reading.now": young(_("Quien lo lee piensa cómo ayudarte."), _("Quien lo lee piensa cómo ayudar.")),
    "stage.reading.next": young(
        _("Te vamos a escribir qué va a pasar y cuándo."), _("Le vamos a escribir qué va a pasar y cuándo.")
    ),
    "stage.answered.title": young(_("Te escribimos"), _("Le escribimos")),
    "stage.answered.now": young(_("Aquí abajo está lo que te escribimos."), _("Aquí abajo está lo que le escribimos.")),
    "stage.answered.next": young(
        _("Puedes responder, si quieres. Mientras, vemos qué más hace falta."),
        _("Puede responder, si quiere. Mientras, vemos qué más hace falta."),
    ),
    "stage.help_asked.title": all_ages(_("Pedimos ayuda")),
    "stage.help_asked.now": Words(
        child=_("Le pedimos a otra oficina que también te cuide."),
        teen=_("Le pedimos a otra oficina que también te cuide."),
        adult=_("Le pedimos a otra autoridad que ayude a proteger."),
    ),
    "stage.help_asked.next": young(
        _("Esa oficina tiene que responder. Te vamos a decir qué dijo."),
        _("Esa autoridad tiene que responder. Le vamos a decir qué dijo."),
    ),
    "stage.following.title": all_ages(_("Seguimos al pendiente")),
    "stage.following.now": young(
        _("Otras personas ya ayudan. Nosotros vemos que cumplan."),
        _("Otras personas ya ayudan. Nosotros vemos que cumplan."),
    ),
    "stage.following.next": young(
        _("Si hay algo nuevo, te lo escribimos aquí."), _("Si hay algo nuevo, se lo escribimos aquí.")
    ),
    "stage.closed.title": all_ages(_("Cerramos")),
    "stage.closed.now": young(
        _("Terminamos lo que podíamos hacer con tu mensaje."), _("Terminamos lo que podíamos hacer con su mensaje.")
    ),
    "stage.closed.next": young(
        _("Si vuelve a pasar, o falta algo, escríbenos. Lo volvemos a ver."),
        _("Si vuelve a pasar, o falta algo, escríbanos. Lo volvemos a ver."),
    ),
}
