"""What the law asks of who works with children, for the path of schools and services. Only adults are shown these."""

from django.utils.translation import gettext_lazy as _

from hilo.door.words.texts import all_ages

SERVICE = {
    "service.title": all_ages(_("Qué le pide la ley")),
    "service.lead": all_ages(
        _(
            "Si trabaja con niñas, niños o adolescentes y sabe que alguien les hace daño, debe avisar ya. "
            "No hace falta que tenga pruebas."
        )
    ),
    "service.duty": all_ages(
        _(
            "El aviso va de inmediato al Ministerio Público. No basta una queja dentro de la escuela o del servicio. "
            "Avise también a la Procuraduría de Protección de Niñas, Niños y Adolescentes. "
            "Si hay peligro ahora, llame primero al 911."
        )
    ),
    "service.how": all_ages(_("Qué hacer")),
    "service.how.listen": all_ages(_("Escuche y diga: «No es tu culpa. Hiciste bien en contarlo».")),
    "service.how.words": all_ages(_("Escriba sus palabras tal como las dijo, con la fecha y la hora.")),
    "service.how.wait": all_ages(
        _("No le haga más preguntas. Eso le toca a personal preparado, y una sola vez si se puede.")
    ),
    "service.how.honest": all_ages(_("No prometa un secreto. Dígale con quién va a hablar y para qué.")),
    "service.how.keep": all_ages(_("No borre ni mueva nada. Anote quién estuvo, dónde y a qué hora.")),
    "service.never": all_ages(_("Qué no hacer")),
    "service.never.inquiry": all_ages(_("No investigue por su cuenta ni espere a que lo haga la escuela.")),
    "service.never.confront": all_ages(_("No enfrente a quien lo hizo, ni le avise. No los junte.")),
    "service.never.pictures": all_ages(_("No pida, no mire y no copie fotos ni videos. Anote solo dónde están.")),
    "service.never.agree": all_ages(_("No busque un arreglo entre familias.")),
    "service.law": all_ages(_("Dónde lo dice la ley")),
    "service.law.school": all_ages(
        _("Ley General de Educación, artículos 73 (párrafo 3) y 74 VII: el personal escolar avisa de inmediato.")
    ),
    "service.law.anyone": all_ages(
        _(
            "Ley General de los Derechos de Niñas, Niños y Adolescentes, artículos 12 y 49: "
            "toda persona avisa de inmediato."
        )
    ),
    "service.law.official": all_ages(
        _("Código Nacional de Procedimientos Penales, artículo 222: quien es servidor público debe denunciar.")
    ),
    "service.law.penalty": all_ages(
        _(
            "Código Penal Federal, artículo 209: es delito saber de ciertos delitos sexuales contra niñas, niños o "
            "adolescentes y no avisar. También para personal de escuelas y de iglesias."
        )
    ),
    "service.law.caution": all_ages(
        _(
            "Textos leídos en 2025 y 2026. Falta que una persona abogada los confirme; cada estado puede pedir más. "
            "Este aviso no cambia su deber de denunciar: guarde la clave y anote cuándo lo envió."
        )
    ),
    "service.next": all_ages(_("Avisar ahora")),
}
