"""Nobody is told to stop a medicine."""

import re
from collections.abc import Iterator, Mapping

from curriculumkit.diagnostics import Severity
from curriculumkit.model.library import Library
from curriculumkit.readability.text import listed, without_quotations
from curriculumkit.rules.base import Document, Finding, Rule
from curriculumkit.rules.wording import language_of, place_in, words_of

_MEDICINES: Mapping[str, frozenset[str]] = {
    "en": listed(
        """
        medicine medicines medication medications med meds pill pills prescription prescriptions
        antidepressant antidepressants antipsychotic antipsychotics suboxone subutex zubsolv
        brixadi methadone buprenorphine naltrexone vivitrol sublocade lithium lamictal depakote
        seroquel quetiapine abilify zyprexa olanzapine risperdal risperidone zoloft sertraline
        prozac fluoxetine lexapro celexa paxil effexor cymbalta wellbutrin bupropion trazodone
        gabapentin antabuse disulfiram acamprosate campral xanax alprazolam ativan lorazepam
        klonopin clonazepam valium diazepam benzo benzos benzodiazepine benzodiazepines insulin
        shot shots patch patches
        """
    ),
    "es": listed(
        """
        medicina medicinas medicamento medicamentos pastilla pastillas receta recetas antidepresivo
        antidepresivos antipsicótico antipsicóticos suboxone metadona buprenorfina naltrexona litio
        sertralina fluoxetina xanax alprazolam ativan lorazepam klonopin clonazepam valium diazepam
        rivotril benzodiacepina benzodiacepinas insulina
        """
    ),
}
_DOSE = {"en": listed("dose doses dosage"), "es": listed("dosis")}
_SIGNS = frozenset().union(*_MEDICINES.values(), *_DOSE.values())
"""Without one of these words a text names no medicine that is looked for."""

_EN, _ES = (f"(?:{'|'.join(sorted(_MEDICINES[one]))})" for one in ("en", "es"))

_STOP_EN = (
    r"(?:(?:stop|quit|go) cold turkey(?: off| on| with)?|stop|quit|skip|discontinue|ditch|be off"
    r"|cut (?:back|down|out)(?: on)?|come off|go off|get off"
    r"|wean (?:yourself )?off|taper(?: off| down)?|reduce|lower"
    r"|throw (?:away|out)|flush|give up|(?:do|get by|live|manage) without"
    r"|try (?:a|one|two|some|a few) (?:days?|weeks?|months?) (?:without|off))"
)
_STOPPING_EN = (
    r"(?:stopping|quitting|skipping|discontinuing|(?:coming|going|getting|weaning|tapering) off"
    r"|tapering|reducing|lowering|cutting (?:back|down)(?: on)?)"
)
_LESS_EN = r"(?:cut|lower|reduce|decrease|halve|skip|miss)"
_WHOSE_EN = (
    r"(?:\s+(?:taking|using|of|off|the|your|their|his|her|all|any|a|one|dose|doses|those|these"
    r"|that|every|morning|evening|night|nightly|daily|weekly|monthly|next)){0,5}"
)
_BAD_FIT = r"(?!pills?\b|patch(?:es)?\b)"
"""A pill is cut in half, and a patch replaced, as the label says."""

_REFUSED_EN = (
    r"(?:medicines?|medications?|meds|methadone|suboxone|buprenorphine|naltrexone|vivitrol"
    r"|sublocade|lithium|antidepressants?)"
)
"""What "say no to" is about; pills are also what friends offer."""

_WELL_EN = r"(?:if|when|once) you (?:feel|are|are feeling) (?:well|fine|good|better|okay|ok)\b"
_STOP_ES = (
    r"(?:dej(?:en?|a)|suspend(?:an?|e)|interrump(?:an?|e)|abandon(?:en?|a)|reduzcan?|reduce|paren?"
    r"|tir(?:en?|a)|boten?)"
)
_LESS_ES = (
    r"(?:baj(?:en?|a)|reduzcan?|reduce|disminuy(?:an?|e)|corten?|sáltese|salt(?:en?|a)|omitan?)"
)
_WELL_ES = r"(?:si|cuando) se sienten? (?:bien|mejor)\b"
_AS_TOLD_EN = (
    r"(?!\s+(?:with|without|if|on|until|before|after|unless|more|twice|while|when|at|again|from|in"
    r"|for|by|that|to)\b)"
)
"""What makes "do not take your medicine" advice on how to take it."""

_AS_TOLD_ES = (
    r"(?!\s+(?:con|sin|si|de|del|antes|después|junto|a|en|para|por|que|más|bajo|lejos|fuera|sobre"
    r"|donde|aquí|ahí|guardadas?|viej[ao]s?|vencid[ao]s?|que|sobrantes?)\b)"
)

