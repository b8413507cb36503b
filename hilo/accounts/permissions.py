"""What a person may ever do. Whether it may be done now, and to which case, is decided elsewhere."""

from enum import StrEnum


class Permission(StrEnum):
    """One thing a role allows, written ``thing:act``. Keep alphabetized."""

    ACCOUNT_COMPARE = "account:compare"  # coded accounts of several children, beside each other
    ALERT_TYPE = "alert:type"  # enter by hand a letter that came on paper
    BREAK_GLASS = "breakglass:open"  # read a case of another institution in an emergency, for three hours
    BREAK_GLASS_REVIEW = "breakglass:review"  # say of another person's emergency look whether it was justified
    CASEFILE_FULL = "casefile:full"  # print the case file with names; without it they are left out
    CASEFILE_PRINT = "casefile:print"
    CASE_ASSIGN = "case:assign"
    CASE_CLOSE = "case:close"
    CASE_NOTE = "case:note"
    CASE_REOPEN = "case:reopen"
    CASE_SEE = "case:see"
    CASE_TIER = "case:tier"  # move the urgency, with a reason
    CLOCK_CHANGE = "clock:change"  # pause and extend
    CODING_DRAW = "coding:draw"  # draw the narratives that two people code blind, and say who they are
    CONFLICT_RECORD = "conflict:record"  # keep an institution out of a case that one's institution holds
    DESK_SEE = "desk:see"  # the inbox
    EVIDENCE_EXPORT = "evidence:export"  # a case with its proofs, to be verified without us
    EVIDENCE_HANDLE = "evidence:handle"  # items, custody, documents, formal review
    EVIDENCE_RECEIVE = "evidence:receive"  # say that an item sent to one's institution came
    HANDOFF_ANSWER = "handoff:answer"  # acknowledge, accept, refuse and give the result, for one's institution
    HANDOFF_MAKE = "handoff:make"  # offer a case to another institution, and withdraw the offer
    IDENTIFIER_REVEAL = "identifier:reveal"  # each look is logged
    INDICATOR_SUGGESTED = "indicator:suggested"  # read what the machine suggests; never before an interview
    INSTITUTION_SEE = "institution:see"  # figures of institutions: exact of one's own, with a minimum of others
    INTERVIEW_HOLD = "interview:hold"  # plan, begin and end the interview of a child
    LINK_DECIDE = "link:decide"
    OFFENCE_CLASSIFY = "offence:classify"  # say which facts are known; the system shows candidates
    PLAN_DECIDE = "plan:decide"  # adopt acts, move them on, set them aside with a reason
    PRACTICE = "practice:own"  # rehearse with a simulated child; nobody else sees it
    PREFERENCES = "preferences"  # one's own language and password
    QUARANTINE_HANDLE = "quarantine:handle"
    QUARANTINE_SEE = "quarantine:see"
    RECORD_SEE = "record:see"  # ledger and audit pages: never content
    REPORT_ANSWER = "report:answer"  # write to who told, and take down what is told by telephone or in person
    REPORT_DESTROY = "report:destroy"  # erase the key of a report for good, with a reason
    REPORT_READ = "report:read"  # open what was told; each look is logged
    REQUEST_SEND = "request:send"  # official letters of the investigation, and their answers
    SEARCH = "search"
    SENDER_ANSWER = "sender:answer"  # say back to who raised an alert what came of it
    SUPERVISE = "supervise"  # the overview of one's institution
    TELLING_RECORD = "telling:record"  # write down that a child was made to tell, and how it came out
    TESTIMONY_CODE = "testimony:code"  # keep transcripts, put layers beside them
    TESTIMONY_EXPORT = "testimony:export"  # take a transcript or its codes out
    TESTIMONY_READ = "testimony:read"  # open the words of a child; each look is logged
    USER_CLOSE = "user:close"
    USER_SEE = "user:see"
