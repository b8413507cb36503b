"""Reference pages read from the code: commands, settings, permissions and roles, models, formats."""

import ast
import inspect
import json
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from tests.command_answers import ANSWERS, NOTES
from tests.markdown import codes, first, pages, prose, table

ROOT = Path(__file__).resolve().parents[1]

# What each variable of the environment is for. One that the code reads and that is not here is an error.
SETTINGS = {
    "DATABASE_URL": "The database, as a URL: `postgres://user:password@host:5432/name`. Without it, SQLite in "
    "`HILO_HOME/hilo.sqlite3`.",
    "HILO_ANSWERS_URL": "The address of the site of answers as it is printed on letters: where an institution without "
    "accounts answers (`hilo serve answers`).",
    "HILO_COUNTRY": "The country pack: a folder of `hilo/reference/data/`.",
    "HILO_DEMO": "1 lets anybody enter as any invented person, with a banner. Only for `hilo demo`; check `hilo.W002` "
    "warns when such a site answers to other machines.",
    "HILO_EXIT_URL": "Where the exit of the public door leads: a page that everybody opens, weather or news, by HTTPS.",
    "HILO_HOME": "Folder of the state of this deployment: `keys/`, the SQLite database, collected static files. The "
    "public door has one of its own, with `keys/door.key` and nothing else.",
    "HILO_HOSTS": "Host names this site answers to, separated by commas.",
    "HILO_HTTPS": "1 when the site is served over HTTPS: cookies are then sent only over it.",
    "HILO_KEY_STORE": "Where the outer key of each report is kept, apart from the database: a path, or "
    "`postgres://…/another_database`. Door and staff must name the same one. Without it, a file in `HILO_HOME`.",
    "HILO_LOG": "How the log is written: `text`, or `json` for one object in each line. Neither holds personal data.",
    "HILO_LOG_LEVEL": "How much is logged to standard error: DEBUG, INFO, WARNING, ERROR.",
    "HILO_LOG_REQUESTS": "1 logs a line for each request: number, method, route, status and milliseconds.",
    "HILO_MAIL_FROM": "Who the mail says it is from. Without it, `hilo@` and the host of `HILO_SITE_URL`.",
    "HILO_MAIL_PASSWORD": "Password of the account in `HILO_MAIL_URL`.",
    "HILO_MAIL_PASSWORD_FILE": "A file whose first line is that password, instead of the variable.",
    "HILO_MAIL_URL": "The mail server: `smtp://user@host:587?tls=1`, or `smtps://user@host`. Without it no mail is "
    "sent at all. A mail says only that there is something to see.",
    "HILO_NO_BROWSER": "1 keeps `hilo demo` from opening a browser.",
    "HILO_ORIGINS": "Origins (`https://hilo.example`) from which forms are accepted behind a proxy, by commas.",
    "HILO_PROXIES": "How many reverse proxies of one's own stand in front of the site. Decides which entry of "
    "X-Forwarded-For is the visitor's address, for the limits on attempts; with 0 the header is ignored.",
    "HILO_PUBLIC_URL": "The address of the public door, as the staff tell it to whoever asks where to report.",
    "HILO_SITE": "Which site a WSGI server of your own serves: `staff` (by default), `answers` or `api`. `hilo serve` "
    "sets it by itself. The public door has settings of its own: `hilo.web.settings_public`.",
    "HILO_SITE_URL": "Address of the staff site, as the mail says it; needed with `HILO_MAIL_URL`.",
    "HILO_TIME_ZONE": "Time zone in which moments are shown. Days of clocks are counted in `America/Mexico_City`.",
}

