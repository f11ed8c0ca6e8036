"""Closed lists of English and German words that decide what a sentence claims. No tuning: grammar and caution."""

from enum import Enum, auto


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What a shortened sentence may have or leave out freely.
LIGHT = _words(
    "a an the this that these those of in on at to for from with into onto upon than is are was were "
    "be been being am has have had having do does did it its he she they them him her his their i we our "
    "us you your my also both der die das des dem den ein eine einen einem einer eines im in am an auf "
    "bei mit nach zu zum zur von vom für um aus ist sind war waren sei seien hat haben hatte hatten "
    "wurde wurden worden er sie es ihm ihr ihn ihnen sein seine seinen seiner ihre ihren ihrer wir ich "
    "uns unser unsere auch sich dass daß diese dieser dieses diesem"
)
# With these, a phrase begins that can be left out with the name in it: "in Berlin", "of the Greens".
PREPOSITIONS = _words("of in on at to for from with im in am an auf bei mit nach zu zum zur von vom für aus")
# Words that open another clause: they may not be left out between two words that are kept.
BOUNDARIES = _words(
    "and or but who whom whose which while whereas because since after before until when where although "
    "though despite so then as und oder aber sondern während weil da nachdem bevor bis wenn wo obwohl "
    "trotz deren dessen welche welcher welches welchem welchen wobei denn"
)
# With these, or a coordination, a part begins that can be left out as a whole.
OPENERS = BOUNDARIES | _words("der die das den dem")
ANAPHORA = _words("it this that so these those es das dies davon daran darauf dazu")
BE = _words("is are was were be been being am get gets got")


class Cue(Enum):
    """Kinds of words that turn, limit or attribute what is said; what an article has of them a sentence keeps."""

    NEGATION = auto()
    DENIAL = auto()
    SPEECH = auto()
    DOUBT = auto()
    PLAN = auto()
    DEGREE = auto()


_CUES = {
    Cue.NEGATION: (
        "not no never none nobody nothing neither nor without cannot nowhere nicht nie niemals niemand "
        "nichts kein keine keinen keinem keiner keines weder ohne nirgends"
    ),
    Cue.DENIAL: (
        "deny denies denied denying refuse refuses refused reject rejects rejected dispute disputes "
        "disputed refute refutes refuted false falsely untrue hoax fake fakes bogus debunked fail fails "
        "failed failing prevent prevents prevented avoid avoids avoided stop stops stopped lack lacks "
        "lacked hardly barely scarcely rarely seldom unlikely impossible unable unclear instead "
        "contradict contradicts contradicted retract retracted withdrew wrong wrongly incorrect "
        "incorrectly cancelled canceled former formerly ex deputy vice acting dementiert dementierte "
        "dementieren bestreitet bestritt bestreiten leugnet leugnete verweigert verweigerte lehnt lehnte "
        "abgelehnt ablehnt weist wies zurück falsch unwahr kaum selten unmöglich unklar statt scheiterte "
        "gescheitert verhindert verhinderte ehemalige ehemaliger ehemaligen früherer frühere "
        "stellvertretende stellvertretender widerspricht widersprach irrtümlich"
    ),
    Cue.SPEECH: (
        "said say says saying told tell tells stated states state added adds according announced "
        "announces reported reports explained noted wrote writes quoted called calls describes described "
        "sagt sagte sagten sagen erklärt erklärte erklärten laut zufolge teilte mitgeteilt teilten "
        "betonte betont meinte meint nannte nennt berichtet berichtete berichten schrieb"
    ),
    Cue.DOUBT: (
        "alleged allegedly alleges allege reportedly apparently possibly perhaps maybe presumably "
        "supposedly seemingly probably suspected suspect suspects accused accuses accuse accusing claim "
        "claims claimed claiming may might could would should must can if unless whether likely potential "
        "potentially unconfirmed rumoured rumored rumour rumor rumours rumors seems seem seemed appears "
        "appeared believe believes believed think thinks thought fear fears feared assume assumed "
        "hypothetical question questions questioned asked ask asks doubt doubts doubted suggest suggests "
        "suggested partly mostly largely only angeblich mutmaßlich mutmaßliche mutmaßlicher mutmaßlichen "
        "offenbar möglicherweise vielleicht vermutlich wahrscheinlich anscheinend könnte könnten dürfte "
        "dürften soll sollen sollte sollten würde würden wäre wären hätte hätten kann können konnte "
        "konnten muss müssen musste falls wenn ob behauptet behauptete behaupten verdächtigt verdacht "
        "beschuldigt glaubt glauben befürchtet fragt fragte zweifelt zweifel nur teilweise"
    ),
    Cue.PLAN: (
        "will shall going plan plans planned planning intend intends intended want wants wanted aim aims "
        "aimed consider considers considered considering propose proposes proposed promise promises "
        "promised pledge pledges pledged threaten threatens threatened try tries tried trying attempt "
        "attempts attempted hope hopes hoped expect expects expected demand demands demanded urge urges "
        "urged vow vows vowed warn warns warned forecast forecasts predict predicts predicted scheduled "
        "due set almost nearly wird werden plant planen plante will wollen wollte wollten beabsichtigt "
        "erwägt vorgeschlagen schlägt verspricht versprach versprochen droht drohte versucht versuchte "
        "hofft hoffte erwartet fordert forderte forderten warnt warnte geplant geplante fast beinahe"
    ),
    Cue.DEGREE: (
        "more less fewer least most over under about around roughly approximately up nearly almost some "
        "mehr weniger mindestens höchstens über unter rund etwa knapp gut bis zirka ca gegen"
    ),
}
CUES: dict[str, Cue] = {word: cue for cue, words in reversed(_CUES.items()) for word in words.split()}
# Words of one cue that stand for each other: a negation for a negation, neutral speech for neutral speech.
_NEUTRAL_SPEECH = _words(
    "said say says saying told tell tells stated according added adds sagt sagte sagten sagen erklärt "
    "erklärte erklärten laut zufolge teilte teilten mitgeteilt"
)
_PLAIN_NEGATION = _words("not no nicht kein keine keinen keinem keiner keines")
ALIKE = dict.fromkeys(_NEUTRAL_SPEECH, "*say") | dict.fromkeys(_PLAIN_NEGATION, "*not")

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january januar jänner jan",
            "february februar feb",
            "march märz",
            "april apr",
            "may mai",
            "june juni jun",
            "july juli jul",
            "august aug",
            "september sept sep",
            "october oktober oct okt",
            "november nov",
            "december dezember dec dez",
        ),
        1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday montag mon",
            "tuesday dienstag tue tues",
            "wednesday mittwoch wed",
            "thursday donnerstag thu thurs",
            "friday freitag fri",
            "saturday samstag sonnabend",
            "sunday sonntag",
        )
    )
    for name in names.split()
}
RELATIVE_DAYS = _words("today yesterday tomorrow tonight heute gestern morgen")
UNITS = {
    "%": "percent", "percent": "percent", "prozent": "percent", "$": "dollar", "dollars": "dollar", "dollar": "dollar",
    "usd": "dollar", "€": "euro", "euro": "euro", "euros": "euro", "eur": "euro", "£": "pound", "pounds": "pound",
    "pound": "pound", "gbp": "pound", "¥": "yen", "yen": "yen",
}  # fmt: skip
IRREGULAR_PARTICIPLES = _words(
    "struck hit shot beaten bitten taken given told sent held caught found left seen met won lost led fed "
    "fought bought sold paid hurt cut put set let beat torn thrown driven stolen spoken written broken "
    "chosen hidden known shown sworn built burnt kept brought sued forgiven forbidden overthrown"
)
