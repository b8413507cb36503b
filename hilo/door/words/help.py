"""Who else helps: what is said about the services of the country pack, and that none of the state is known yet."""

from django.utils.translation import gettext_lazy as _

from hilo.door.words.texts import Words, all_ages, young

HELP = {
    "help.title": all_ages(_("Quién ayuda")),
    "help.lead": young(
        _(
            "Puedes pedir ayuda aquí y también fuera de aquí. De cada lugar decimos solo lo que sabemos. "
            "Donde no sabemos algo, lo decimos."
        ),
        _(
            "Puede pedir ayuda aquí y también fuera de aquí. De cada lugar decimos solo lo que sabemos. "
            "Donde no sabemos algo, lo decimos."
        ),
    ),
    "help.state": all_ages(_("Estado")),
    "help.show": all_ages(_("Ver quién ayuda")),
    "help.none": young(
        _(
            "De tu estado todavía no tenemos un lugar que alguien haya revisado. No inventamos ninguno. "
            "Estos son de todo el país."
        ),
        _(
            "De su estado todavía no tenemos un lugar que alguien haya revisado. No inventamos ninguno. "
            "Estos son de todo el país."
        ),
    ),
    "help.free": young(_("Contar en esta página no cuesta nada."), _("Contar en esta página no cuesta nada.")),
    "help.call": all_ages(_("Llamar al %(phone)s")),
    "help.web": all_ages(_("En internet")),
    "help.hours": young(_("¿A qué hora puedes llamar o ir?"), _("¿A qué hora atiende?")),
    "help.confidential": Words(
        child=_("¿Guarda lo que dices?"), teen=_("¿Guarda en privado lo que dices?"), adult=_("¿Es confidencial?")
    ),
    "help.anonymous": young(_("¿Puedes no decir tu nombre?"), _("¿Puede no decir su nombre?")),
    "help.alone": young(_("¿Puedes ir sin un adulto?"), _("¿Puede ir sin un adulto la niña, niño o adolescente?")),
    "help.said.yes": all_ages(_("sí")),
    "help.said.no": all_ages(_("no")),
    "help.said.partly": all_ages(_("en parte")),
    "help.unknown": young(_("Todavía no sabemos"), _("No lo dice la fuente")),
    "help.seen": young(
        _("Los teléfonos cambian. Si uno no responde, prueba con otro."),
        _("Los teléfonos cambian. Si uno no responde, pruebe con otro."),
    ),
}
