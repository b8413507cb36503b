"""Turns of phrase by which adults ask, press, support and explain, in Spanish as spoken in Mexico.

All patterns read text without accents or marks (see :func:`hilo.testimony.coding.words.plain`).
"""

import re

_TELL = (
    r"cuenta(?:me|nos)?(?:lo|la|melo)?|cuentamelo|cuentemelo|cuenteme|platica(?:me|nos|melo)?|platiqueme|explica(?:me|nos)?|explicame|"
    r"describe(?:me|nos|la|lo)?|describemelo|hablame|hablanos|dime(?:lo)?|dinos|digame|dimelo|"
    r"sigue(?:me)? (?:contando(?:me)?|platicando(?:me)?)|sigueme contando|sigue con|echame|chismeame|narrame|relatame"
)
_TELL_2 = (
    r"cuent(?:as|es|aras|an)|platic(?:as|aras)|platiques|dig(?:as)|dices|dijeras|expliques|explicas|explicaras|"
    r"describes|describas|describieras|hables|hablas|hablaras|contaras|narres"
)
_TELL_INF = r"(?:contar|platicar|decir|explicar|describir|hablar|narrar)(?:me|nos)?(?:lo|la)?"
THINK_BACK = re.compile(r"^(?:piensa en|regresa(?:te)? a|acuerdate de|recuerda|ponte en|vuelve a) ")
TELL = re.compile(
    rf"^(?:(?:quiero|quisiera|necesito|me gustaria|me encantaria|quiero pedirte|te voy a pedir|te pido|a ver si|"
    rf"ojala|que tal si|por que no) (?:mucho )?(?:que )?(?:ahora )?(?:me |nos )?(?:vuelvas a )?(?:{_TELL_2}|{_TELL_INF})"
    rf"|(?:no )?(?:me |nos )(?:{_TELL_2})(?! que)"
    rf"|(?:no )?(?:me |nos )?(?:puedes|podrias|quieres|quisieras|pudieras|te gustaria|ayudas a|vas a|animas a) (?:ayudar a )?(?:volver a )?{_TELL_INF}"
    rf"|(?:quiero|quisiera|me gustaria|necesito|me interesa|ayudame a|ayudeme a|intenta|trata de|puedes|podrias) "
    rf"(?:mucho )?(?:saber|entender|oir|escuchar|conocer|que me ayudes a entender|contarme|platicarme|decirme|recordar|acordarte de)"
    rf"|(?:vuelve a |vuelveme a ){_TELL_INF}"
    rf"|{_TELL}|empieza por donde (?:tu )?(?:quieras|gustes)|empieza desde)\b ?"
)
BARE_DIME = re.compile(r"^(?:dime|digame|sigue|siguele|continua|sigue por favor|adelante|si dime|te escucho)$")

