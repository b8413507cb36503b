"""The figures counted a second time, in plain Python over all rows, without a line of what it checks."""

import json
from datetime import datetime
from statistics import median

from django.utils import timezone

from hilo.alerts.models import Alert
from hilo.cases.models import Case, Clock, Conflict, Event
from hilo.exchange.models import HandOff
from hilo.intake.models import Taken
from hilo.reference import pack

DAY = 86_400
SPANS = {"age_0": (0, 7), "age_7": (7, 30), "age_30": (30, 90), "age_90": (90, 180), "age_180": (180, 365)}
SPANS["age_365"] = (365, 100_000)


def _month(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m")


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


class Reckoning:
    """All rows, read once."""

    def __init__(self, *, now: datetime) -> None:
        self.now = now
        self.cases = {case.pk: case for case in Case.objects.all()}
        self.threads = {pk: [] for pk in self.cases}
        for event in Event.objects.order_by("entered_at", "id"):
            self.threads[event.case_id].append((event, json.loads(event.facts)))
        self.clocks = list(Clock.objects.all())
        self.kept_out = set(Conflict.objects.values_list("case_id", "institution"))

    def holders(self, case: Case) -> list[tuple[str, datetime, datetime | None]]:
        """Who held it, from when to when."""
        places = [
            (case.opened_at if event.kind == "case.opened" else event.entered_at, facts.get("institution", ""))
            for event, facts in self.threads[case.pk]
            if event.kind in ("case.opened", "case.routed")
        ]
        if not any(event.kind == "case.routed" for event, _ in self.threads[case.pk]):
            places = [(case.opened_at, case.institution)]
        held: list[list] = []
        for at, institution in places:
            if held and held[-1][0] == institution:
                continue
            if held:
                held[-1][2] = at
            held.append([institution, at, None])
        return [(who, since, until) for who, since, until in held if until is None or since < until]

    def lines(self, institution: str, months: list[str], reader: str) -> dict[str, dict]:
        """For each line its cells: counts, and hours."""
        found = {key: _Line() for key in ("antes", *months, "total")}
        out = {institution, reader}

        def into(at: datetime, pending: bool) -> list[_Line]:
            key = _month(at)
            if key in months:
                return [found[key], found["total"]]
            return [found["antes"], found["total"]] if key < months[0] and pending else []

        for case in self.cases.values():
            if any((case.pk, one) in self.kept_out for one in out):
                continue
            for who, since, until in self.holders(case):
                if who == institution:
                    for line in into(since, until is None and case.status == "open"):
                        self._case(line, case, since, until)
        for taken in Taken.objects.filter(institution=institution).select_related("report"):
            if any((taken.case_id, one) in self.kept_out for one in out):
                continue
            open_still = self.cases[taken.case_id].status == "open" and taken.answered_at is None
            for line in into(taken.taken_at, open_still):
                self._report(line, taken)
        for row in HandOff.objects.filter(receiver=institution):
            if not any((row.case_id, one) in self.kept_out for one in out):
                for line in into(row.offered_at, row.state in ("offered", "received")):
                    self._handoff(line, row)
        return {key: line.cells() for key, line in found.items()}

    def _case(self, line: "_Line", case: Case, since: datetime, until: datetime | None) -> None:
        self._alerts(line, case, until)
        if case.parent_id is not None:
            line.add("folded")
            return
        line.add("received")
        kinds = pack().event_kinds
        acts = [
            event.happened_at
            for event, _ in self.threads[case.pk]
            if kinds[event.kind].substantive and not event.kind.startswith("handoff.")
            and since <= event.entered_at and (until is None or event.entered_at < until)
        ]  # fmt: skip
        line.add("acted" if acts else "not_acted")
        if acts:
            line.waits.append(max(_seconds(min(acts)) - _seconds(since), 0))
        if until is None and case.status == "open":
            line.add("still_open")
            age = _seconds(self.now) - _seconds(since)
            line.ages.append(age)
            line.add(next(code for code, (least, most) in SPANS.items() if least * DAY <= age < most * DAY))
            runs = [
                one for one in self.clocks
                if (one.case_id, one.rule) == (case.pk, "silence") and one.stopped_at is None and one.due_at >= self.now
            ]  # fmt: skip
            if case.silent_at is not None or not runs:
                line.add("silent")

    def _alerts(self, line: "_Line", case: Case, until: datetime | None) -> None:
        for alert in Alert.objects.filter(case=case):
            if until is not None and alert.received_at >= until:
                continue
            line.add("alerts")
            told = [
                event
                for event, facts in self.threads[case.pk]
                if event.kind == "sender.answered" and facts.get("alert", str(alert.pk)) == str(alert.pk)
                and event.entered_at >= alert.received_at and (until is None or event.entered_at < until)
            ]  # fmt: skip
            line.add("told" if told else "untold")

    def _handoff(self, line: "_Line", row: HandOff) -> None:
        line.add("offered")
        due = [one.due_at for one in self.clocks if one.rule == "handoff_receipt" and one.subject == row.pk]
        receipt = row.received_at or (row.answered_at if row.state == "refused" else None)
        if receipt:
            line.add("in_time" if due and receipt <= due[0] else "late")
        elif row.state == "withdrawn":
            line.add("taken_back" if not due or row.answered_at <= due[0] else "missing")
        else:
            line.add("waiting" if due and due[0] >= self.now else "missing")
        answers = {"accepted": "accepted", "resulted": "accepted", "refused": "refused", "withdrawn": "withdrawn"}
        line.add(answers.get(row.state, "unanswered"))

    def _report(self, line: "_Line", taken: Taken) -> None:
        case, report = self.cases[taken.case_id], taken.report
        if case.parent_id is not None:
            return
        due = [one.due_at for one in self.clocks if one.rule == "report_read" and one.subject == report.pk]
        notified = any(
            event.kind in ("prosecutor.informed", "investigation.act_done", "investigation.act_registered")
            for event, _ in self.threads[case.pk]
            if event.entered_at >= taken.taken_at
        )
        line.add("reports")
        line.add("notified" if notified else "not_notified")
        if case.kind == "school" or json.loads(taken.result)["coarse"].get("path") == "service":
            line.add("school_reports")
            line.add("school_notified" if notified else "school_not_notified")
        if taken.read_at is None:
            line.add("not_read")
        else:
            line.add("read_in_time" if due and taken.read_at <= due[0] else "read_late")
        if taken.answered_at is not None:
            line.add("answered_in_time" if taken.answered_at <= taken.answer_due_at else "answered_late")
            line.answers.append(_seconds(taken.answered_at) - _seconds(taken.taken_at))
        else:
            gone = report.withdrawn_at or report.locked_at or report.destroyed_at
            line.add("answer_not_wanted" if gone else "not_answered")


class _Line:
    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.waits: list[int] = []
        self.ages: list[int] = []
        self.answers: list[int] = []

    def add(self, code: str) -> None:
        self.counts[code] = self.counts.get(code, 0) + 1

    def cells(self) -> dict[str, int | None]:
        return self.counts | {
            "first_answer": int(median(self.answers) // 3600) if self.answers else None,
            "first_act": int(median(self.waits) // 3600) if self.waits else None,
            "age_median": int(median(self.ages) // 3600) if self.ages else None,
            "age_worst": max(self.ages) // 3600 if self.ages else None,
        }
