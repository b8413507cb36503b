"""Turns of phrase by which adults ask, press, support and explain, in Spanish as spoken in Mexico.

All patterns read text without accents or marks (see :func:`hilo.testimony.coding.words.plain`). Plain lists of phrases
stand in ``data/prompt_phrases.yaml``; here are those that have parts.
"""

import re

from hilo.testimony.coding.phrases import phrase

THINK_BACK = re.compile(r"^(?:piensa en|regresa(?:te)? a|acuerdate de|recuerda|ponte en|vuelve a) ")
TELL = re.compile(
    r"^(?:(?:quiero|quisiera|necesito|me gustaria|me encantaria|quiero pedirte|te voy a pedir|te pido|a ver si|"
    r"ojala|que tal si|por que no) (?:mucho )?(?:que )?(?:ahora )?(?:me |nos )?(?:vuelvas a )?(?:cuent(?:as|es|"
    r"aras|an)|platic(?:as|aras)|platiques|dig(?:as)|dices|dijeras|expliques|explicas|explicaras|describes|"
    r"describas|describieras|hables|hablas|hablaras|contaras|narres|(?:contar|platicar|decir|explicar|describir|"
    r"hablar|narrar)(?:me|nos)?(?:lo|la)?)|(?:no )?(?:me |nos )(?:cuent(?:as|es|aras|an)|platic(?:as|aras)|"
    r"platiques|dig(?:as)|dices|dijeras|expliques|explicas|explicaras|describes|describas|describieras|hables|"
    r"hablas|hablaras|contaras|narres)(?! que)|(?:no )?(?:me |nos )?(?:puedes|podrias|quieres|quisieras|pudieras|"
    r"te gustaria|ayudas a|vas a|animas a) (?:ayudar a )?(?:volver a )?(?:contar|platicar|decir|explicar|"
    r"describir|hablar|narrar)(?:me|nos)?(?:lo|la)?|(?:quiero|quisiera|me gustaria|necesito|me interesa|ayudame a|"
    r"ayudeme a|intenta|trata de|puedes|podrias) (?:mucho )?(?:saber|entender|oir|escuchar|conocer|"
    r"que me ayudes a entender|contarme|platicarme|decirme|recordar|acordarte de)|(?:vuelve a |"
    r"vuelveme a )(?:contar|platicar|decir|explicar|describir|hablar|narrar)(?:me|nos)?(?:lo|la)?|cuenta(?:me|"
    r"nos)?(?:lo|la|melo)?|cuentamelo|cuentemelo|cuenteme|platica(?:me|nos|melo)?|platiqueme|explica(?:me|nos)?|"
    r"explicame|describe(?:me|nos|la|lo)?|describemelo|hablame|hablanos|dime(?:lo)?|dinos|digame|dimelo|"
    r"sigue(?:me)? (?:contando(?:me)?|platicando(?:me)?)|sigueme contando|sigue con|echame|chismeame|narrame|"
    r"relatame|(?:ensename|muestrame|senalame)(?= (?:en |a |de |con )?(?:donde|como|cual|que|quien)\b)|"
    r"empieza por donde (?:tu )?(?:quieras|gustes)|empieza desde)\b ?"
)
BARE_DIME = phrase("bare_dime")
WH = re.compile(
    r"^(?:(?:a|de|con|en|por|para|desde|hasta|hacia|sobre|segun|entre) )?(?:que|quien|quienes|cual|cuales|como|"
    r"cuando|donde|adonde|cuanto|cuanta|cuantos|cuantas)\b|^porque\b"
)
WH_LAST = re.compile(
    r"^(?!.*\bo\b).*\b(?:de|con|a|para|por|en) (?:quien|quienes|cual|donde|que)$|^(?!.*\bo\b)\w+ (?:donde|quien|"
    r"cuando|que)$"
)
WH_WORD = re.compile(r"\b(?:que|quien|quienes|cual|cuales|como|cuando|donde|adonde|cuantos?|cuantas?)\b")
WHAT_HAPPENED = re.compile(
    r"^(?:(?:y )?(?:luego|despues|entonces|ya|ahi|de ahi|y ahi|ya luego|despues de eso|mas tarde|"
    r"al final) )*(?:que|como)(?: es lo que| fue lo que| cosas?| otra cosa| otras cosas)?(?P<more> mas)?(?: te|"
    r" les| le| nos| se)?(?: fue que)?(?: estaba| ha| habia)? (?:paso|pasaba|pasaria|pasando|paso|sucedio|sucedia|"
    r"sucediendo|ocurrio|ocurria|pasado|sucedido|ocurrido)\b ?(?P<rest>.*)$"
)
THERE_HAPPENED = re.compile(
    r"^(?:y )?(?:ya )?(?P<there>(?:en|dentro de|adentro de|afuera de|despues de|antes de|cuando|mientras|al|con|"
    r"durante) .{2,60}?) (?:que|como) (?:te |les |le |nos )?(?:paso|pasaba|sucedio|sucedia|ocurrio|ocurria)$"
)
THAT_HAPPENED = re.compile(
    r"^(?:todo )?lo (?:mas )?que (?:te |les |le |nos |se )?(?:ha |habia )?(?:paso|pasaba|pasaria|pasando|paso|"
    r"sucedio|sucedia|sucediendo|ocurrio|ocurria|pasado|sucedido|ocurrido)\b ?(?P<rest>.*)$"
)
HOW_WAS = re.compile(
    r"^como (?:fue|estuvo|es|era)(?P<that> (?:que|eso|esa parte|ese momento|lo de|ahi|todo eso)\b.*)?$"
)
MORE = phrase("more")
MORE_KNOW = re.compile(
    r"^(?:de )?(?:que|que cosas?|que otras? cosas?|(?:que es )?lo que(?: si)?)(?: mas)? (?:te acuerdas|recuerdas|"
    r"me puedes (?:contar|decir|platicar)|"
    r"me cuentas|puedes (?:contarme|decirme|platicarme|recordar)|me quieres contar|me platicas|me dices|"
    r"me podrias (?:contar|decir|platicar)|sabes|te viene a la memoria|te acordaste)\b ?(?P<rest>.*)$"
)
ANYTHING_ELSE = phrase("anything_else")
KNOWLEDGE = re.compile(
    r"^(?:(?:tu )?(?:sabes|sabias|te acuerdas|recuerdas|te acordaras|recordaras|supiste|te fijaste|"
    r"te diste cuenta|alcanzaste a (?:ver|oir|escuchar)|pudiste ver|llegaste a (?:ver|saber)|tienes idea|viste|"
    r"oiste|escuchaste|te dijeron|te dijo))\b ?(?P<rest>.*)$"
)
POINTER = re.compile(
    r"\b(?:eso|esto|aquello|ahi|alli|alla|el|ella|ellos|ellas|esa parte|ese momento|ese rato|esas?|esos?|"
    r"lo que (?:me )?(?:dijiste|contaste|platicaste|mencionaste)|lo de)\b"
)
HIM = re.compile(
    r"\b(?:de|sobre|con|acerca de|a) (?:el|ella|ellos|ellas|eso|esto)$|\beso\b|\bahi\b|\bese (?:rato|momento|"
    r"dia)\b|\besa parte\b|\bel$"
)
SEGMENT = re.compile(
    r"\bdesde (?P<a>.+?) (?:y )?hasta (?P<b>.+)$|\bentre (?P<c>.+?) y (?P<d>.+)$|(?:^|\b(?:rato|parte|"
    r"momento) )del? (?P<e>.+?) (?:a|hasta) (?:que |el |la |los |las )?(?P<f>.+)$"
)
WHOLE = re.compile(r"\bdesde (?:el|un) (?:principio|inicio|comienzo)\b|\bde principio a fin\b|\bde inicio a fin\b")
ENDS_OWN = re.compile(
    r"^(?:que )?(?:(?:te |se |nos )?(?:llegaste|llegaron|entraste|entraron|empezo|comenzo|iniciaste|despertaste|"
    r"levantaste|levantaron|saliste de (?:tu )?casa|fuiste|fueron|acabo|termino|regresaste|regresaron|volviste|"
    r"dormiste|acostaste|saliste|salieron|paraste)|el principio|el inicio|el final|el fin|la manana|la noche)\b"
)
OTHERS_TOLD = phrase("others_told")
INFORMANT = phrase("informant")
PRAISE = phrase("praise")
REWARD = phrase("reward")
PRESS = phrase("press")
NO_REWARD = re.compile(
    r"\bte doy (?:las )?gracias|\bmi tarjeta\b|\bte voy a dar (?:un )?(?:momento|tiempo)|\bte toca\b|"
    r"^(?:que|quien|donde|cuando|a que|cuanto)\b"
)
NO_GUESSING = re.compile(r"\bno adivin|\baunque creas\b|\bsi crees\b")
PRETEND = phrase("pretend")
TAG = phrase("tag")
TAG_END = re.compile(r"(?:\b(?:verdad|cierto|a poco no|no crees|no es cierto|verdad que si)|\bno|\beh)$")
TAG_START = re.compile(
    r"^(?:verdad que|a poco|a que (?=si|no|tu|te|les|le|ya)|no es cierto que|es cierto que|es verdad que|"
    r"cierto que|no es verdad que|verdad)\b ?(?P<rest>.*)$"
)
CHECK = phrase("check")
SURPRISE = phrase("surprise")
AGAIN_PLEASE = phrase("again_please")
CONCLUDES = re.compile(
    r"^(?:o sea|entonces|asi que|conque|con que|osea|por lo tanto|por eso)\b(?: que)? ?(?P<rest>.*)$"
)
NEGATED = re.compile(r"^(?:(?:y |pero |oye )*)(?:no|nunca|tampoco|nadie|ni siquiera|nada(?! mas))\b")
COURTESY = re.compile(
    r"^no (?:me |nos )?(?:cuent|platic|dices|dir|describ|explic|quieres (?:contar|platicar|decir)|"
    r"te gustaria (?:contar|platicar)|podrias|puedes)"
)
ADVERSE = re.compile(r"\b(?:no|nunca|tampoco)\b")
OR_TAIL = re.compile(r"\bo (?:que|no|como|si|nada|que onda|que tal|que fue|asi)$")
ALTERNATIVES = re.compile(r"\b(?:o|u)\b")
HOW_COME = re.compile(r"^como que\b ?(?P<rest>.*)$")
AGAIN = phrase("again")
SECOND_TIME = re.compile(r"\b(?:volv(?:io|iste|ieron|ia)|vuelve|regreso|otra vez)(?= a )|\botra vez\b|\bde nuevo\b")
ELLIPTIC = re.compile(
    r"^y (?!(?:luego|despues|entonces|ya|que|quien|como|cuando|donde|cual|cuanto|a que|de que|con quien|"
    r"por que)\b)(?P<rest>.+)$"
)
HAPPEN = r"(?:paso|pasaba|pasaria|pasando|paso|sucedio|sucedia|sucediendo|ocurrio|ocurria|pasado|sucedido|ocurrido)"
