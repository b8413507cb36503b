"""The first page, and the page that comes before the first sensitive question."""

from django.utils.translation import gettext_lazy as _

from hilo.door.words.texts import Words, all_ages, young

HOME = {
    "home.title": young(_("Puedes contarlo aquí"), _("Puede contarlo aquí")),
    "home.lead": young(
        _(
            "¿Alguien te hace daño, o te hace sentir mal o con miedo? Aquí puedes decirlo. Es gratis. "
            "No tienes que decir tu nombre. Puedes venir sin un adulto, y nadie te va a pedir que traigas a uno."
        ),
        _(
            "¿Alguien le hace daño a una niña, un niño o un adolescente? Aquí puede decirlo. Es gratis. "
            "No tiene que decir su nombre. Y a quien lo vive nadie le pide que traiga a un adulto."
        ),
    ),
    "home.not_fault": young(_("No es tu culpa."), _("No es culpa de quien lo vive o lo vivió.")),
    "home.tell": young(_("¿Qué quieres contar?"), _("¿Qué quiere contar?")),
    "home.me": all_ages(_("Me está pasando a mí")),
    "home.known": all_ages(_("Le pasa a alguien que conozco")),
    "home.adult": all_ages(_("Soy mamá, papá o una persona adulta de confianza")),
    "home.service": all_ages(_("Trabajo en una escuela o servicio")),
    "home.past": all_ages(_("Quiero contar algo que pasó hace tiempo")),
    "home.more": all_ages(_("También aquí")),
    "home.return": all_ages(_("Tengo mi clave")),
    "home.help": all_ages(_("Quién ayuda")),
    "home.safety": all_ages(_("Estar a salvo aquí")),
    "home.urgent": all_ages(_("Hay peligro ahora")),
}
BEFORE = {
    "before.title": all_ages(_("Antes de empezar")),
    "before.stop": young(
        _("Vamos a preguntar cosas que pueden doler. Tú decides. Puedes saltar casi todo y parar cuando quieras."),
        _("Vamos a preguntar cosas que pueden doler. Usted decide. Puede saltar casi todo y parar cuando quiera."),
    ),
    "before.exit": young(
        _("El botón Salir rápido borra lo que escribiste aquí y abre otra página."),
        _("El botón Salir rápido borra lo que escribió aquí y abre otra página."),
    ),
    "before.history": young(
        _(
            "El botón no borra tu visita del historial del celular. "
            "Tampoco puede parar a quien mira tu pantalla, ni a una app que espía."
        ),
        _(
            "El botón no borra su visita del historial del celular. "
            "Tampoco puede parar a quien mira su pantalla, ni a una app que espía."
        ),
    ),
    "before.lost": young(
        _("Si sales antes de enviar, lo que escribiste se pierde. Puedes empezar otra vez."),
        _("Si sale antes de enviar, lo que escribió se pierde. Puede empezar otra vez."),
    ),
    "before.shared": young(
        _("Si más gente usa o ve este celular, usa otro, o abre una ventana privada."),
        _("Si más gente usa o ve este celular, use otro, o abra una ventana privada."),
    ),
    "before.return": young(
        _("Antes de enviar te damos una clave. Con ella vuelves y ves qué pasó."),
        _("Antes de enviar le damos una clave. Con ella vuelve y ve qué pasó."),
    ),
    "before.who_reads": Words(
        child=_(
            "Lo lee un equipo que cuida a niñas y niños. No podemos prometer un secreto: "
            "si alguien te hace daño, ellos tienen que hacer algo para cuidarte."
        ),
        teen=_(
            "Lo lee un equipo que recibe avisos como el tuyo. No podemos prometer un secreto: "
            "cuando lo leen, tienen el deber de hacer algo para protegerte."
        ),
        adult=_(
            "Lo leen personas de una unidad de recepción. No podemos prometer un secreto: "
            "cuando lo saben, tienen el deber de actuar y de avisar a la autoridad."
        ),
    ),
    "before.next": all_ages(_("Seguir")),
}
FIRST_PAGES = HOME | BEFORE
