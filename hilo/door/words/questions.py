"""The questions, one a page: what is asked, for what, a hint, and its short name among the answers.

They speak of "quien lo hizo" and "lo que pasa" without saying to whom, so that the same words serve whoever tells: the
child, a friend, a mother, a teacher. None asks for a reason: nobody has to explain themselves here.
"""

from django.utils.translation import gettext_lazy as _

from hilo.door.words.texts import Words, all_ages, young

AGES = {
    "age.ask": young(_("¿Cuántos años tienes?"), _("¿Cuántos años tiene?")),
    "age.why": young(_("Así usamos palabras para tu edad."), _("Así usamos palabras para su edad.")),
    "age.hint": young(_("No hace falta el día en que naciste."), _("No hace falta el día en que nació.")),
    "age.under_12": all_ages(_("Menos de 12")),
    "age.teen": all_ages(_("De 12 a 17")),
    "age.adult": all_ages(_("18 o más")),
    "age.short": young(_("Tu edad"), _("Su edad")),
    "child_age.ask": young(_("¿Qué edad tiene esa persona?"), _("¿Cuántos años tiene la niña, niño o adolescente?")),
    "child_age.why": all_ages(_("Así sabemos a quién pedir ayuda.")),
    "child_age.hint": all_ages(_("Más o menos está bien.")),
    "child_age.under_12": all_ages(_("Menos de 12")),
    "child_age.teen": all_ages(_("De 12 a 17")),
    "child_age.adult": all_ages(_("18 o más")),
    "child_age.short": all_ages(_("Cuántos años tiene")),
}
WHAT = {
    "danger.ask": all_ages(_("¿Hay peligro ahora?")),
    "danger.why": young(
        _("Si hay peligro, lo leemos antes que lo demás."), _("Si hay peligro, lo leemos antes que lo demás.")
    ),
    "danger.hint": young(
        _("Si lo hay, llama al 911. Es más rápido que escribir."),
        _("Si lo hay, llame al 911. Es más rápido que escribir."),
    ),
    "danger.short": all_ages(_("Peligro ahora")),
    "account.ask": Words(
        child=_("¿Qué pasó? Cuéntalo como puedas."),
        teen=_("¿Qué pasó? Cuéntalo con tus palabras."),
        adult=_("¿Qué pasó? Cuéntelo con sus palabras."),
    ),
    "account.why": all_ages(_("Es lo único que hace falta para poder ayudar.")),
    "account.hint": Words(
        child=_("Puede ser poco o mucho. No importa si escribes con errores. No es tu culpa."),
        teen=_("Puede ser poco o mucho, y en el orden que sea. Lo que no quieras decir, déjalo fuera. No es tu culpa."),
        adult=_("Si alguien se lo contó, escriba sus palabras tal como las dijo. No le haga más preguntas."),
    ),
    "account.short": all_ages(_("Qué pasó")),
}
WHO = {
    "child_name.ask": young(_("¿Cómo se llama esa persona?"), _("¿Cómo se llama la niña, niño o adolescente?")),
    "child_name.why": all_ages(_("Así quien ayuda sabe a quién cuidar.")),
    "child_name.hint": all_ages(_("Puede ser solo el nombre, o cómo le dicen.")),
    "child_name.short": all_ages(_("Cómo se llama")),
    "who.ask": all_ages(_("¿Quién lo hizo?")),
    "who.why": all_ages(_("Así se puede parar a quien hace daño.")),
    "who.hint": young(
        _("Pon un nombre, un apodo o cómo es. Si no sabes, salta la pregunta."),
        _("Ponga un nombre, un apodo o cómo es. Si no sabe, salte la pregunta."),
    ),
    "who.short": all_ages(_("Quién lo hizo")),
}
WHERE = {
    "place.ask": all_ages(_("¿Dónde pasa, o de dónde es quien lo hizo?")),
    "place.why": young(
        _("Si es alguien de la escuela, de la policía o de otra oficina, no le mandamos a esa oficina lo que cuentas."),
        _("Si es alguien de la escuela, de la policía o de otra oficina, no le mandamos a esa oficina lo que cuenta."),
    ),
    "place.hint": young(_("Elige lo que más se parezca."), _("Elija lo que más se parezca.")),
    "place.short": all_ages(_("Dónde pasa")),
    "place_name.ask": all_ages(_("¿Cómo se llama ese lugar?")),
    "place_name.why": all_ages(_("Así lo pueden encontrar.")),
    "place_name.hint": all_ages(_("Por ejemplo, el nombre de la escuela, del club o de la calle.")),
    "place_name.short": all_ages(_("Nombre del lugar")),
    "state.ask": all_ages(_("¿En qué estado pasa?")),
    "state.why": all_ages(_("Así le llega a quien puede ayudar ahí.")),
    "state.hint": young(_("Si no sabes, salta la pregunta."), _("Si no sabe, salte la pregunta.")),
    "state.short": all_ages(_("Estado")),
}
WHEN = {
    "ongoing.ask": all_ages(_("¿Quien lo hizo sigue cerca, o sigue llamando o escribiendo?")),
    "ongoing.why": all_ages(_("Así sabemos qué tan rápido hay que actuar.")),
    "ongoing.hint": all_ages(_("Cerca es en la casa, en la escuela, en la calle o por el celular.")),
    "ongoing.short": all_ages(_("Sigue cerca")),
    "when.ask": all_ages(_("¿Cuándo fue la última vez?")),
    "when.why": all_ages(_("Si fue hace poco, hay ayuda que no puede esperar.")),
    "when.hint": all_ages(_("No hace falta el día justo.")),
    "when.today": all_ages(_("Hoy o ayer")),
    "when.week": all_ages(_("Esta semana")),
    "when.year": all_ages(_("Este año")),
    "when.past": all_ages(_("Hace más tiempo")),
    "when.short": all_ages(_("Última vez")),
}
ONLINE = {
    "named.ask": all_ages(_("¿Qué cuentas, enlaces o teléfonos usa quien lo hizo?")),
    "named.why": all_ages(_("Con eso lo pueden buscar.")),
    "named.hint": young(
        _("Escribe uno en cada renglón. No mandes fotos, y no tienes que abrir nada otra vez."),
        _("Escriba uno en cada renglón. No mande fotos, y no tiene que abrir nada otra vez."),
    ),
    "named.short": all_ages(_("Cuentas y enlaces")),
    "images.ask": Words(
        child=_("¿Alguien tomó, pide o enseña fotos o videos que dan pena o miedo?"),
        teen=_("¿Alguien tiene, pide o comparte fotos o videos íntimos?"),
        adult=_("¿Alguien tiene, pide o comparte fotos o videos íntimos?"),
    ),
    "images.why": young(
        _("Si es así, te decimos cómo pedir que los quiten de internet."),
        _("Si es así, le decimos cómo pedir que los quiten de internet."),
    ),
    "images.hint": young(
        _("No los mandes aquí. No hacen falta. Y no es tu culpa que alguien los tenga."),
        _("No los mande aquí. No hacen falta, y nadie debe volver a verlos."),
    ),
    "images.short": all_ages(_("Fotos o videos")),
}
AFTERWARDS = {
    "wishes.ask": young(_("¿Qué quieres que no hagamos?"), _("¿Qué quiere que no hagamos?")),
    "wishes.why": young(
        _("Quien lee lo que cuentas ve esto primero. Así te puede cuidar mejor."),
        _("Quien lee lo que cuenta ve esto primero. Así puede cuidar mejor."),
    ),
    "wishes.hint": young(
        _(
            "Haremos todo lo que se pueda. A veces la ley manda avisar a alguien, aunque no quieras, para protegerte. "
            "Si pasa, te lo decimos aquí."
        ),
        _(
            "Haremos todo lo que se pueda. A veces la ley manda avisar a alguien, para proteger. "
            "Si pasa, se lo decimos aquí."
        ),
    ),
    "wishes.no_home": all_ages(_("No llamar, escribir ni ir a la casa")),
    "wishes.no_guardian": all_ages(_("No decir nada a la mamá, al papá o a quien cuida")),
    "wishes.no_contact": all_ages(_("No buscarme. Yo vuelvo aquí con mi clave, si quiero")),
    "wishes.short": young(_("Lo que no quieres"), _("Lo que no quiere")),
    "contact.ask": young(_("¿Hay un modo seguro de buscarte?"), _("¿Hay un modo seguro de buscarle?")),
    "contact.why": young(
        _("Puedes dejarlo vacío. Con tu clave vuelves aquí y lees lo que te escribimos."),
        _("Puede dejarlo vacío. Con su clave vuelve aquí y lee lo que le escribimos."),
    ),
    "contact.hint": young(
        _("Por ejemplo, un teléfono que solo tú ves, y a qué hora. Si alguien más lo revisa, no lo pongas."),
        _("Por ejemplo, un teléfono que solo usted ve, y a qué hora. Si alguien más lo revisa, no lo ponga."),
    ),
    "contact.short": young(_("Cómo buscarte"), _("Cómo buscarle")),
    "name.ask": young(_("¿Cómo te decimos?"), _("¿Cómo le decimos?")),
    "name.why": young(_("Es solo para hablarte por tu nombre."), _("Es solo para hablarle por su nombre.")),
    "name.hint": young(_("Puede ser un apodo, o nada."), _("Puede ser un apodo, o nada.")),
    "name.short": young(_("Cómo te decimos"), _("Cómo le decimos")),
}
QUESTIONS = AGES | WHAT | WHO | WHERE | WHEN | ONLINE | AFTERWARDS