WH = re.compile(
    r"^(?:(?:a|de|con|en|por|para|desde|hasta|hacia|sobre|segun|entre) )?"
    r"(?:que|quien|quienes|cual|cuales|como|cuando|donde|adonde|cuanto|cuanta|cuantos|cuantas)\b"
)
WH_LAST = re.compile(r"^(?!.*\bo\b).*\b(?:de|con|a|para|por|en) (?:quien|quienes|cual|donde|que)$|^(?!.*\bo\b)\w+ (?:donde|quien|cuando|que)$")
WH_WORD = re.compile(r"\b(?:que|quien|quienes|cual|cuales|como|cuando|donde|adonde|cuantos?|cuantas?)\b")
HAPPEN = r"(?:paso|pasaba|pasaria|pasando|paso|sucedio|sucedia|sucediendo|ocurrio|ocurria|pasado|sucedido|ocurrido)"
WHAT_HAPPENED = re.compile(
    rf"^(?:(?:y )?(?:luego|despues|entonces|ya|ahi|de ahi|y ahi|ya luego|despues de eso|mas tarde|al final) )*"
    rf"(?:que|como)(?: es lo que| fue lo que| cosas?| otra cosa| otras cosas)?(?P<more> mas)?(?: te| les| le| nos| se)?"
    rf"(?: fue que)?(?: estaba| ha| habia)? {HAPPEN}\b ?(?P<rest>.*)$"
)
THAT_HAPPENED = re.compile(rf"^(?:todo )?lo (?:mas )?que (?:te |les |le |nos |se )?(?:ha |habia )?{HAPPEN}\b ?(?P<rest>.*)$")
HOW_WAS = re.compile(r"^como (?:fue|estuvo|es|era)(?P<that> (?:que|eso|esa parte|ese momento|lo de|ahi|todo eso)\b.*)?$")
MORE = re.compile(
    r"^(?:(?:y )?(?:luego|despues|entonces|ya luego|de ahi|y de ahi|mas tarde|a continuacion|al ultimo|enseguida|posteriormente)"
    r"(?: y (?:luego|despues))?|que mas|algo mas que|y que mas|que otra cosa|que otras cosas|que sigue|que siguio)$"
)
MORE_KNOW = re.compile(
    r"^(?:que|que cosas?|que otras? cosas?)(?: mas)? (?:te acuerdas|recuerdas|me puedes (?:contar|decir|platicar)|"
    r"me cuentas|puedes (?:contarme|decirme|platicarme|recordar)|me quieres contar|me platicas|me dices|"
    r"me podrias (?:contar|decir|platicar)|sabes|te viene a la memoria|te acordaste)\b ?(?P<rest>.*)$"
)
ANYTHING_ELSE = re.compile(
    r"^(?:y ya|ya|es todo|eso es todo|fue todo|eso fue todo|nada mas|algo mas|hay algo mas|hubo algo mas|paso algo mas|"
    r"asi fue|asi es|es asi|fue asi|ya es todo|seria todo)$"
)
KNOWLEDGE = re.compile(
    r"^(?:(?:tu )?(?:sabes|sabias|te acuerdas|recuerdas|te acordaras|recordaras|supiste|te fijaste|te diste cuenta|"
    r"alcanzaste a (?:ver|oir|escuchar)|pudiste ver|llegaste a (?:ver|saber)|tienes idea|viste|oiste|escuchaste|te dijeron|te dijo))\b ?(?P<rest>.*)$"
)
POINTER = re.compile(
    r"\b(?:eso|esto|aquello|ahi|alli|alla|el|ella|ellos|ellas|esa parte|ese momento|ese rato|esas?|esos?|lo que (?:me )?"
    r"(?:dijiste|contaste|platicaste|mencionaste)|lo de)\b"
)
HIM = re.compile(r"\b(?:de|sobre|con|acerca de|a) (?:el|ella|ellos|ellas|eso|esto)$|\beso\b|\bahi\b|\bese (?:rato|momento|dia)\b|\besa parte\b|\bel$")
SEGMENT = re.compile(r"\bdesde (?P<a>.+?) (?:y )?hasta (?P<b>.+)$|\bentre (?P<c>.+?) y (?P<d>.+)$|(?:^|\b(?:rato|parte|momento) )del? (?P<e>.+?) (?:a|hasta) (?:que |el |la |los |las )?(?P<f>.+)$")
WHOLE = re.compile(r"\bdesde (?:el|un) (?:principio|inicio|comienzo)\b|\bde principio a fin\b|\bde inicio a fin\b")
ENDS_OWN = re.compile(
    r"^(?:que )?(?:(?:te |se |nos )?(?:llegaste|llegaron|entraste|entraron|empezo|comenzo|iniciaste|despertaste|levantaste|"
    r"levantaron|saliste de (?:tu )?casa|fuiste|fueron|acabo|termino|regresaste|regresaron|volviste|dormiste|acostaste|"
    r"saliste|salieron|paraste)|el principio|el inicio|el final|el fin|la manana|la noche)\b"
)