_PATTERNS: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        r"(?:(?:^|[.!?;:]\s+)(?:(?:if|when|once) [^.!?,;:]*, )?"
        r"(?:please |just |now |then |slowly |first,? )*"
        r"|\b(?:you|they|we|patients|people|clients|everyone)\s+(?:can|could|should|may|must|will"
        r"|need to|have to|ought to)\s+(?:just |now |safely |slowly )?"
        r"|\b(?:ok|okay|safe|fine|best|better|time|ready|good idea|goal is|try|free)\s+to\s+"
        r"|\bwe (?:suggest|recommend|advise|urge|want)(?: that)? you (?:to )?)"
        rf"(?:{_STOP_EN}{_WHOSE_EN}\s+{_EN}\b|{_LESS_EN}\s+(?:your|the|a|one|this)\s+dos(?:e|age)\b"
        rf"|take (?:less|fewer|half)(?:\s+(?:of|the|your|a)){{0,2}}\s+{_EN}\b"
        rf"|(?:cut|halve) (?:your|the) {_BAD_FIT}{_EN} (?:in half|in two)\b"
        rf"|(?:replace|swap) (?:your|the) {_BAD_FIT}{_EN} (?:with|for)\b"
        rf"|take (?:your|the) {_EN} only (?:if|when) you feel\b"
        rf"|say no to (?:your |the |any )?{_REFUSED_EN}\b{_AS_TOLD_EN}(?! \w+ed\b)"
        rf"|(?:do not|don['’]t) (?:take|fill|refill|renew) (?:your|the) {_EN}\b"
        rf"(?:{_AS_TOLD_EN}|(?= {_WELL_EN})))"
        rf"|\b(?:suggest|recommend|advise|consider|try|start) {_STOPPING_EN}{_WHOSE_EN}\s+{_EN}\b"
        rf"|\b{_STOPPING_EN}{_WHOSE_EN}\s+{_EN}\b(?: \w+){{0,4}} (?:is|can be|may be)"
        r" (?:a good|the best|best|fine|safe|okay|ok|your goal|the goal)\b"
        rf"|\b(?:better|best|okay|ok|fine|safer) not to take (?:your |the |any )?{_EN}\b"
        rf"{_AS_TOLD_EN}"
        r"|\bnot (?:really|truly) (?:sober|in recovery) (?:if|when|while|as long as) you"
        rf" (?:take|use|are on)(?: the| your| any)? {_EN}\b"
        rf"|\b(?:recovery|sobriety) means (?:no|not taking)(?: any| your)? {_EN}\b"
        r"|\byou (?:do not|don['’]t|no longer) need"
        rf" (?:(?:your|the|this) {_EN}\b(?!\s+(?:to|for)\b)|(?:any )?{_EN} any ?more\b)",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"(?<!\bno )(?<!\bnunca )(?:"
        r"(?:(?:^|[.!?;:]\s+|\by\s+)(?:(?:si|cuando|en cuanto) [^.!?,;:]*, )?"
        r"(?:por favor |ahora |luego )?|\b(?:puede|debe|pueden|deben|conviene|es mejor|es hora de"
        r"|está bien)\s+(?:que\s+)?)"
        rf"(?:(?:{_STOP_ES}|dejar|suspender|interrumpir|abandonar|reducir)"
        r"(?:\s+(?:ya|de|tomar|usar|la|las|el|los|su|sus|tu|tus|todas|todos)){0,4}"
        rf"\s+{_ES}\b{_AS_TOLD_ES}|{_LESS_ES}\s+(?:la|su|una|las|sus|tu|tus)\s+dosis\b"
        rf"|corten? (?:la|las|su|sus) {_ES} (?:a|por) la mitad\b"
        rf"|tomen? una? {_ES} menos\b"
        rf"|tomen? (?:menos|la mitad)(?:\s+(?:de|la|su|las|sus)){{0,2}}\s+{_ES}\b"
        rf"|(?:ya )?no (?:se )?tom(?:en?|es) (?:más )?(?:su|la|sus|las|tu|tus) {_ES}\b"
        rf"(?:{_AS_TOLD_ES}|(?= {_WELL_ES})))"
        rf"|\bya no necesitan? (?:(?:su|la|esta|sus|las) )?{_ES}\b"
        rf"|\bno necesitan? más (?:su|la|esta|sus|las) {_ES}\b"
        rf"|\b(?:mejor|conviene) no tomar (?:(?:la|las|su|sus) )?{_ES}\b{_AS_TOLD_ES})",
        re.IGNORECASE,
    ),
}

_HEDGED: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(?:if|whether|before|unless|until|never|not|nobody|\w+n['’]t)\b[^.!?]*\Z", re.IGNORECASE
    ),
    "es": re.compile(r"\b(?:si|antes|nunca|no|nadie|hasta)\b[^.!?]*\Z", re.IGNORECASE),
}
"""What makes the words that follow in the same sentence no advice."""


def check(document: Document, library: Library) -> Iterator[Finding]:
    """Find sentences that tell somebody to stop or reduce a medicine; quoted speech is none."""
    language = language_of(document, library)
    pattern = _PATTERNS.get(language)
    named = words_of(document.source) & _SIGNS
    if pattern is None or not named:
        return
    for prose in document.body.prose:
        lowered = prose.text.lower()
        if not any(word in lowered for word in named):
            continue
        for match in pattern.finditer(without_quotations(prose.text, language)):
            words = match[0].lstrip(" .!?;:")
            start = match.end() - len(words)
            if _HEDGED[language].search(prose.text, 0, start):
                continue
            span = place_in(document.source, prose, start, match.end())
            yield Finding(
                document.path,
                span,
                f"advice to stop a medicine: '{words}'",
                "Say: talk with your prescriber before you change a medicine.",
            )


RULE = Rule(
    slug="stop-medicine",
    severity=Severity.ERROR,
    summary="Nothing tells a patient to stop or reduce a medicine.",
    reason="Stopping some medicines suddenly can kill, and stopping treatment for opioid use "
    "disorder raises the risk of overdose. Only a prescriber changes a prescription.",
    check_document=check,
    can_be_ignored=False,
)
