"""Countries and their people as questions name them, English and German: "the French", "die Franzosen". Pure."""

from answer.mentions import COUNTRIES, fold

# English adjective and people; German name, people and adjective.
_FORMS = """
America: American Americans US USA U.S.; Amerika Amerikaner Amerikanern amerikanisch
United States: ; USA
Argentina: Argentine Argentinian Argentinians; Argentinien Argentinier argentinisch
Australia: Australian Australians; Australien Australier australisch
Austria: Austrian Austrians; Österreich Österreicher Österreichern österreichisch
Belarus: Belarusian Belarusians; Weißrussland Belarussen belarussisch
Belgium: Belgian Belgians; Belgien Belgier Belgiern belgisch
Brazil: Brazilian Brazilians; Brasilien Brasilianer brasilianisch
Britain: British Briton Britons UK U.K.; Großbritannien Briten britisch
Bulgaria: Bulgarian Bulgarians; Bulgarien Bulgaren bulgarisch
Canada: Canadian Canadians; Kanada Kanadier Kanadiern kanadisch
China: Chinese; Chinesen chinesisch
Croatia: Croatian Croatians Croats; Kroatien Kroaten kroatisch
Czechia: Czech Czechs; Tschechien Tschechen tschechisch
Denmark: Danish Danes; Dänemark Dänen dänisch
Egypt: Egyptian Egyptians; Ägypten Ägypter ägyptisch
England: English; Engländer Engländern englisch
Estonia: Estonian Estonians; Estland Esten estnisch
Finland: Finnish Finns; Finnland Finnen finnisch
France: French Frenchmen; Frankreich Franzosen französisch
Germany: German Germans; Deutschland Deutsche Deutschen deutsch
Greece: Greek Greeks; Griechenland Griechen griechisch
Hungary: Hungarian Hungarians; Ungarn ungarisch
India: Indian Indians; Indien Inder Indern indisch
Iran: Iranian Iranians; Iraner Iranern iranisch
Iraq: Iraqi Iraqis; Irak Iraker irakisch
Ireland: Irish; Irland Iren irisch
Israel: Israeli Israelis; israelisch
Italy: Italian Italians; Italien Italiener Italienern italienisch
Japan: Japanese; Japaner Japanern japanisch
Latvia: Latvian Latvians; Lettland Letten lettisch
Lebanon: Lebanese; Libanon Libanesen libanesisch
Lithuania: Lithuanian Lithuanians; Litauen Litauer litauisch
Mexico: Mexican Mexicans; Mexiko Mexikaner mexikanisch
Netherlands: Dutch; Niederlande Niederländer Niederländern niederländisch
Norway: Norwegian Norwegians; Norwegen Norweger Norwegern norwegisch
Pakistan: Pakistani Pakistanis; pakistanisch
Palestine: Palestinian Palestinians; Palästina Palästinenser Palästinensern palästinensisch
Poland: Polish Poles; Polen polnisch
Portugal: Portuguese; Portugiesen portugiesisch
Romania: Romanian Romanians; Rumänien Rumänen rumänisch
Russia: Russian Russians; Russland Russen russisch
Scotland: Scottish Scots; Schottland Schotten schottisch
Serbia: Serbian Serbs; Serbien Serben serbisch
Slovakia: Slovak Slovaks; Slowakei Slowaken slowakisch
Spain: Spanish Spaniards; Spanien Spanier Spaniern spanisch
Sweden: Swedish Swedes; Schweden schwedisch
Switzerland: Swiss; Schweiz Schweizer Schweizern
Syria: Syrian Syrians; Syrien Syrer Syrern syrisch
Taiwan: Taiwanese; taiwanisch
Turkey: Turkish Turks; Türkei Türken türkisch
Ukraine: Ukrainian Ukrainians; Ukrainer Ukrainern ukrainisch
"""
_ENDINGS = ("", "e", "en", "er", "es", "em")  # of German adjectives


def is_nation(text: str) -> bool:
    """Whether a text is a country, its people or its adjective, with or without an article."""
    folded = fold(text)
    for article in ("the ", "die ", "den ", "der ", "das "):
        folded = folded.removeprefix(article)
    return folded in _NATIONS


def _nations() -> frozenset[str]:
    found = set(COUNTRIES)
    for line in _FORMS.strip().splitlines():
        country, _, forms = line.partition(": ")
        english, _, german = forms.partition(";")
        found |= {fold(country), *map(fold, english.split())}
        found |= {fold(form) + ending for form in german.split() for ending in _endings(form)}
    return frozenset(found)


def _endings(form: str) -> tuple[str, ...]:
    return _ENDINGS if form[0].islower() else ("",)


_NATIONS = _nations()