# ------------------------------------------------------------------ pressing
_PEERS = (
    r"(?:los demas|las demas|los otros|las otras|otros|otras|tod[oa]s|todo el mundo|todo mundo|varios|tus? (?:amig|companer|prim|herman|cuat|compa|vecin)\w*|"
    r"los ninos|las ninas|los companeros|tu grupo|tu equipo|tu salon|los de tu \w+|l[oa]s que estaban|algunos|ellos|ellas|un nino|una nina|otro nino|otra nina)"
)
_SAID = r"(?:conto|contaron|dijo|dijeron|dice|dicen|platico|platicaron|vieron|vio|explicaron|confirmaron|confeso|aseguran|cuentan|coinciden|hablo|hablaron|contado|dicho|platicado|acuerdan|acuerda)"
OTHERS_TOLD = re.compile(
    rf"\b{_PEERS}\b(?: \w+){{0,4}}? (?:ya )?(?:me |nos |lo |la )*(?:han |ha )?{_SAID}\b|\b(?:nomas|solo|nada mas|solamente|unicamente) (?:me )?faltas? (?:tu|que tu)\b|"
    rf"\bya me {_SAID}\b.*\b{_PEERS}\b|\beres (?:el|la) unic[oa] que\b"
)
INFORMANT = re.compile(
    r"\b(?:me|nos) (?:conto|contaron|dijo|dijeron|platico|platicaron|comento|comentaron|explico|informaron|aviso|avisaron|han dicho|ha dicho|dicen)\b|"
    r"\b(?:me entere|supe|se que|ya se|lei|escuche|oi|me dicen)\b"
)
PRAISE = re.compile(
    r"\beso era lo que (?:queria|esperaba|necesitaba)\b|\b(?:que|muy|eres) (?:muy )?(?:list[oa]|inteligente|valiente|buen[oa] (?:nin[oa]|testigo))\b|\bnos ayudas?(?:te)? mucho\b|"
    r"\bme ayudas? mucho\b|\basi me gusta\b|\bque bueno que (?:me )?(?:lo )?(?:dijiste|dices|contaste|cuentas|viste|te diste|te acordaste|hablaste)\b|"
    r"\b(?:excelente|buena|buenisima|perfecta) respuesta\b|\bmuy bien (?:dicho|contestado)\b|\beso (?:es|esta) (?:muy bien|perfecto|excelente)\b|\beso muy bien\b|"
    r"\bgracias por (?:decirme|contarme|platicarme) (?:que|la verdad)\b|\bese dato\b|\beso (?:me |nos )?(?:sirve|ayuda)\b|\bestoy (?:muy )?orgullos[oa]\b|\bjustamente eso\b|"
    r"\bes(?:o|a) es la respuesta\b|\bque bien que me (?:lo )?(?:digas|dijiste|cuentes|contaste)\b"
)
REWARD = re.compile(
    r"\bte (?:voy a )?(?:doy|dar|regalo|regalar|compro|comprar|ganas|llevas|toca|dejo|pongo|invito)\b.*|\bpremio\b|\bestampit?as?\b|"
    r"\bse va a poner (?:muy |bien )?(?:content|feliz|orgullos)\w*|\bse van a poner (?:muy )?(?:content|feliz|felic|orgullos)\w*|\bvas a (?:poder )?(?:salir|ir|jugar|ganar)\b.* si "
)
PRESS = re.compile(
    r"\b(?:la verdad|la neta)$|\bdi(?:me|game|nos)? (?:bien )?la (?:pura )?(?:verdad|neta)\b|^(?:de verdad |bien )?estas segur[oa]\b|\bseguro que (?:no|si)\b|\bpiensal[eoa]\b|\bpiensa(?:lo)? (?:muy )?bien\b|\bhaz memoria\b|\b(?:intenta|trata de) (?:acordarte|recordar|hacer memoria)\b|\bechale ganas\b|\beso esta (?:muy )?mal\b|^por que no (?:me |le |les |nos )?(?:dijiste|avisaste|contaste|pediste|gritaste|hablaste|hiciste caso)\b|"
    r"\bacuerdate bien\b|\bno que\b|\bno puede ser\b|\bcomo que no\b|\bno me digas que\b|\bno te creo\b|\bno (?:me )?(?:digas|eches|cuentes) mentiras\b|\bno mientas\b|"
    r"\botra cosa dijiste\b|\bdijiste otra cosa\b|\besfuerzate\b|\bhaz un esfuerzo\b|\btienes que (?:acordarte|decirme|contarme|recordar|saber)\b|\btu si sabes\b|\btu (?:bien )?sabes que\b|\bno te hagas\b|"
    r"\bdebes (?:acordarte|saber|decirme)\b|\bno es posible\b|\bsegurisim[oa]\b|\beso no (?:es|fue|puede)\b|\bno (?:es|fue) (?:asi|eso|cierto lo)\b|\bpero si (?:tu|hace|ya|antes)\b|\bya estas grande\b|\bandale (?:si|dime|tu puedes|acuerdate)\b|"
    r"\bno me (?:estas|andas) (?:diciendo|contando) (?:todo|la)\b|\bno te (?:puede|pudo) haber\b|\besas? cosas? no (?:pasan|se)\b|\bno inventes\b|\bhabias dicho que\b|\bantes (?:me )?dijiste que\b.*\b(?:no|otra)\b|\bcontesta(?:me)? bien\b"
)
PRETEND = re.compile(
    r"\bimagina(?:te|telo|mos|r)?\b|\badivina(?:r|s|le)?\b|\bhagamos de cuenta\b|\bhaz de cuenta\b|\bfinge\b|\bsupon(?:gamos|te)?\b|\bjuguemos a que\b|\b(?:que|quien|quienes|donde|como|cuando|por que|cual|cuantos|cuantas|adonde|cuanto) (?:tu )?(?:crees|piensas|imaginas|te imaginas|supones|opinas)\b|"
    r"\btu crees\b|\b(?:crees|piensas|te imaginas|supones) que\b|\bhabr(?:a|an|ia|ian) \w+(?:ado|ido|to|cho|sto)\b|\bsi tuvieras que\b|\ba lo mejor\b|\bsera que\b|\bque tal si\b|\bpudo haber (?:sido|pasado)\b|\bpodria (?:ser|haber)\b"
)
# ---------------------------------------------------------------- particles
TAG = re.compile(
    r"^(?:verdad|no|cierto|no es cierto|no cierto|a poco no|o no|eh|no crees|verdad que si|que no|a que si|no es verdad|"
    r"no es asi|es cierto|es verdad|correcto|verdad que no|no te parece|o me equivoco|si o no|o si|no fue asi|verdad tu|asi fue no)$"
)
TAG_END = re.compile(r"(?:\b(?:verdad|cierto|a poco no|no crees|no es cierto|verdad que si)|\bno|\beh)$")
TAG_START = re.compile(r"^(?:verdad que|a poco|a que (?=si|no|tu|te|les|le|ya)|no es cierto que|es cierto que|es verdad que|cierto que|no es verdad que|verdad)\b ?(?P<rest>.*)$")
CHECK = re.compile(r"^(?:sale|va|ok|okey|de acuerdo|esta bien|si|estamos|entendido|bueno|te parece|me explico|oka|zas|juega|y ya va|listo|lista|entendiste|me entiendes|si me entiendes)$")
SURPRISE = re.compile(r"^(?:en serio|a poco|de veras|de verdad|ah si|asi|si|no|no me digas|ay si|neta|es neta|uy|orale|enserio|a poco si|ah no)$")
AGAIN_PLEASE = re.compile(
    r"^(?:como|mande|que|perdon|que dijiste|como dijiste|que dices|me lo repites|puedes repetir(?:lo|melo)?|repitelo|me repites|otra vez|cual|"
    r"(?:no )?te (?:oi|escuche|entendi)(?: bien)?|no te (?:oi|escuche|alcance a oir)(?: bien)?|me (?:lo )?(?:puedes|podrias) repetir(?: por favor)?|no escuche(?: bien)?|me lo puedes repetir|puedes hablar mas fuerte|mas fuerte(?: por favor)?|eh)$"
)
CONCLUDES = re.compile(r"^(?:o sea|entonces|asi que|conque|con que|osea|por lo tanto|por eso)\b(?: que)? ?(?P<rest>.*)$")
NEGATED = re.compile(r"^(?:(?:y |pero |oye )*)(?:no|nunca|tampoco|nadie|ni siquiera|nada)\b")
COURTESY = re.compile(r"^no (?:me |nos )?(?:cuent|platic|dices|dir|describ|explic|quieres (?:contar|platicar|decir)|te gustaria (?:contar|platicar)|podrias|puedes)")
ADVERSE = re.compile(r"\b(?:no|nunca|tampoco)\b")
OR_TAIL = re.compile(r"\bo (?:que|no|como|si|nada|que onda|que tal|que fue|asi)$")
ALTERNATIVES = re.compile(r"\b(?:o|u)\b")
HOW_COME = re.compile(r"^como que\b ?(?P<rest>.*)$")
AGAIN = re.compile(r"\botra vez\b|\bde nuevo\b|\bnuevamente\b|\bte vuelvo a preguntar\b|\bvolver a preguntar\b|\bme (?:habias )?dij(?:iste|o) que\b.*\?|\bya te (?:habia )?pregunt|\brepito\b|\bvuelvo a\b|\bhace rato te pregunte\b|\bte preguntaba\b|\bme dijiste que estabas\b|\bdime de nuevo\b|\bvuelve a\b|\bregresando a\b")
SECOND_TIME = re.compile(r"\b(?:volv(?:io|iste|ieron|ia)|vuelve|regreso|otra vez)(?= a )|\botra vez\b|\bde nuevo\b")
ELLIPTIC = re.compile(r"^y (?!(?:luego|despues|entonces|ya|que|quien|como|cuando|donde|cual|cuanto|a que|de que|con quien|por que)\b)(?P<rest>.+)$")
