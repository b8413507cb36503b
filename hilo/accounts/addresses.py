"""From which network address a request comes, also behind reverse proxies."""

from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The visitor's address; of IPv6 the /64 network, which one household or office has to itself.

    ``HILO_PROXIES`` says how many reverse proxies of our own stand in front. Each adds to
    X-Forwarded-For whom it heard from, so the entry that counts is that many from the right; what is
    written further left, or without a proxy, anybody may have invented. A header that does not fit is
    ignored: the counters are then those of the proxy.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    told = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if 0 < settings.HILO_PROXIES <= len(told):
        return _network(told[-settings.HILO_PROXIES]) or _network(direct) or direct
    return _network(direct) or direct


def _network(text: str) -> str:
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(IPv6Network((address, 64), strict=False).network_address)
    return str(address)
