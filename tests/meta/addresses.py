"""Every address of the staff site, for the tests beside this file."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from hilo.web import urls_staff


def patterns(found: list, spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    """(full name, pattern) of what can be reached; a nameless pattern goes by its address."""
    for one in found:
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, (*spaces, one.namespace) if one.namespace else spaces)
        else:
            yield ":".join((*spaces, one.name or str(one.pattern))), one


STAFF: list[tuple[str, URLPattern]] = list(patterns(get_resolver(urls_staff.__name__).url_patterns))
