"""The ``hilo`` command: one group for each part, exit codes that a script can rely on."""

import os
import sys
from importlib import import_module

import click

from hilo.lib.errors import BadInput, Denied

# where each command lives; a part is imported only when its command runs
COMMANDS = {
    "alerts": "hilo.alerts.commands:alerts",
    "backup": "hilo.web.backup_commands:backup",
    "bench": "hilo.web.commands:bench",
    "cases": "hilo.web.commands:cases",
    "demo": "hilo.web.commands:demo",
    "figures": "hilo.accountability.commands:figures",
    "doctor": "hilo.web.doctor_commands:doctor",
    "door": "hilo.door.commands:door",
    "evidence": "hilo.evidence.commands:evidence",
    "init": "hilo.web.commands:init",
    "keys": "hilo.web.keys_commands:keys",
    "ledger": "hilo.web.commands:ledger",
    "partners": "hilo.exchange.partner_commands:partners",
    "people": "hilo.web.commands:people",
    "recovery": "hilo.intake.recovery_commands:recovery",
    "restore": "hilo.web.backup_commands:restore",
    "serve": "hilo.web.commands:serve",
    "testimony": "hilo.testimony.commands:testimony",
    "verify": "hilo.evidence.verify_command:verify",
    "work": "hilo.web.commands:work",
}
SITES = ("staff", "public", "answers", "api")
NEEDS_NOTHING = frozenset({"init", "demo", "bench", "doctor", "keys", "restore"})  # they make what is missing


class Root(click.Group):
    """Loads commands by name; refuses to run half-configured."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the part that has the command."""
        if cmd_name not in COMMANDS:
            return None
        _set_up(cmd_name)
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command


def _set_up(command: str) -> None:
    # for whoever holds a file and nothing else: no database, no keys, no settings
    if command in ("verify", "testimony") or (command == "evidence" and sys.argv[2:3] == ["hash"]):
        return
    if command == "demo":
        os.environ.setdefault("HILO_DEMO", "1")
    if command == "serve":  # which site this process is must be known before the settings are read
        os.environ["HILO_SITE"] = next((name for name in sys.argv[2:3] if name in SITES), "staff")
    door = command == "serve" and os.environ["HILO_SITE"] == "public"  # it has settings of its own, and no cases
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hilo.web.settings_public" if door else "hilo.web.settings")
    import django

    django.setup()
    asks = bool({"--help", "-h"} & set(sys.argv))
    if command not in NEEDS_NOTHING and not asks and not door:  # the door's own checks: hilo.door.checks
        from hilo.web.ready import check_ready

        check_ready()


@click.group(cls=Root, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="hilo")
def root() -> None:
    """Hilo: el hilo que va de la palabra de una niña o de una alerta a la protección y la justicia."""


def main() -> None:
    """Run; 0 done, 1 the thing checked does not hold, 2 bad input with one clear sentence."""
    try:
        code = root(standalone_mode=False)  # a command's ctx.exit(1) comes back as what it returns
    except click.ClickException as wrong:
        where = wrong.ctx.command_path if isinstance(wrong, click.UsageError) and wrong.ctx else ""
        click.echo(f"hilo: {wrong.format_message()}" + (f" (Vea «{where} --help».)" if where else ""), err=True)
        sys.exit(2)
    except (BadInput, Denied) as no:
        click.echo(f"hilo: {no}", err=True)
        sys.exit(2)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("\nInterrumpido. Lo ya recibido está guardado; repita la orden para seguir.", err=True)
        sys.exit(130)
    except BrokenPipeError:  # `hilo cases list | head`
        sys.stderr.close()
        sys.exit(0)
    if isinstance(code, int):
        sys.exit(code)
