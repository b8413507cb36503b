"""The second root of the reporting XML: ``fileDetails``, one file of a report, joined to it by reportId."""

from hilo.alerts.draft import DraftFile, FileDetailsDraft, IdKind, Malformed, Party
from hilo.alerts.formats import limits
from hilo.alerts.formats.cybertip_xml_parts import captures
from hilo.alerts.formats.gather import Gather
from hilo.alerts.formats.values import Node, many, plain, texts, truth

FORMAT = "cybertip_xml"

_FILE = frozenset(
    [
        "reportId",
        "fileId",
        "originalFileName",
        "uploadedToEspTimestamp",
        "locationOfFile",
        "fileViewedByEsp",
        "exifViewedByEsp",
        "publiclyAvailable",
        "fileRelevance",
        "fileAnnotations",
        "industryClassification",
        "originalFileHash",
        "ipCaptureEvent",
        "deviceId",
        "details",
        "additionalInfo",
        "#text",
    ]
)


def read(tree: Node, notes: list[str], *, sender: str) -> FileDetailsDraft:
    """The draft of one ``fileDetails`` tree. Raises Malformed("no_report_id")."""
    report_id = plain(tree.get("reportId"))[: limits.ID_CHARS]
    if not report_id:
        raise Malformed("no_report_id", "El documento «fileDetails» no dice a qué aviso pertenece: falta reportId.")
    gather = Gather(notes)
    gather.leftover(tree, _FILE, "")
    file = _file(gather, tree)
    for algorithm, value in file.hashes.items():
        gather.add(IdKind.HASH, value, Party.FILE, service=algorithm)
    gather.add(IdKind.URL, plain(tree.get("locationOfFile")), Party.FILE)
    captures(gather, tree, Party.FILE, None, "")
    for text in texts(tree, "additionalInfo"):
        gather.say("additionalInfo", text, Party.FILE)
    gather.finish()
    return FileDetailsDraft(
        FORMAT,
        sender,
        report_id,
        file,
        {"fileDetails": tree},
        gather.identifiers,
        gather.texts,
        gather.unknown,
        gather.notes,
    )


def _file(gather: Gather, tree: Node) -> DraftFile:
    on, denied = gather.flags(tree, "fileAnnotations", "")
    return DraftFile(
        file_id=plain(tree.get("fileId"))[: limits.ID_CHARS],
        name=plain(tree.get("originalFileName"))[: limits.VALUE_CHARS],
        hashes=_hashes(tree),
        viewed=truth(tree.get("fileViewedByEsp")),
        public=truth(tree.get("publiclyAvailable")),
        relevance=plain(tree.get("fileRelevance"))[: limits.LABEL_CHARS],
        classification=plain(tree.get("industryClassification"))[: limits.LABEL_CHARS],
        flags=on,
        flags_denied=denied,
        uploaded_at=gather.moment(tree.get("uploadedToEspTimestamp"), "uploadedToEspTimestamp"),
    )


def _hashes(tree: Node) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in many(tree, "originalFileHash")[: limits.FLAGS]:
        value = plain(item)[: limits.VALUE_CHARS]
        algorithm = (plain(item.get("@hashType")) if isinstance(item, dict) else "") or algorithm_of(value)
        if value:
            found[algorithm[: limits.LABEL_CHARS].upper()] = value
    return found


def algorithm_of(value: str) -> str:
    """The algorithm a bare hexadecimal hash must be of, by its length; HASH when it cannot be told."""
    return {32: "MD5", 40: "SHA1", 64: "SHA256", 128: "SHA512"}.get(len(value), "HASH")
