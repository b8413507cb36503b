"""``python -m hilo.reference [PAÍS]``: validates a pack and prints what it holds."""

import sys
from collections.abc import Sized

from hilo.reference import PackError, pack


def main(arguments: list[str]) -> int:
    """0 when the pack is whole, 2 with one sentence when it is not."""
    try:
        found = pack(arguments[0] if arguments else None)
    except PackError as error:
        print(error, file=sys.stderr)
        return 2
    legal = [rule for rule in found.clocks.values() if rule.family == "legal"]
    parts: dict[str, Sized] = {
        "instituciones": found.institutions,
        "estados": found.states,
        "sucesos": found.event_kinds,
        "plazos legales": legal,
        "por confirmar": [rule for rule in legal if rule.to_confirm],
        "plazos de política": [rule for rule in found.clocks.values() if rule.family == "policy"],
        "rutas": found.courses,
        "sustituciones": found.substitutes,
        "autoridades externas": found.outside_bodies,
        "resultados": found.outcomes,
        "factores": found.triage.factors,
        "términos": found.terms,
        "casos publicados": found.published,
    }
    print(f"{found.country} {found.version}: " + ", ".join(f"{len(all_)} {name}" for name, all_ in parts.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
