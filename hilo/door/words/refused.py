"""What is not taken, or did not work, and what to do instead; said kindly, since nobody did anything wrong."""

from django.utils.translation import gettext_lazy as _

from hilo.door.words.texts import all_ages, young

AGAIN = young(
    _("La página no entendió lo que llegó. No hiciste nada mal. Vuelve al inicio y prueba otra vez."),
    _("La página no entendió lo que llegó. Vuelva al inicio y pruebe otra vez."),
)
REFUSED = {
    "refused.400.title": all_ages(_("Algo no llegó bien")),
    "refused.400.text": AGAIN,
    "refused.403.title": all_ages(_("Hay que empezar de nuevo")),
    "refused.403.text": young(
        _("Esta página se quedó abierta mucho tiempo, o se abrió desde otro lugar. Vuelve al inicio."),
        _("Esta página se quedó abierta mucho tiempo, o se abrió desde otro lugar. Vuelva al inicio."),
    ),
    "refused.404.title": all_ages(_("Aquí no hay nada")),
    "refused.404.text": young(_("Vuelve al inicio. Ahí está todo."), _("Vuelva al inicio. Ahí está todo.")),
    "refused.405.title": all_ages(_("Algo no llegó bien")),
    "refused.405.text": AGAIN,
    "refused.413.title": all_ages(_("Es muy largo")),
    "refused.413.text": young(
        _("No cabe todo de una vez. Manda una parte. Después puedes contar más con tu clave."),
        _("No cabe todo de una vez. Mande una parte. Después puede contar más con su clave."),
    ),
    "refused.415.title": all_ages(_("Aquí no se mandan fotos ni archivos")),
    "refused.415.text": young(
        _(
            "No guardamos nada de lo que mandaste. No hiciste nada mal. No hacen falta fotos para ayudarte: "
            "cuéntalo con palabras."
        ),
        _("No guardamos nada de lo que mandó. No hacen falta fotos para ayudar: cuéntelo con palabras."),
    ),
    "refused.415.link": all_ages(_("Cómo pedir que quiten una foto de internet")),
    "refused.500.title": all_ages(_("Algo falló aquí")),
    "refused.500.text": young(
        _("Fue la página, no tú. Espera un poco y prueba otra vez. Si hay peligro, llama al 911."),
        _("Fue la página, no usted. Espere un poco y pruebe otra vez. Si hay peligro, llame al 911."),
    ),
    "refused.503.title": all_ages(_("Por ahora aquí no se puede")),
    "refused.503.text": young(
        _("Si hay peligro, llama al 911. Para contar sin decir tu nombre, llama al 089. Prueba aquí más tarde."),
        _("Si hay peligro, llame al 911. Para contar sin decir su nombre, llame al 089. Pruebe aquí más tarde."),
    ),
    "refused.start": all_ages(_("Ir al inicio")),
}
