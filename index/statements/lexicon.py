"""The words that the rules know, English and German. Collected on rtqa-train and the samples' learning half."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Verbs that report words whatever follows them.
SAYING = _set(
    "hopes fears estimates said says told tells added adds argued argues warned warns insisted insists "
    "acknowledged acknowledges admitted admits explained explains replied replies remarked remarks stressed "
    "stresses emphasized emphasised reiterated reiterates vowed vows predicted predicts tweeted testified "
    "alleged alleges quipped joked joking lamented asserted asserts contended contends cautioned cautions "
    "pledged announced announces claimed claims denied denies urged urges accused accuses criticized "
    "criticised condemned condemns denounced denounces demanded demands promised promises advised advises "
    "believes thinks expects suggested suggests opined sagte sagten sagt erklärte erklärt erklärten betonte "
    "betont warnte warnt forderte fordert kritisierte kritisiert meinte meint kündigte bezeichnete nannte "
    "nennt befürchtet berichtete behauptete teilte mitteilte riet rechnet bezifferte"
)
# Verbs that report words only before "that" or a quotation, or after a comma.
PERHAPS = _set(
    "responded wrote praised maintains maintained recalled recalls states stated conceded concedes declared "
    "declares ruled spoke spoken noted notes confirmed confirms called calls described describes asked asks "
    "answered answers agreed agrees continued continues concluded concludes observed revealed reveals found "
    "finds believed thought felt feels hoped expected feared learned pointed points reported reports shared "
    "posted read reads understood understands complained clarified countered cited disclosed echoed mused "
    "proclaimed recounted reflected reasoned replied shouted signaled told vented went writes worried hinted "
    "speculated thanked"
)
PLURAL_SAYING = _set(
    "say argue warn believe think expect fear estimate claim insist note hope predict caution sagen"
)
VERBS = SAYING | PERHAPS | PLURAL_SAYING
# Verbs that may stand before their subject: "…, said Merz".
INVERTED = _set(
    "said says added adds explained explains recalled recalls wrote writes asked tweeted argued argues warned "
    "noted notes joked quipped continued concluded insisted replied remarked admitted declared announced "
    "agreed stressed testified observed lamented predicted sagte sagt erklärte erklärt betonte meinte meint "
    "warnte forderte kritisierte berichtete mitteilte teilte"
)
ADVERBS = _set(
    "has have had also then later again once still now just recently earlier repeatedly already previously "
    "reportedly publicly simply always often even first finally further himself herself themselves itself "
    "initially specifically subsequently privately quickly jokingly immediately today yesterday tonight both "
    "all monday tuesday wednesday thursday friday saturday sunday hat haben hatte auch am"
)
BEING = _set("is are was were be been being am 's ist sind war waren wird wurde wurden worden")
NEGATIONS = _set(
    "not n't never didn didn't didn’t hasn't hasn’t haven't haven’t hadn't hadn’t doesn't doesn’t don't don’t "
    "did does do to would could should can cannot can't can’t may might must will shall wouldn't wouldn’t "
    "couldn't couldn’t nobody nicht nie"
)
PRONOUNS = _set("he she they it er sie")
OTHER_PRONOUNS = _set(
    "i we you who which that this what there everyone everybody someone one some many most those"
)
DETERMINERS = _set(
    "the a an its his her their our my this that these those one another some several many two three four "
    "five der die das den dem des ein eine einer einem seine ihre sein ihr"
)
PREPOSITIONS = _set(
    "across throughout amid despite without toward towards onto above below beyond of for from at in on with "
    "by to near outside inside under over during after before since within through about against between "
    "among behind via per von vom aus bei im am an auf für mit zum zur"
)
STOPPERS = _set(
    "and but or that as when while because if although though which who whose where so than then whether not "
    "is was are were has have had be und aber dass wie weil wenn als oder sondern"
)
TIMES = _set(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tonight earlier later last this "
    "january february march april may june july august september october november december"
)
PARTS_OF_DAY = _set("morning afternoon evening night")
PARTICLES = _set(
    "de da di du van von der den del della la le el al bin ibn ben dos das y ten ter af av zu zum"
)

# Capitalised words that open a sentence or tell a time, and are no part of a name.
NO_NAMES = _set(
    "ad feedback angaben worten auskunft which whose whom the a an in on at it he she they we i you but and "
    "or so if as when while after before since for from with by to of this that these those there here what "
    "who why how where his her its their our your my is are was were do does did has have had no yes not now "
    "then also more most some many one two three four five six seven eight nine ten all both each such even "
    "just still last next first second third according although though because during pite however meanwhile "
    "once only other others over under until about through among against between like monday tuesday "
    "wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december jan feb mar apr jun jul aug sept sep oct nov dec today yesterday tonight "
    "earlier later instead nearly almost around asked another any every everybody everyone nobody perhaps yet "
    "additionally moreover furthermore separately similarly finally recently previously initially ultimately "
    "speaking citing read see watch related photo image video copyright advertisement montag dienstag "
    "mittwoch donnerstag freitag samstag sonntag januar februar märz mai juni juli oktober dezember der die "
    "das den dem des ein eine einen einem einer er sie es wir ich auch nach bei mit von vom zum zur im am aus "
    "dieser diese dieses laut wie wenn als dort damit dafür dabei dann doch nun noch seit ihre seine ihr sein"
)
TITLES = _set(
    "u.s. u.k. e.u. u.n. advisor adviser harbormaster mr mrs ms miss mx dr prof professor sir dame lord lady "
    "rev reverend fr father sister brother pope king queen prince princess sgt lt col gen maj capt cmdr adm "
    "major captain colonel general lieutenant sergeant officer detective inspector superintendent constable "
    "deputy chief sheriff marshal admiral commander private cpl corporal president vice former ex acting "
    "interim prime minister chancellor senator sen rep congressman congresswoman representative governor gov "
    "mayor councillor councilman councilwoman councilmember alderman speaker leader secretary undersecretary "
    "ambassador envoy consul attorney judge justice magistrate prosecutor coroner lawyer coach manager "
    "quarterback director chairman chairwoman chair chairperson ceo cfo coo cto executive founder co-founder "
    "cofounder president-elect commissioner administrator principal dean spokesman spokeswoman spokesperson "
    "analyst economist author writer actor actress singer rapper comedian host journalist reporter "
    "correspondent editor publisher anchor imam rabbi bishop archbishop cardinal pastor nurse doctor state "
    "assemblyman assemblywoman delegate democrat republican independent conservative labour tory democratic "
    "german french british american russian ukrainian israeli chinese turkish polish u.s us uk eu american's "
    "treasurer comptroller auditor ombudsman trustee supervisor member head star striker midfielder "
    "goalkeeper bundeskanzler kanzler kanzlerin präsident präsidentin ministerin außenminister innenminister "
    "finanzminister bürgermeister bürgermeisterin sprecher sprecherin professorin herr frau leiter leiterin "
    "ministerpräsident wehrführer parteichef"
)
# The last words of names that are no person's.
INSTITUTIONS = _set(
    "centers centres mills electric dynamics assembly staff office board police department university college "
    "institute ministry court bank company inc corp corporation ltd llc agency association union federation "
    "committee council party service services authority commission group times post news hospital school "
    "center centre house line lines air airlines airways cell bureau administration foundation society trust "
    "team club league fund network organization organisation coalition alliance campaign government "
    "parliament senate congress army navy force forces guard coastguard church laboratory labs research "
    "studio studios systems technologies motors energy media press journal gazette herald tribune district "
    "county city town state states nations states' kingdom republic jury band museum theatre theater pentagon "
    "kremlin reuters twitter facebook google apple amazon microsoft tesla boeing nasa fbi cia cdc who fda "
    "nato un eu behörde polizei ministerium amt gericht universität verband partei regierung "
    "naturschutzstation watch international global partners holdings brands foods health healthcare medical "
    "bbc cnn nbc cbs abc fox ap democrats republicans"
)
# Who is meant is a document, a thing or a figure of speech, not somebody who speaks.
NO_SPEAKERS = _set(
    "calculations economy look review polling word posters polls notices notice orbit table share majority "
    "percent percentage number outlook handout advisory alert bulletin newsletter podcast interview treaty "
    "analysis press report reports study studies survey poll document documents lawsuit complaint filing "
    "filings indictment affidavit statement letter email e-mail message text post tweet caption sign note "
    "memo law bill rule plan schedule tradition legend rumor rumour website page article story headline "
    "release data figures records record tracker forecast map index register estimate estimates account "
    "accounts count counts tally list warrant transcript bericht studie gesetz angaben wetterbericht guide "
    "guidelines book novel film movie song history research model models order policy agreement constitution "
    "contract announcement video clip footage trailer way thing things day week month year moment time others "
    "test tests results numbers standards news"
)
PEOPLE = _set(
    "natives opposition officials police experts researchers scientists authorities prosecutors lawyers "
    "attorneys critics analysts witnesses economists doctors residents investigators organizers organisers "
    "activists supporters opponents republicans democrats lawmakers firefighters epidemiologists historians "
    "forecasters meteorologists aides sources friends neighbors neighbours parents teachers students workers "
    "players fans families relatives people advocates observers executives deputies detectives rescuers "
    "coastguard medics scholars campaigners protesters ministers leaders polizei experten forscher kritiker "
    "behörden"
)
MEN = _set(
    "james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony "
    "mark donald steven paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey "
    "ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory frank "
    "alexander raymond patrick jack dennis jerry tyler aaron jose adam nathan henry douglas zachary peter "
    "kyle walter ethan jeremy harold keith christian roger noah gerald carl terry sean austin arthur lawrence "
    "jesse dylan bryan joe jordan billy bruce albert willie gabriel logan alan juan wayne roy ralph randy "
    "eugene vincent russell elijah louis bobby philip johnny bill jim mike tom dan steve chris matt ben sam "
    "tony greg jeff ron tim ken rick bob rob nick fred ted don vladimir volodymyr emmanuel boris friedrich "
    "olaf joao pedro carlos luis miguel antonio mohammed muhammad ali omar ahmed hassan ibrahim hans karl "
    "jürgen klaus wolfgang stefan martin markus tomas henrik viktor anselm leif pieter"
)
WOMEN = _set(
    "mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret "
    "sandra ashley kimberly emily donna michelle carol amanda dorothy melissa deborah stephanie rebecca "
    "sharon laura cynthia kathleen amy angela shirley anna brenda pamela emma nicole helen samantha katherine "
    "christine debra rachel carolyn janet catherine maria heather diane ruth julie olivia joyce virginia "
    "victoria kelly lauren christina joan evelyn judith megan andrea cheryl hannah jacqueline martha gloria "
    "teresa ann sara madison frances kathryn janice jean abigail alice julia judy sophia grace denise amber "
    "doris marilyn danielle beverly isabella theresa diana natalie brittany charlotte marie kayla alexis lori "
    "kate hillary kamala melania ivanka nikki greta ursula christiane giorgia liz jill jen jenna kathy katie "
    "susanne petra monika claudia ingrid helga agnes clara marta lotte ilse rosalind yewande oksana caitlin "
    "serena simone naomi taylor beyoncé adele rihanna meghan"
)
# The last words of names that are neither a person's nor anybody's who speaks, and the first of names of places.
THINGS = _set(
    "bowl cup series awards award festival act bill day street avenue river lake mountain island islands "
    "stadium park airport bridge building hall prize championship championships games olympics tour trophy "
    "open war treaty hurricane storm tower square valley beach county province region ocean sea bay"
)
PLACES = _set(
    "lake mount new los las san santa north south east west northern southern eastern western central great "
    "saint"
)
PUBLIC = _set(
    "administration department ministry police court agency commission university government parliament "
    "senate congress army navy force forces guard bureau office board council county city state school "
    "hospital union party"
)
FEMALE = _set(
    "mrs ms miss dame lady queen princess sister congresswoman councilwoman chairwoman spokeswoman actress "
    "mother daughter wife widow girl woman kanzlerin präsidentin ministerin sprecherin leiterin frau"
)
MALE = _set(
    "mr sir lord king prince father brother congressman councilman chairman spokesman actor son husband "
    "widower boy man herr"
)
