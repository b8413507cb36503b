"""How not to be seen here, and, honestly, what this page cannot protect from."""

from django.utils.translation import gettext_lazy as _

from hilo.door.words.texts import all_ages, young

SAFETY = {
    "safety.title": all_ages(_("Estar a salvo aquí")),
    "safety.watched": young(
        _("¿Alguien te está mirando? Sal ahora. Vuelve cuando estés a solas."),
        _("¿Alguien le está mirando? Salga ahora. Vuelva cuando esté a solas."),
    ),
    "safety.shared": young(
        _("¿El celular es de otra persona, o lo revisa? Usa otro: el de una amiga o el de alguien en quien confías."),
        _("¿El celular es de otra persona, o lo revisa? Use otro: el de alguien en quien confía."),
    ),
    "safety.private": young(
        _(
            "Abre una ventana privada. Búscala en el menú del navegador, como privada o de incógnito. "
            "Cuando la cierras, tu visita no queda en la lista."
        ),
        _(
            "Abra una ventana privada. Búsquela en el menú del navegador, como privada o de incógnito. "
            "Cuando la cierra, su visita no queda en la lista."
        ),
    ),
    "safety.history": young(
        _(
            "Si no abriste una ventana privada, borra esta página del historial al terminar. "
            "Borra solo esta: si lo borras todo, se nota."
        ),
        _(
            "Si no abrió una ventana privada, borre esta página del historial al terminar. "
            "Borre solo esta: si lo borra todo, se nota."
        ),
    ),
    "safety.code": young(
        _(
            "Esconde tu clave. Guárdala como si fuera un teléfono, o apréndete las seis palabras. "
            "No le tomes foto y no le pongas «clave»."
        ),
        _(
            "Esconda su clave. Guárdela como si fuera un teléfono, o apréndase las seis palabras. "
            "No le tome foto y no le ponga «clave»."
        ),
    ),
}
CANNOT = {
    "safety.cannot": all_ages(_("Lo que esta página no puede hacer")),
    "safety.cannot.looking": young(
        _("No puede parar a quien mira tu pantalla o te quita el celular."),
        _("No puede parar a quien mira su pantalla o le quita el celular."),
    ),
    "safety.cannot.spy": young(
        _("No puede parar una app que espía. Si crees que hay una, usa otro celular."),
        _("No puede parar una app que espía. Si cree que hay una, use otro celular."),
    ),
    "safety.cannot.history": young(
        _("No puede borrar del historial que la abriste."), _("No puede borrar del historial que la abrió.")
    ),
    "safety.cannot.bill": all_ages(
        _("No puede borrar una llamada. Quien paga el teléfono puede ver a qué número se llamó.")
    ),
    "safety.cannot.network": young(
        _("Quien maneja el internet de tu casa o de tu escuela puede ver que la abriste. No ve lo que escribes."),
        _("Quien maneja el internet de la casa o del trabajo puede ver que la abrió. No ve lo que escribe."),
    ),
    "safety.cannot.secret": young(
        _("No puede prometer un secreto. Quien lee lo que cuentas tiene que hacer algo para cuidarte."),
        _("No puede prometer un secreto. Quien lee lo que cuenta tiene el deber de actuar."),
    ),
    "safety.cannot.reads": young(
        _("Al enviar, la máquina de esta página ve lo que escribes. Después queda cerrado: lo abre quien te ayuda."),
        _("Al enviar, la máquina de esta página ve lo que escribe. Después queda cerrado: lo abre quien atiende."),
    ),
    "safety.cannot.code": young(
        _("No puede darte otra clave. Si la pierdes, de todos modos leemos lo que contaste."),
        _("No puede darle otra clave. Si la pierde, de todos modos leemos lo que contó."),
    ),
}
STAYING_SAFE = SAFETY | CANNOT
