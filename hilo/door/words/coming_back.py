"""Coming back with the code: is it safe now, what has happened, what to write, how to stop."""

from django.utils.translation import gettext_lazy as _

from hilo.door.words.texts import Words, all_ages, young

RETURN = {
    "return.ask": young(_("Escribe tu clave"), _("Escriba su clave")),
    "return.hint": young(
        _("Son 20 números, o las seis palabras en su orden. Con espacios o sin ellos. La puedes pegar."),
        _("Son 20 números, o las seis palabras en su orden. Con espacios o sin ellos. La puede pegar."),
    ),
    "return.why": young(
        _("Con ella ves qué pasó y lo que te escribimos. Lo que contaste no se muestra nunca."),
        _("Con ella ve qué pasó y lo que le escribimos. Lo que contó no se muestra nunca."),
    ),
    "return.go": all_ages(_("Seguir")),
    "return.lost": young(
        _("¿La perdiste? No te podemos dar otra. Lo que contaste sí nos llegó. Puedes contarlo de nuevo, o llamar."),
        _("¿La perdió? No le podemos dar otra. Lo que contó sí nos llegó. Puede contarlo de nuevo, o llamar."),
    ),
    "return.empty": young(_("Escribe aquí tu clave."), _("Escriba aquí su clave.")),
    "return.short": young(_("Faltan números. Son 20."), _("Faltan números. Son 20.")),
    "return.long": young(_("Sobran números. Son 20."), _("Sobran números. Son 20.")),
    "return.digit": young(
        _("Parece que un número no es. Míralos otra vez, uno por uno."),
        _("Parece que un número no es. Mírelos otra vez, uno por uno."),
    ),
    "return.few": all_ages(_("Faltan palabras. Son seis.")),
    "return.many": all_ages(_("Sobran palabras. Son seis.")),
    "return.word": young(
        _("La palabra «%(word)s» no es de una clave. Mira si la escribiste bien."),
        _("La palabra «%(word)s» no es de una clave. Revise si la escribió bien."),
    ),
    "return.words": young(
        _("Esas palabras no van juntas. Mira si falta una, sobra una, o cambió el orden."),
        _("Esas palabras no van juntas. Revise si falta una, sobra una, o cambió el orden."),
    ),
    "return.unknown": young(
        _("Con esa clave ahora no abre nada. Mira si está bien. Si no, puedes contarlo de nuevo, o llamar."),
        _("Con esa clave ahora no abre nada. Revise si está bien. Si no, puede contarlo de nuevo, o llamar."),
    ),
    "return.busy": young(
        _("Espera un momento y toca el botón otra vez. Tu clave sigue escrita aquí."),
        _("Espere un momento y toque el botón otra vez. Su clave sigue escrita aquí."),
    ),
    "return.busy.go": all_ages(_("Intentar otra vez")),
}
SAFE_NOW = {
    "safe_now.ask": young(
        _("¿Puedes escribir sin que nadie te vea ahora?"), _("¿Puede escribir sin que nadie le vea ahora?")
    ),
    "safe_now.why": young(
        _("Aquí hay cosas solo para ti. Si alguien está cerca, es mejor volver después."),
        _("Aquí hay cosas solo para usted. Si alguien está cerca, es mejor volver después."),
    ),
    "safe_now.yes": all_ages(_("Sí")),
    "safe_now.no": all_ages(_("No")),
    "not_now.title": all_ages(_("Mejor después")),
    "not_now.text": young(
        _("Toca Salir rápido. Aquí no se pierde nada. Vuelve con tu clave cuando estés a solas."),
        _("Toque Salir rápido. Aquí no se pierde nada. Vuelva con su clave cuando esté a solas."),
    ),
    "not_now.leave": all_ages(_("Salir ahora")),
    "not_now.go_on": all_ages(_("Seguir de todos modos")),
}
VISIT = {
    "visit.title": all_ages(_("Qué pasa ahora")),
    "visit.next": all_ages(_("Qué sigue")),
    "visit.by": all_ages(_("A más tardar: %(when)s")),
    "visit.late": young(
        _(
            "Dijimos que a más tardar: %(when)s. Ya pasó y lo sentimos: no es por ti. Quien nos revisa lo puede ver. "
            "Si no puedes esperar, llama: 911 si hay peligro, 089 para contar sin decir tu nombre."
        ),
        _(
            "Dijimos que a más tardar: %(when)s. Ya pasó, y lo sentimos. Quien nos revisa lo puede ver. "
            "Si no puede esperar, llame: 911 si hay peligro, 089 para contar sin decir su nombre."
        ),
    ),
    "visit.stopped": young(
        _("Nos pediste que ya no te escribamos, y así lo hacemos. Quien ya lo sabe sigue con el deber de cuidarte."),
        _("Nos pidió que ya no le escribamos, y así lo hacemos. Quien ya lo sabe sigue con el deber de proteger."),
    ),
    "visit.messages": young(_("Lo que te escribimos"), _("Lo que le escribimos")),
    "visit.none": all_ages(_("Todavía no hay nada.")),
    "visit.none_new": young(_("No hay nada nuevo desde que viniste."), _("No hay nada nuevo desde que vino.")),
    "visit.older": all_ages(_("Ver los de antes (%(count)s)")),
    "visit.from": all_ages(_("Del %(when)s")),
    "visit.unreadable": young(
        _("Este mensaje no se puede abrir. No es por ti. Escríbenos y te lo mandamos otra vez."),
        _("Este mensaje no se puede abrir. Escríbanos y se lo mandamos otra vez."),
    ),
    "visit.minutes": all_ages(_("Esta página se cierra sola en %(minutes)s minutos.")),
    "visit.gone": young(
        _("La página se cerró para cuidarte. Escribe tu clave otra vez."),
        _("La página se cerró para cuidarle. Escriba su clave otra vez."),
    ),
    "visit.doing": young(_("Lo que puedes hacer"), _("Lo que puede hacer")),
    "visit.back": all_ages(_("Volver")),
}
WRITING = {
    "visit.write": all_ages(_("Escribir un mensaje")),
    "visit.write.hint": young(
        _("Lo lee el mismo equipo. Puede ser una duda o lo que necesites."),
        _("Lo lee el mismo equipo. Puede ser una duda o lo que necesite."),
    ),
    "visit.write.go": all_ages(_("Enviar")),
    "visit.wrote": young(
        _("Ya nos llegó. El equipo lo lee y te responde aquí."), _("Ya nos llegó. El equipo lo lee y le responde aquí.")
    ),
    "visit.add": all_ages(_("Contar algo más")),
    "visit.add.hint": young(
        _("No tienes que repetir lo que ya dijiste. Di solo lo que quieras."),
        _("No tiene que repetir lo que ya dijo. Diga solo lo que quiera."),
    ),
    "visit.add.go": all_ages(_("Enviar")),
    "visit.added": young(
        _("Ya nos llegó. Gracias por contarlo. No es tu culpa."), _("Ya nos llegó. Gracias por contarlo.")
    ),
    "visit.kept": young(_("Aquí está lo que escribías. No se perdió."), _("Aquí está lo que escribía. No se perdió.")),
    "visit.empty": young(_("Escribe algo antes de enviar."), _("Escriba algo antes de enviar.")),
    "visit.too_long": young(
        _("Es muy largo: caben %(most)s letras. Mándalo en dos partes."),
        _("Es muy largo: caben %(most)s letras. Mándelo en dos partes."),
    ),
}
STOPPING = {
    "visit.stop": all_ages(_("Que ya no me escriban")),
    "visit.stop.text": Words(
        child=_(
            "Ya no te vamos a escribir. Pero lo que contaste no se borra: quien ya lo sabe tiene que cuidarte. "
            "Si cambias de idea, vuelve y escribe."
        ),
        teen=_(
            "Ya no te vamos a escribir. Pero lo que contaste no se borra: quien ya lo sabe tiene el deber de cuidarte. "
            "Si cambias de idea, vuelve y escribe."
        ),
        adult=_(
            "Ya no le vamos a escribir. Pero lo que contó no se borra: quien ya lo sabe tiene el deber de proteger. "
            "Si cambia de idea, vuelva y escriba."
        ),
    ),
    "visit.stop.go": all_ages(_("Sí, ya no me escriban")),
    "visit.stop.done": young(
        _("Está bien. Ya no te escribimos. Tu clave sigue abriendo."),
        _("Está bien. Ya no le escribimos. Su clave sigue abriendo."),
    ),
    "visit.lock": all_ages(_("Cerrar mi clave para siempre")),
    "visit.lock.text": young(
        _(
            "Hazlo si alguien más la tiene. Después no abre para nadie, tampoco para ti. No se puede cambiar. "
            "Lo que contaste sigue con el equipo, y el equipo sigue ayudando."
        ),
        _(
            "Hágalo si alguien más la tiene. Después no abre para nadie, tampoco para usted. No se puede cambiar. "
            "Lo que contó sigue con el equipo, y el equipo sigue ayudando."
        ),
    ),
    "visit.lock.go": all_ages(_("Sí, cerrar mi clave")),
    "visit.lock.done": young(
        _("Tu clave ya no abre. Si quieres decir algo más, cuéntalo de nuevo y tendrás otra."),
        _("Su clave ya no abre. Si quiere decir algo más, cuéntelo de nuevo y tendrá otra."),
    ),
}
COMING_BACK = RETURN | SAFE_NOW | VISIT | WRITING | STOPPING
