"""Danger now, check your answers, the code, and what is said when it has been sent."""

from django.utils.translation import gettext_lazy as _

from hilo.door.words.texts import Words, all_ages, young

URGENT = {
    "urgent.title": all_ages(_("Hay peligro ahora")),
    "urgent.call": young(
        _("Si puedes, llama ya al 911. Di dónde estás y qué pasa."),
        _("Si puede, llame ya al 911. Diga dónde es y qué pasa."),
    ),
    "urgent.link": all_ages(_("Llamar al 911")),
    "urgent.cannot_talk": young(
        _("Si no puedes hablar, escribe aquí. Lo leemos antes que lo demás. Pero tarda más que el 911."),
        _("Si no puede hablar, escriba aquí. Lo leemos antes que lo demás. Pero tarda más que el 911."),
    ),
    "urgent.account": all_ages(_("¿Qué pasa?")),
    "urgent.where": young(_("¿Dónde estás? La calle, la colonia o algo que se vea cerca"), _("¿Dónde es?")),
    "urgent.state": all_ages(_("¿En qué estado?")),
    "urgent.about": all_ages(_("¿A quién le pasa?")),
    "urgent.me": all_ages(_("A mí")),
    "urgent.known": all_ages(_("A otra persona")),
    "urgent.next": all_ages(_("Seguir")),
}
CHECK = {
    "check.title": young(_("Mira si está bien"), _("Revise si está bien")),
    "check.lead": young(
        _("Todavía no se envía nada. Puedes cambiar o borrar lo que quieras."),
        _("Todavía no se envía nada. Puede cambiar o borrar lo que quiera."),
    ),
    "check.change": all_ages(_("Cambiar")),
    "check.empty": all_ages(_("Sin respuesta")),
    "check.who_reads": Words(
        child=_("Lo va a leer un equipo que cuida a niñas y niños. Ellos van a hacer algo para cuidarte."),
        teen=_("Lo va a leer un equipo que recibe avisos. Tiene el deber de protegerte y puede pedir ayuda a otros."),
        adult=_("Lo leerá una unidad de recepción. Tiene el deber de proteger y de avisar a la autoridad."),
    ),
    "check.next": all_ages(_("Está bien, seguir")),
    "check.send": all_ages(_("Enviar ahora")),
}
CODE = {
    "code.title": young(_("Esta es tu clave"), _("Esta es su clave")),
    "code.lead": young(
        _("Guárdala antes de enviar. Con ella vuelves y ves qué pasó. Si se pierde, no te podemos dar otra."),
        _("Guárdela antes de enviar. Con ella vuelve y ve qué pasó. Si se pierde, no le podemos dar otra."),
    ),
    "code.digits": all_ages(_("En números")),
    "code.words": all_ages(_("O en seis palabras: sirven igual")),
    "code.keep": young(
        _(
            "Cópiala en un papel, o guárdala en el celular como si fuera un teléfono. No le pongas «clave». "
            "Quien la tenga puede leer lo que te respondan, pero no lo que contaste."
        ),
        _(
            "Cópiela en un papel, o guárdela en el celular como si fuera un teléfono. No le ponga «clave». "
            "Quien la tenga puede leer lo que le respondan, pero no lo que contó."
        ),
    ),
    "code.print": young(
        _("También puedes imprimir esta página, si nadie más va a ver el papel."),
        _("También puede imprimir esta página, si nadie más va a ver el papel."),
    ),
    "code.next": all_ages(_("Ya la guardé, enviar")),
}
SENT = {
    "sent.title": all_ages(_("Ya lo tenemos")),
    "sent.lead": Words(
        child=_("Gracias por contarlo. Hiciste bien."),
        teen=_("Gracias por contarlo. Hiciste bien, y no fue fácil."),
        adult=_("Gracias por contarlo. Hizo bien."),
    ),
    "sent.not_fault": young(_("No es tu culpa."), _("No es culpa de quien lo vive o lo vivió.")),
    "sent.next": young(
        _(
            "Una persona va a leer lo que contaste. En menos de %(hours)s horas te escribe aquí qué va a pasar. "
            "Entra con tu clave para leerlo."
        ),
        _(
            "Una persona va a leer lo que contó. En menos de %(hours)s horas le escribe aquí qué va a pasar. "
            "Entre con su clave para leerlo."
        ),
    ),
    "sent.code": young(_("Tu clave, otra vez"), _("Su clave, otra vez")),
    "sent.images": all_ages(
        _(
            "Take It Down ayuda a quitar de internet fotos y videos íntimos de cuando alguien tenía menos de 18 años. "
            "La foto no sale del celular: la página hace de ella un número y busca ese número en las redes que "
            "participan. No pide el nombre. Si alguien cambió la foto, ese número ya no la encuentra."
        )
    ),
    "sent.images_link": all_ages(_("Ir a Take It Down. Queda en el historial")),
    "sent.danger": young(
        _("Si hay peligro, no esperes a que te escribamos. Llama al 911."),
        _("Si hay peligro, no espere a que le escribamos. Llame al 911."),
    ),
    "sent.leave": all_ages(_("Salir y borrar")),
}
LAST_STEPS = URGENT | CHECK | CODE | SENT
