"""What an alert shows to linkage: blind values, and the few keys by which alerts join with certainty."""

from functools import lru_cache

from hilo.accounts.sealing import vault
from hilo.alerts.draft import AlertDraft, IdKind, Party
from hilo.linkage.index import Seen
from hilo.linkage.match.normalise import normal, plain

# Strong enough to suggest that two cases are one matter, while few carry the value. An address, a name,
# a school or an IP alone never are.
STRONG = frozenset({IdKind.EMAIL, IdKind.PHONE, IdKind.ACCOUNT, IdKind.DEVICE, IdKind.HASH, IdKind.PROFILE_URL})
JOINS = "joins"  # kind of the certain keys: same platform and account, or a report named by its sender
MOST_VALUES = 400  # of one alert; a list of thousands is noise, and is kept in the sealed alert anyway


@lru_cache(maxsize=16384)  # a draft is looked at again when its files arrive, and names and addresses repeat
def blind(kind: IdKind, written: str) -> bytes | None:
    """The blind index of what a sender wrote; None for a placeholder."""
    value = normal(kind, written)
    return vault().blind(kind, value) if value else None


def report_key(sender: str, report_id: str) -> bytes:
    """Certain key: this very report, by its sender."""
    return vault().blind(JOINS, f"report\0{sender}\0{report_id}")


def account_keys(draft: AlertDraft) -> list[bytes]:
    """Certain keys: the reported accounts, each under its platform. Needs both, or there is none."""
    keys = []
    for person in draft.persons:
        if person.party == Party.REPORTED:
            service = plain(person.service or draft.platform or draft.esp)
            number = normal(IdKind.ACCOUNT, person.account)
            if service and number:
                keys.append(vault().blind(JOINS, f"account\0{draft.sender}\0{service}\0{number}"))
    return list(dict.fromkeys(keys))


def prior_keys(draft: AlertDraft) -> list[bytes]:
    """Certain keys of the earlier reports the sender names."""
    named = list(draft.prior_reports)
    for person in draft.persons:
        named += person.prior_reports
    return [report_key(draft.sender, report) for report in dict.fromkeys(named) if report != draft.report_id]


def sightings(draft: AlertDraft) -> list[Seen]:
    """Values of the alert, each once, without anything the reporter put in about itself."""
    found: dict[bytes, Seen] = {}
    for one in draft.identifiers:
        if one.party is _REPORTER:
            continue
        key = blind(one.kind, one.value)
        if key is None or len(found) >= MOST_VALUES:
            continue
        if key not in found or found[key].mentioned:
            found[key] = Seen(key, one.kind, one.party, one.mentioned, one.kind in STRONG)
    for key in hash_keys(draft):
        found.setdefault(key, Seen(key, IdKind.HASH, Party.FILE, False, True))
    return list(found.values())


_REPORTER = Party.REPORTER  # a name of the module is found sooner than a member of an enumeration


def hash_key(written: str) -> bytes | None:
    """Blind value of a file's hash; None for a placeholder."""
    return blind(IdKind.HASH, written)


def hash_keys(draft: AlertDraft) -> list[bytes]:
    """Blind values of the files' hashes, placeholders left out."""
    keys = [hash_key(written) for file in draft.files for written in file.hashes.values()]
    return [key for key in dict.fromkeys(keys) if key is not None]