# What each permission allows, beyond its name. One without a line is an error.
PERMISSIONS = {
    "account:compare": "Compare the coded accounts of several children of one's institution.",
    "alert:type": "Type in a letter that came on paper.",
    "breakglass:open": "Read a case of another institution in an emergency, for three hours.",
    "breakglass:review": "Say whether an emergency look at a case of one's institution was justified.",
    "case:assign": "Give cases of one's institution to a person of it.",
    "case:close": "Close a case that has no open duty, with an outcome.",
    "case:note": "Take a case, record acts, write notes, add people and places.",
    "casefile:full": "Print the case file with names; without it the printed file leaves them out.",
    "casefile:print": "Print the case file.",
    "case:reopen": "Open a closed case again, with a reason.",
    "case:see": "See the content of the cases that one's institution holds.",
    "case:tier": "Move the urgency, with a reason.",
    "clock:change": "Pause, resume and extend clocks, and set a duty aside, with a reason.",
    "coding:draw": "Draw the narratives that two people code without seeing each other's work.",
    "conflict:record": "Keep an institution out of a case of one's own, for a conflict of interest.",
    "desk:see": "The inbox.",
    "evidence:export": "Export a case with its proofs.",
    "evidence:handle": "Register items, record custody, keep documents, review evidence of outside origin.",
    "evidence:receive": "Say that an item sent to one's institution came, or did not.",
    "handoff:answer": "Acknowledge, accept or refuse what another institution offers, and give its result.",
    "handoff:make": "Offer a case, or a part, to another institution; its letter, its link, its withdrawal.",
    "identifier:reveal": "Open sealed identifiers, texts and names, with a reason; each look is logged.",
    "indicator:suggested": "Read suggested indicators once the free narrative is closed; never who interviews.",
    "interview:hold": "Plan the interview of a child, begin it, close its free narrative, end it.",
    "institution:see": "Figures of institutions: exact ones of one's own, of others with a minimum count.",
    "link:decide": "Judge a suggested link between two cases.",
    "offence:classify": "Say which facts of a case are known, and record what was charged.",
    "plan:decide": "Adopt acts into the plan, move them on, set them aside with a reason.",
    "practice:own": "Rehearse with a simulated child; nobody else sees it.",
    "preferences": "One's own language, password and second factors.",
    "quarantine:handle": "Read a quarantined item again, or set it aside with a reason.",
    "quarantine:see": "The list of what could not be read.",
    "record:see": "The record and the log of looks: codes, counts and hashes, never content.",
    "report:answer": "Write to who told something, and take down what is told by telephone or in person.",
    "report:destroy": "Destroy what was told for good, with a reason: its outer key is erased.",
    "report:read": "Open what was told, with a reason and a key of one's own; each look is logged.",
    "request:send": "Write official letters of the investigation and record their answers.",
    "search": "Search one's institution's cases by code, report number or exact identifier.",
    "sender:answer": "Prepare and release what the sender of an alert is told, and keep its receipt.",
    "supervise": "The overview of one's institution, and its closing days.",
    "telling:record": "Write down each time a child was made to tell, and the disclosure history.",
    "testimony:code": "Keep transcripts and put codes, notes and translations beside them.",
    "testimony:export": "Take a transcript or its confirmed codes out.",
    "testimony:read": "Open the words of a child; each look is logged.",
    "user:close": "Close an account of one's institution; its cases pass to the duty desk.",
    "user:see": "The list of accounts of one's institution.",
}


def all_commands() -> Iterator[tuple[str, click.Command]]:
    """("alerts import", its command), groups left out, in order of name."""
    from hilo.web.cli import COMMANDS

    for name, where in sorted(COMMANDS.items()):
        module, attribute = where.split(":")
        yield from _below(name, getattr(import_module(module), attribute))


