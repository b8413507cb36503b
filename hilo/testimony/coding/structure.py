"""What is neither asked nor told about the event: rules, openings, closings, comfort, support."""

import re

from hilo.testimony.coding.phrases import phrase

RULE = phrase("rule")
OPENING = phrase("opening")
CLOSING = phrase("closing")
COMFORT = phrase("comfort")
UNDERSTOOD = phrase("understood")
TOPIC = phrase("topic")
FINE_IF = re.compile(
    r"^(?:esta bien|no pasa nada|no importa|no hay problema|todo bien) (?:si (?:no|se te)|que no|no tienes que)\b"
)
EMPATHY = re.compile(
    r"\b(?:entiendo|comprendo|veo|siento|suena a) que\b|\b(?:debe|debio|ha de|han de|habra) (?:de )?(?:ser|haber|"
    r"dar|sentir\w*)\b"
)
SUPPORT = phrase("support")
ENCOURAGE = phrase("encourage")
NOT_A_REMARK = phrase("not_a_remark")
