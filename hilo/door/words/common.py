"""Words that stand on every page: going on, going back, leaving, danger now, what went wrong with a form."""

from django.utils.translation import gettext_lazy as _

from hilo.door.words.texts import Words, all_ages, young

BUTTONS = {
    "common.title": all_ages(_("Inicio")),  # of the window and of the history: says nothing
    "common.yes": all_ages(_("Sí")),
    "common.no": all_ages(_("No")),
    "common.next": all_ages(_("Continuar")),
    "common.back": all_ages(_("Atrás")),
    "common.skip": all_ages(_("Saltar esta pregunta")),
    "common.finish": all_ages(_("Ya es todo, revisar")),
    "common.leave": all_ages(_("Salir rápido")),
    "common.help": all_ages(_("Quién ayuda")),
    "common.safety": all_ages(_("Estar a salvo aquí")),
    "common.done": all_ages(_("Listo.")),
    "common.go_on": all_ages(_("Seguir")),
    "common.choose": young(_("Elige, si quieres"), _("Elija, si quiere")),
}

LINES = {
    "common.danger_911": young(_("¿Peligro ahora? Llama al 911"), _("¿Peligro ahora? Llame al 911")),
    "common.leave_hint": young(
        _("Borra lo que escribiste aquí y abre otra página. También con la tecla Escape, tres veces."),
        _("Borra lo que escribió aquí y abre otra página. También con la tecla Escape, tres veces."),
    ),
    "common.bar": young(_("Después de tocar un botón, sigue aquí:"), _("Después de tocar un botón, siga aquí:")),
    "common.life": young(
        _("Si dejas de usar esta página, lo que escribiste se borra solo en %(minutes)s minutos."),
        _("Si deja de usar esta página, lo que escribió se borra solo en %(minutes)s minutos."),
    ),
    "common.expired": young(
        _("Pasó mucho tiempo y lo que escribiste se borró, para cuidarte. Puedes empezar de nuevo cuando quieras."),
        _("Pasó mucho tiempo y lo que escribió se borró, para cuidarle. Puede empezar de nuevo cuando quiera."),
    ),
    "common.no_cookie_title": all_ages(_("Esta página no puede seguir")),
    "common.no_cookie": Words(
        child=_(
            "Tu celular no deja que la página guarde por un rato lo que pones. No hiciste nada mal. "
            "Prueba con otro celular, o llama: 911 si hay peligro, 089 para contar sin decir tu nombre."
        ),
        teen=_(
            "Tu navegador no deja que la página guarde por un rato lo que escribes. No hiciste nada mal. "
            "Prueba con otro navegador, o llama: 911 si hay peligro, 089 para contar sin decir tu nombre."
        ),
        adult=_(
            "Su navegador no deja que la página guarde por un rato lo que escribe. "
            "Pruebe con otro navegador, o llame: 911 si hay peligro, 089 para contar sin decir su nombre."
        ),
    ),
}
ERRORS = {
    "common.errors": young(_("Mira esto"), _("Mire esto")),
    "error.needed": young(_("Escribe aquí qué pasó. Puede ser poco."), _("Escriba aquí qué pasó. Puede ser poco.")),
    "error.too_long": young(
        _("Es muy largo: caben %(most)s letras. Corta un poco. Después puedes contar más con tu clave."),
        _("Es muy largo: caben %(most)s letras. Corte un poco. Después puede contar más con su clave."),
    ),
    "error.choice": young(_("Elige una de las respuestas, o salta."), _("Elija una de las respuestas, o salte.")),
    "error.image": young(
        _("Aquí venía una foto hecha letras, y no la guardamos. No hiciste nada mal. Cuéntalo con palabras."),
        _("Aquí venía una foto hecha letras, y no la guardamos. Cuéntelo con palabras."),
    ),
    "error.image_link": all_ages(_("Cómo pedir que quiten una foto de internet")),
}
COMMON = BUTTONS | LINES | ERRORS
