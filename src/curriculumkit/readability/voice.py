"""What a sentence does: tells the reader to act, speaks to the reader, hides who acts."""

import re

from curriculumkit.readability.text import listed

_IMPERATIVES = {
    "en": listed(
        """
        accept act add agree allow answer ask avoid be begin bend blow bounce breathe bring build
        call carry change chat check choose circle clear close color come compare complete copy
        count cover cross cut decide describe do don't don’t drag draw drink drop eat end enjoy
        expect explain face feel fill find finish fold follow get give go hang have help hold hum
        ignore imagine invite join keep kneel know lay lean learn leave let lie lift light like
        list listen live look lower make mark match meet move name never note notice now offer open
        pack park pass pause pay pick picture place plan play point pour practice pray press print
        promise pull push put rate reach read relax remember remove repeat rest return review roll
        rub run save say schedule see send set shake share shout show shrink sing sip sit sleep
        slow smell smile speak spend split stand start stay step stick stop store stretch swap
        switch take talk taste tear tell text thank then think throw tick tighten time touch trace
        train travel trust try turn type unfold use visit wait wake walk warm wash watch wear work
        wrap write
        """
    ),
    "es": listed(
        """
        acuda acuéstese agradezca agregue ayude añada baje beba busque camine cambie cierre circule
        coloque coma comparta complete compre conozca consulte converse cuelgue cuente cuéntele dé
        deje descanse describa dibuje diga dígale dígaselo duerma elija empiece encierre encuentre
        escoja escriba escuche espere estire evalúe evite explique fíjese guarde grite haga hable
        imagine inhale intente invite lea levante limpie llame lleve llene marque mire mueva nombre
        no note observe ofrezca oiga ordene pague pare pase pegue pida piense planee platique ponga
        practique pregunte pregúntese prepare pruebe quédese quite recuerde reparta repita respire
        revise salga saque siéntese siga sonría suba suelte sujete sume tache tenga termine tome
        toque trabaje traiga trate use utilice vaya vea ventile visite vuelva
        """
    ),
}
"""First words of a sentence that tells the reader to do something."""

_LEAD_IN = {
    "en": re.compile(
        r"^(?:please|first|next|then|now|also|always|just|today|tonight|instead|if [^,]+,"
        r"|when [^,]+,|before [^,]+,|after [^,]+,|each [^,]+,|every [^,]+,|for [^,]+,|to [^,]+,"
        r"|with [^,]+,|at [^,]+,|in [^,]+,|on [^,]+,)\s+",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"^(?:por favor|primero|luego|después|ahora|también|siempre|hoy|esta noche|si [^,]+,"
        r"|cuando [^,]+,|antes de [^,]+,|después de [^,]+,|cada [^,]+,|para [^,]+,)[,\s]+",
        re.IGNORECASE,
    ),
}

_READER = {
    "en": re.compile(r"\b(?:you|your|yours|yourself|I|my|me|we|our)\b|\byou['’]", re.IGNORECASE),
    "es": re.compile(
        r"\b(?:usted|ustedes|su|sus|le|les|te|tu|tus|yo|mi|mis|me|nos|nuestro|nuestra)\b",
        re.IGNORECASE,
    ),
}

_DUTY = {
    "en": re.compile(r"\b(?:should|must|ought to|(?:needs?|has|have) to)\b", re.IGNORECASE),
    "es": re.compile(
        r"\b(?:debe|deben|debería|deberían|hay que|tienen? que|necesitan? \w+r|es necesario)\b",
        re.IGNORECASE,
    ),
}

_IRREGULAR = (
    "been|begun|bitten|blown|born|bought|bound|broken|brought|built|caught|chosen|done|drawn|driven"
    "|eaten|felt|found|forgotten|given|held|hurt|kept|known|led|left|lost|made|meant|met|paid|put"
    "|read|said|seen|sent|set|shown|shut|spent|spoken|stolen|taken|taught|thrown|told|understood"
    "|used|won|worn|written"
)
_STATES = (
    "tired|scared|worried|stressed|excited|bored|interested|married|used|ashamed|supposed|allowed"
    "|retired|divorced|addicted|naked|wicked|sacred|red|hundred|prepared|relaxed|pleased|surprised"
    "|confused|depressed|overwhelmed|embarrassed|frightened|annoyed|needed|gone|done|hurt|left|lost"
)
"""Participles that mostly say how someone feels, not what is done to someone."""

_PASSIVE = {
    "en": re.compile(
        r"\b(?:am|is|are|was|were|be|been|being|gets?|got)\b(?:\s+(?:not|never|always|often|also"
        rf"|just|only|\w+ly))?\s+(?!(?:{_STATES})\b)(?:\w{{3,}}ed|{_IRREGULAR})\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\b(?:es|son|fue|fueron|era|eran|será|serán|ser|sido)\s+\w{2,}(?:ado|ada|ados|adas|ido|ida"
        r"|idos|idas|echo|echa|echos|echas|crito|crita|critos|critas)\b",
        re.IGNORECASE,
    ),
}


def tells_to_act(sentence: str, language: str) -> bool:
    """Tell whether a sentence tells the reader to do something: it begins with an imperative."""
    lead_in = _LEAD_IN.get(language)
    text = sentence.lstrip("\"'“‘«¡(*-– ")
    if lead_in:
        text = lead_in.sub("", text, count=1)
    first = re.match(r"[\w’']+", text.lower())
    return first is not None and first[0] in _IMPERATIVES.get(language, frozenset())


def describes_action(sentence: str, language: str) -> bool:
    """Tell whether a sentence says what to do: an imperative, or a duty as "patients should"."""
    duty = _DUTY.get(language)
    return tells_to_act(sentence, language) or bool(duty and duty.search(sentence))


def speaks_to_reader(sentence: str, language: str) -> bool:
    """Tell whether a sentence names its reader: "you", or "I" where the reader speaks."""
    pattern = _READER.get(language)
    return bool(pattern and pattern.search(sentence))


def is_passive(sentence: str, language: str) -> bool:
    """Tell whether a sentence hides who acts, as in "the form is filled in" (by its form alone)."""
    pattern = _PASSIVE.get(language)
    return bool(pattern and pattern.search(sentence))
