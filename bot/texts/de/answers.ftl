sources = Quellen
in-context = lesen
shortened = der Anfang eines langen Zitats
article = Artikel
untitled = Ohne Titel
unknown-outlet = unbekanntes Medium
unknown-date = ohne Datum
also-in =
    auch in { $outlets }{ $more ->
        [0] {""}
       *[other] {" "}und { $more } weiteren
    }
# what has become of a quoted article
removed = seither aus der Bibliothek entfernt
# still: yes or no
newer =
    { $still ->
        [yes] neuere Fassung seit { $day }
       *[no] neuere Fassung seit { $day }, ohne diese Worte
    }
withdrawn = nicht mehr unter seiner Adresse seit { $day }
hidden-characters =
    enthält { $number ->
        [one] 1 unsichtbares Zeichen
       *[other] { $number } unsichtbare Zeichen
    }

covered =
    { $number ->
        [one] 1 Artikel
       *[other] { $number } Artikel
    }{ $span ->
        [day] {" "}vom { $first }
        [range] , { $first } bis { $last }
       *[none] {""}
    }{ $limits ->
        [both] {" "}(nur vom { $since } bis zum { $until })
        [from] {" "}(nur ab dem { $since })
        [until] {" "}(nur bis zum { $until })
       *[none] {""}
    }
searched = Durchsucht: { $covered }.
nothing-found =
    Ich habe keinen Satz in der Bibliothek gefunden, der das beantwortet, und ich zitiere nur, ich rate nie.

    Durchsucht habe ich: { $covered }. Vielleicht hilft es, Person, Ort oder Medium zu nennen oder nach etwas aus dieser Zeit zu fragen.
library-empty =
    Es gibt noch nichts zu durchsuchen: kein Artikel der Bibliothek passt. Wer sich um die Bibliothek kümmert, kann mit `newsdesk ingest` welche hinzufügen.

note-keywords-only = Nur nach Stichwörtern gesucht: Die Suche nach Bedeutung ist gerade nicht verfügbar.
note-left-out =
    { $number ->
        [one] 1 Satz des Sprachmodells wurde weggelassen: Seine Zitate decken ihn nicht.
       *[other] { $number } Sätze des Sprachmodells wurden weggelassen: Ihre Zitate decken sie nicht.
    }
note-not-written =
    Zitiert, nicht geschrieben; das Sprachmodell wurde nicht verwendet: { $reason ->
        [unreachable] sein Server ist nicht erreichbar
        [key_refused] sein Anbieter hat den Schlüssel abgelehnt
        [unknown_model] sein Server kennt es nicht
        [request_refused] sein Server hat die Anfrage abgelehnt
        [busy] es ist ausgelastet
       *[broken] sein Server hat versagt
        [too_slow] es hat zu lange gebraucht
        [cut_off] seine Antwort brach ab
        [too_long] seine Antwort war zu lang
        [empty] es hat nichts geantwortet
        [unreadable] seine Antwort hatte nicht die verlangte Form
        [unsupported] kein Satz von ihm war durch ein Zitat gedeckt
        [ceiling] die Obergrenze des Tages ist erreicht
        [resting] es hat mehrmals versagt und bleibt kurz in Ruhe
    }.
note-contradict = Ein Artikel bestreitet, was ein anderer sagt. Achte auf das Datum.
note-differ = Die Artikel nennen verschiedene Zahlen: { $figures }.
note-limited-to = Beschränkt auf { $outlets }.
note-nothing-from = Nichts von { $outlets } beantwortet das; alle Medien durchsucht.
note-nothing-in =
    Nicht beschränkt auf das, was { $limits ->
        [both] vom { $since } bis zum { $until }
        [from] ab dem { $since }
       *[until] bis zum { $until }
    } erschienen ist: nichts davon beantwortet das ebenso sicher.
note-searched-for = Kein Artikel enthält „{ $written }“; gesucht wurde nach „{ $found }“.
note-undated =
    { $number ->
        [one] 1 zitierter Artikel hat kein Datum und ist
       *[other] { $number } zitierte Artikel haben kein Datum und sind
    } vielleicht nicht aus dieser Zeit.
either = { $one } oder { $other }
