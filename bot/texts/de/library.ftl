command-library = bibliothek
command-library-description = Die Nachrichtenbibliothek pflegen
command-library-add = hinzufügen
command-library-add-description = Der Bibliothek Artikel hinzufügen
command-library-add-url = adresse
command-library-add-url-description = Die Artikel von Webseiten hinzufügen
command-library-url = adresse
command-library-url-description = Eine oder mehrere Adressen von Seiten, mit Leerzeichen dazwischen
command-library-add-file = datei
command-library-add-file-description = Die Artikel einer Datei hinzufügen
command-library-file = datei
command-library-file-description = Eine Datei .txt, .md, .html, .json, .jsonl, .pdf oder .eml, jede auch .gz, oder ein .zip davon
command-library-status = stand
command-library-status-description = Zeigen, was die Bibliothek enthält und wie frisch sie ist
command-library-remove = entfernen
command-library-remove-description = Einen Artikel aus der Bibliothek nehmen
command-library-article = artikel
command-library-article-description = Ein Teil des Titels zum Auswählen, oder die Kennung des Artikels

library-waits = Gerade wird anderes hinzugefügt; danach kommst du dran.
library-adding =
    Wird hinzugefügt … { $read ->
        [one] 1 Artikel gelesen
       *[other] { $read } Artikel gelesen
    }, { $stored } erledigt.
library-added-title = Der Bibliothek hinzugefügt
library-added =
    { $added } neu, { $updated } aktualisiert, { $unchanged } unverändert, { $duplicate } schon von anderswo bekannt{ $failed ->
        [0] .
        [one] , 1 gescheitert:
       *[other] , { $failed } gescheitert:
    }
library-more-failures =
    { $number ->
        [one] … und 1 weiterer Fehler.
       *[other] … und { $number } weitere Fehler.
    }
library-stopped = Vorzeitig beendet: { $why } Was gezählt ist, ist gespeichert; füge dasselbe noch einmal hinzu, um fortzufahren.
library-too-many = Bitte höchstens { $most } Adressen auf einmal.
library-too-large = Diese Datei ist zu groß: Hier lassen sich höchstens { $most } MB hinzufügen. Wer den Bot betreibt, kann größere mit `newsdesk ingest` hinzufügen.
library-kinds = Diese Art Datei kann ich nicht lesen. Ich lese { $kinds }.
library-no-article = Diesen Artikel enthält die Bibliothek nicht.
library-remove-sure =
    Diesen Artikel wirklich entfernen, mit { $versions ->
        [one] seinem Text
       *[other] allen { $versions } Fassungen seines Textes
    }? Zurückholen lässt er sich nur, indem man ihn neu hinzufügt.
library-remove-button = Entfernen
library-keep-button = Behalten
library-removed =
    Aus der Bibliothek entfernt, mit { $versions ->
        [one] seinem Text:
       *[other] allen { $versions } Fassungen seines Textes:
    }
library-kept = Der Artikel bleibt.

status-title = Die Bibliothek
status-articles =
    { $articles ->
        [one] 1 Artikel
       *[other] { $articles } Artikel
    } von { $outlets ->
        [one] 1 Medium
       *[other] { $outlets } Medien
    }
status-passages = { $passages } Stellen zum Zitieren
status-dates =
    Erschienen { $first } bis { $last }{ $undated ->
        [0] {""}
       *[other] ; { $undated } ohne Datum
    }
status-newest = Der neueste Artikel erschien { $age }
status-model = Nach Bedeutung gesucht mit { $model }
status-waiting = { $passages } Stellen warten darauf, neu eingebettet zu werden (`newsdesk reindex`)
status-lag =
    { $changes ->
        [0] Beide Indexe sind aktuell
       *[other] Die Indexe liegen { $changes } Änderungen zurück
    }
