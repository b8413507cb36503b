"""Looks at the settings and at the machine."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings

from hilo.web import marks
from hilo.web.checks import LOOPBACK
from hilo.web.doctor_finding import Finding, Look

WORK_EVERY = timedelta(minutes=15)
BACKUP_EVERY = timedelta(days=2)
FREE_BYTES, FREE_SHARE = 1 << 30, 0.05


def _faraway() -> list[str]:
    """Names by which other machines call this site."""
    return sorted(set(settings.ALLOWED_HOSTS) - LOOPBACK)


def https(_now: datetime) -> Iterator[Finding]:
    """Cookies only over HTTPS when others reach the site."""
    if _faraway() and not settings.SESSION_COOKIE_SECURE:
        yield Finding(
            "https_off",
            "El sitio responde a otros equipos y HILO_HTTPS no está puesto.",
            "Las sesiones viajarían también sin cifrar, y quien escuche la red entraría con ellas.",
            "HILO_HTTPS=1",
        )


def demo(_now: datetime) -> Iterator[Finding]:
    """No demonstration beside real hosts."""
    if settings.HILO_DEMO and _faraway():
        yield Finding(
            "demo_in_the_open",
            "HILO_DEMO está puesto y el sitio responde a otros equipos.",
            "En la demostración cualquiera entra sin contraseña, como cualquiera.",
            "unset HILO_DEMO",
        )


def hosts(_now: datetime) -> Iterator[Finding]:
    """Names, not everything."""
    if "*" in settings.ALLOWED_HOSTS or any(host.startswith(".") for host in settings.ALLOWED_HOSTS):
        yield Finding(
            "hosts_too_wide",
            "HILO_HOSTS acepta cualquier nombre.",
            "Con un nombre falso se pueden fabricar direcciones que parecen de este sitio.",
            "HILO_HOSTS=hilo.institucion.example",
        )


def origins(_now: datetime) -> Iterator[Finding]:
    """A trusted origin for each name, or forms fail behind a proxy."""
    trusted = set(settings.CSRF_TRUSTED_ORIGINS)
    missing = [f"https://{host}" for host in _faraway() if host != "*" and f"https://{host}" not in trusted]
    if missing:
        yield Finding(
            "origins_missing",
            f"HILO_ORIGINS no tiene {', '.join(missing)}.",
            "Detrás de un servidor con HTTPS, los formularios que lleguen de ahí se rechazan.",
            f"HILO_ORIGINS={','.join(sorted(trusted | set(missing)))}",
        )


def proxies(_now: datetime) -> Iterator[Finding]:
    """How many servers stand in front, when there is HTTPS, which Hilo does not speak itself."""
    if _faraway() and settings.SESSION_COOKIE_SECURE and not settings.HILO_PROXIES:
        yield Finding(
            "proxies_missing",
            "Hay un servidor con HTTPS delante y HILO_PROXIES no está puesto.",
            "Todas las personas cuentan como una sola visita para los límites contra quien adivina contraseñas.",
            "HILO_PROXIES=1",
        )


def public_url(_now: datetime) -> Iterator[Finding]:
    """Letters tell an address that others can open."""
    if _faraway() and "//127.0.0.1" in settings.HILO_ANSWERS_URL:
        yield Finding(
            "public_url_local",
            f"HILO_ANSWERS_URL dice {settings.HILO_ANSWERS_URL}, que solo abre en este equipo.",
            "Es la dirección que llevan los oficios: quien los reciba no podrá responder.",
            "HILO_ANSWERS_URL=https://avisos.institucion.example",
        )


def zone(_now: datetime) -> Iterator[Finding]:
    """A time zone that this machine knows."""
    if settings.TIME_ZONE != settings.HILO_TIME_ZONE:
        yield Finding(
            "time_zone_unknown",
            f"HILO_TIME_ZONE dice «{settings.HILO_TIME_ZONE}», que no es una zona horaria.",
            "Las horas se mostrarían corridas; el sitio no arranca así.",
            "HILO_TIME_ZONE=America/Mexico_City",
        )


def disk(_now: datetime) -> Iterator[Finding]:
    """Room to write."""
    if not settings.HILO_HOME.exists():
        return
    room = shutil.disk_usage(settings.HILO_HOME)
    if room.free < FREE_BYTES or room.free < room.total * FREE_SHARE:
        yield Finding(
            "disk_nearly_full",
            f"Quedan {room.free // (1 << 20)} MiB libres en el disco de {settings.HILO_HOME}.",
            "Con el disco lleno no se recibe ni se registra nada.",
            f"du -xh --max-depth=2 {settings.HILO_HOME} | sort -h | tail",
        )


def static(_now: datetime) -> Iterator[Finding]:
    """The folder that the site asks for when it starts."""
    if settings.HILO_HOME.exists() and not settings.STATIC_ROOT.exists():
        yield Finding(
            "static_missing", "Falta la carpeta de archivos del sitio.", "El sitio avisa en cada arranque.", "hilo init"
        )


def worked(now: datetime) -> Iterator[Finding]:
    """``hilo work`` ran a short while ago."""
    last = marks.when(marks.WORKED)
    if last is None or now - last > WORK_EVERY:
        yield Finding(
            "work_not_running",
            f"«hilo work» no corre {f'desde {last:%Y-%m-%d %H:%M} UTC' if last else 'y nunca corrió aquí'}.",
            "Lo vencido y lo callado no se registra, nada sube de escalón ni sale de la bandeja.",
            "systemctl enable --now hilo-work    (o, en una sola computadora: hilo work)",
        )


def backed_up(now: datetime) -> Iterator[Finding]:
    """A backup of these days."""
    last = marks.when(marks.BACKED_UP)
    if last is None or now - last > BACKUP_EVERY:
        yield Finding(
            "no_recent_backup",
            f"{f'El último respaldo es del {last:%Y-%m-%d}' if last else 'Nunca se ha respaldado'}.",
            "Un disco que se daña se llevaría todo lo que llegó desde entonces.",
            f"hilo backup hilo-{now:%Y-%m-%d}.respaldo",
        )


LOOKS: tuple[Look, ...] = (https, demo, hosts, origins, proxies, public_url, zone, disk, static, worked, backed_up)