def _below(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield name, command
        return
    for part, inner in sorted(command.commands.items()):
        yield from _below(f"{name} {part}", inner)


def commands() -> str:
    """docs/reference/commands.md."""
    lead = (
        "Every command of `hilo`, as it is called and what it answers.\n\n"
        "It prints for people, in Spanish. With `--json` it prints exactly one JSON object on standard output and "
        "nothing else; logs and progress go to standard error. Exit code 0: done; 1: the thing checked does not hold; "
        "2: bad input or usage, with one clear sentence. `--now ISO` sets the moment taken as the present."
    )
    return pages("Commands", lead, *(_command(name, command) for name, command in all_commands()))


def _command(name: str, command: click.Command) -> str:
    usage = " ".join(["hilo", name, *command.collect_usage_pieces(click.Context(command))])
    parts = [f"## hilo {name}\n", f"{command.help}\n", f"```\n{usage}\n```\n"]
    rows = [(f"`{', '.join(one.opts)}`", _kind(one), one.help or "") for one in command.params if _is_option(one)]
    parts.append(table(("option", "value", "meaning"), rows))
    if name in ANSWERS:
        parts.append(f"With `--json`:\n\n```json\n{json.dumps(ANSWERS[name], ensure_ascii=False, indent=2)}\n```\n")
    if name in NOTES:
        parts.append(f"{prose(NOTES[name])}\n")
    return "\n".join(part for part in parts if part)


def _is_option(one: click.Parameter) -> bool:
    return isinstance(one, click.Option) and one.opts != ["--help"]


def _kind(one: Any) -> str:
    if one.is_flag:
        return "flag"
    default = f", by default `{one.default}`" if isinstance(one.default, str | int) else ""
    return f"{one.metavar or _type(one.type)}{default}"


def _type(kind: click.ParamType) -> str:
    if isinstance(kind, click.IntRange):
        return f"{kind.min} or more" if kind.max is None else f"{kind.min} to {kind.max}"
    return kind.name


def variables() -> dict[str, set[tuple[str, str]]]:
    """Each variable of the environment that the code reads -> (file, default as written)."""
    found: dict[str, set[tuple[str, str]]] = {}
    for path in sorted((ROOT / "hilo").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("os.environ.get", "os.getenv", "_flag"):
                name, *default = node.args
                if isinstance(name, ast.Constant):
                    shown = ast.unparse(default[0]).strip("'") if default else ""
                    found.setdefault(name.value, set()).add((path.relative_to(ROOT).as_posix(), shown))
    return found


def settings() -> str:
    """docs/reference/settings.md."""
    lead = (
        "Everything that is set from outside: variables of the environment, read when a process starts.\n\n"
        "There is no settings file to edit. All else is fixed in `hilo/web/settings.py`, so that a deployment cannot "
        "weaken it by accident: sessions end after {idle} idle minutes, no upload is accepted, the content security "
        "policy allows only what the site serves itself."
    )
    from django.conf import settings as live

    rows = [
        (
            f"`{name}`",
            SETTINGS[name],
            codes(sorted({default for _file, default in places if default})) or "—",
            codes(sorted({file for file, _default in places})),
        )
        for name, places in sorted(variables().items())
    ]
    lead = lead.format(idle=live.HILO_IDLE_SECONDS // 60)
    return pages("Settings", lead, table(("variable", "meaning", "default", "read in"), rows))


def permissions_and_roles() -> str:
    """docs/reference/permissions-and-roles.md."""
    from django.utils.translation import override

    from hilo.accounts.permissions import Permission
    from hilo.accounts.roles import ROLES

    lead = (
        "Who may ever do what. Whether it may be done now, to this case, is decided by the policies of each part.\n\n"
        "Roles are reviewed code (`hilo/accounts/roles.py`); nobody edits them while the system runs. A view without "
        "a gate is closed. A case of another institution answers 404."
    )
    spoken = {}
    for language in ("en", "es"):
        with override(language):
            spoken[language] = {code: (str(one.label), str(one.description)) for code, one in ROLES.items()}
    roles = table(
        ("code", "role", "papel", "what it is for"),
        [(f"`{code}`", spoken["en"][code][0], spoken["es"][code][0], spoken["en"][code][1]) for code in ROLES],
    )
    every = sorted(Permission, key=str)
    grid = table(
        ("permission", *(f"`{code}`" for code in ROLES)),
        [(f"`{one}`", *("yes" if one in role.permissions else "·" for role in ROLES.values())) for one in every],
    )
    meaning = table(("permission", "what it allows"), [(f"`{one}`", PERMISSIONS[one]) for one in every])
    parts = (f"## Roles\n\n{roles}", f"## Permissions\n\n{meaning}", f"## Which role holds which\n\n{grid}")
    return pages("Permissions and roles", lead, *parts)


def models() -> str:
    """docs/reference/models.md."""
    from django.apps import apps

    lead = (
        "Every table, and whether its rows may change.\n\n"
        "Append-only is enforced by the database: UPDATE, DELETE and TRUNCATE raise on both engines. A table that may "
        "change says why."
    )
    parts = []
    for label in sorted(config.label for config in apps.get_app_configs() if config.name.startswith("hilo.")):
        ours = sorted(apps.get_app_config(label).get_models(), key=lambda model: model.__name__)
        if ours:
            parts.append("\n".join([f"## {label}\n", *(_model(model) for model in ours)]))
    return pages("Models", lead, *parts)


def _model(model: Any) -> str:
    meta = model._meta
    state = "Append-only." if getattr(model, "append_only", False) else f"May change: {_stop(model.changeable)}"
    fields = ", ".join(f"`{field.name}`" for field in meta.concrete_fields)
    held = codes(sorted(constraint.name for constraint in meta.constraints))
    lines = [f"### {model.__name__}\n", f"{prose(inspect.getdoc(model))}\n", f"{state}\n"]
    lines.append(f"Table `{meta.db_table}`: {fields}." + (f" Constraints: {held}." if held else "") + "\n")
    return "\n".join(lines)


def _stop(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def formats() -> str:
    """docs/reference/formats.md."""
    from hilo.alerts import formats as every
    from hilo.alerts import source_items, sources
    from hilo.alerts.formats import limits

    lead = f"What alerts may come in, and what is refused.\n\n{prose(every.__doc__)}"
    parts = []
    for code in every.FORMATS:
        module = import_module(f"hilo.alerts.formats.{code}")
        parts.append(f"## {code}\n\n{prose(module.__doc__)}")
    parts.append(f"## Where they come from\n\n{prose(sources.__doc__)}")
    kept = [(name, value) for name, value in vars(limits).items() if name.isupper()]
    source = Path(str(limits.__file__)).read_text(encoding="utf-8")
    rows = [(f"`{name}`", f"{value:,}", _remark(source, name)) for name, value in kept]
    parts.append(f"## Limits of one item\n\n{first(limits.__doc__)}\n\n{table(('limit', 'value', 'what'), rows)}")
    bounds = source_items.LIMITS
    rows = [(f"`{name}`", f"{getattr(bounds, name):,}") for name in bounds.__dataclass_fields__]
    parts.append(
        f"## Limits of one source\n\n{first(source_items.Limits.__doc__)}\n\n{table(('limit', 'value'), rows)}"
    )
    return pages("Formats", lead, *parts)


def _remark(source: str, name: str) -> str:
    found = re.search(rf"^{name} = [^#\n]*#\s*(.*)$", source, re.MULTILINE)
    return found[1] if found else ""
