"""The case for other tools: CASE 1.5 on UCO, as JSON-LD, and its check against the ontology when that is installed.

Literals are plain strings, which CASE 2 will still read; every IRI ends in a UUID; statuses are words of UCO's own
vocabulary. Source of the terms: caseontology.org and unifiedcyberontology.org, version 1.5.0.
"""

import json
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import hilo
from hilo.evidence.models import CustodyKind
from hilo.evidence.standalone.verify_hilo import iri, moment
from hilo.investigation.models import ActState
from hilo.reference import pack

CONTEXT = {
    "kb": "https://hilo.invalid/kb/",
    "inv": "https://ontology.caseontology.org/case/investigation/",
    "act": "https://ontology.unifiedcyberontology.org/uco/action/",
    "core": "https://ontology.unifiedcyberontology.org/uco/core/",
    "id": "https://ontology.unifiedcyberontology.org/uco/identity/",
    "obs": "https://ontology.unifiedcyberontology.org/uco/observable/",
    "tool": "https://ontology.unifiedcyberontology.org/uco/tool/",
    "types": "https://ontology.unifiedcyberontology.org/uco/types/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
STATUS = {
    ActState.PLANNED: "Pending",
    ActState.ASKED: "Pending",
    ActState.ORDERED: "Pending",
    ActState.UNDER_WAY: "Ongoing",
    ActState.DONE: "Complete/Finish",
    ActState.NEGATIVE: "Complete/Finish",
    ActState.REFUSED: "Fail",
    ActState.IMPOSSIBLE: "Fail",
    ActState.LAPSED: "Fail",
    ActState.SET_ASIDE: "Unknown",
}
Node = dict[str, Any]


def graph_of(
    *, chain: UUID, code: str, is_open: bool, institution: str, items: Sequence[Node], acts: Sequence[Node]
) -> Node:
    """The JSON-LD document. ``items`` and ``acts`` as :mod:`hilo.evidence.export_rows` makes them."""
    graph = _Graph(chain, institution)
    made = [node for act in acts for node in graph.act(act)]
    exhibits = {item["exhibit"]: item for item in items}
    made += [node for item in items for node in graph.item(item, exhibits.get(item["derived_from"]))]
    about = [node for node in made if node["@type"] in ("inv:ProvenanceRecord", "inv:InvestigativeAction")]
    orders = [{"@id": node["@id"]} for node in made if node["@type"] == "inv:Authorization"]
    investigation = {
        "@id": graph.name("investigation", chain.hex),
        "@type": "inv:Investigation",
        "core:name": code,
        "inv:investigationForm": "case",
        "inv:investigationStatus": "open" if is_open else "closed",
        "core:object": [{"@id": node["@id"]} for node in about] or [graph.organization(institution)],
    }
    if orders:
        investigation["inv:relevantAuthorization"] = orders
    return {"@context": CONTEXT, "@graph": [investigation, *graph.shared(), *made]}


class _Graph:
    """Nodes that are shared, and how things are named."""

    def __init__(self, chain: UUID, institution: str) -> None:
        self.chain, self.institution = chain, institution
        self.tool = {"@id": self.name("tool", "hilo")}
        self.codes: set[str] = set()

    def name(self, kind: str, what: str) -> str:
        return iri(self.chain.hex, kind, what)

    def organization(self, code: str) -> Node:
        """A reference to an institution, which is then among those described."""
        self.codes.add(code)
        return {"@id": self.name("organization", code)}

    def shared(self) -> Iterator[Node]:
        """The program and the institutions that the other nodes name."""
        yield {**self.tool, "@type": "tool:Tool", "core:name": "Hilo", "tool:version": hilo.__version__}
        for code in sorted(self.codes):
            known = pack().institutions.get(code)
            name = known.name.es if known else code
            yield {**self.organization(code), "@type": "id:Organization", "core:name": name}

    def act(self, act: Node) -> Iterator[Node]:
        """The act as an action, and its order as an authorization. What it brought says so by ``wasInformedBy``."""
        moves = act["steps"]
        yield {
            "@id": self.name("act", act["act"]),
            "@type": "inv:InvestigativeAction",
            "core:name": act["label"],
            "core:description": act["law"] or act["type"],
            "act:actionStatus": STATUS[ActState(act["state"])],
            "act:startTime": _time(moves[0]["happened_at"] if moves else act["added_at"]),
            "act:performer": self.organization(self.institution),
            "act:instrument": self.tool,
        }
        for move in moves:
            if move["state"] == ActState.ORDERED:
                yield self._authorization(act, move)

    def _authorization(self, act: Node, move: Node) -> Node:
        return {
            "@id": self.name("authorization", move["event"]),
            "@type": "inv:Authorization",
            "inv:authorizationType": "order",
            "inv:authorizationIdentifier": f"act {act['number']}",
            "core:description": act["law"] or act["type"],
            "core:startTime": _time(move["happened_at"]),
        }

    def record(self, item: Node) -> Node:
        """A reference to the exhibit."""
        return {"@id": self.name("provenance-record", item["item"])}

    def step(self, step: Node) -> Node:
        """A reference to a step of custody."""
        return {"@id": self.name("custody-step", step["event"])}

    def item(self, item: Node, root: Node | None) -> Iterator[Node]:
        """The exhibit, what it is about, and each step of its custody as an action informed by the one before.

        The first step brings it into the investigation: out of nothing, or out of the exhibit it was copied from.
        """
        thing = {"@id": self.name("file" if item["sha256"] else "thing", item["item"])}
        record = self.record(item)
        node = {"@type": "inv:ProvenanceRecord", "inv:exhibitNumber": item["exhibit"], "core:object": [thing]}
        if item.get("description"):
            node["core:description"] = item["description"]
        if item["derived_from"]:
            node["inv:rootExhibitNumber"] = item["derived_from"]
        yield {**record, **node}
        yield {**thing, **self._observed(item)}
        before = [{"@id": self.name("act", item["act"])}] if item["act"] else []
        before += [self.step(step) for step in (root["steps"][:1] if root else ())]
        for n, step in enumerate(item["steps"]):
            action = self._step(step, json.loads(step["body"]))
            if n or root:
                action["act:object"] = [self.record(root)] if root and not n else [thing, record]
            if not n:
                action["act:result"] = [thing, record]
            if before:
                action["inv:wasInformedBy"] = before
            before = [self.step(step)]
            yield action

    def _observed(self, item: Node) -> Node:
        if not item["sha256"]:
            return {"@type": "obs:ObservableObject"}
        hashed = {
            "@id": self.name("hash", item["item"]),
            "@type": "types:Hash",
            "types:hashMethod": "SHA256",
            "types:hashValue": {"@type": "xsd:hexBinary", "@value": item["sha256"]},
        }
        facet = {
            "@id": self.name("content-data-facet", item["item"]),
            "@type": "obs:ContentDataFacet",
            "obs:hash": hashed,
        }
        if item["size"] is not None:
            facet["obs:sizeInBytes"] = item["size"]
        return {"@type": "obs:File", "core:hasFacet": [facet]}

    def _step(self, step: Node, body: Node) -> Node:
        action = {
            **self.step(step),
            "@type": "inv:InvestigativeAction",
            "core:name": str(CustodyKind(body["kind"]).label),
            "act:actionStatus": "Complete/Finish",
            "act:startTime": _time(body["happened_at"]),
            "act:performer": self.organization(body["institution"]),
            "act:instrument": self.tool,
        }
        if body["to_institution"]:
            action["act:participant"] = self.organization(body["to_institution"])
        return action


def _time(at: int) -> Node:
    return {"@type": "xsd:dateTime", "@value": moment(at)}


def validated(data: bytes, folder: Path) -> bool | str:
    """Whether the document conforms to CASE 1.5; «not checked here» without the package ``case-utils``.

    Strict: a concept that the ontology does not know, and an IRI without a UUID, count as well. Takes 3 to 5 s.
    """
    try:
        from case_utils.case_validate import validate
    except ImportError:
        return "not checked here"
    path = folder / "case.jsonld"
    path.write_bytes(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return bool(validate(str(path), case_version="case-1.5.0").conforms)
