command-ask = fragen
command-ask-description = Frag die Nachrichtenbibliothek; jeder Satz der Antwort ist ein Zitat
command-ask-question = frage
command-ask-question-description = Was möchtest du wissen? Zum Beispiel: Was sagte Merz zu einer Waffenruhe?
command-ask-since = seit
command-ask-since-description = Nur was an diesem Tag oder später erschienen ist: 2026-01-06, 6. Januar, gestern
command-ask-until = bis
command-ask-until-description = Nur was an diesem Tag oder früher erschienen ist: 2026-01-06, 6. Januar, gestern
command-ask-outlet = medium
command-ask-outlet-description = Nur was dieses Medium veröffentlicht hat
command-ask-private = privat
command-ask-private-description = Die Antwort nur dir zeigen
command-check = Das prüfen
channel-topic = Tippe /ask und eine Frage, zum Beispiel: What did Merz say about a ceasefire?
empty-question =
    Die Frage war leer. Schreib hinter `/ask`, was du wissen möchtest, zum Beispiel: Was sagte Merz zu einer Waffenruhe?
timed-out =
    Die Bibliothek hat zu lange gebraucht, darum habe ich aufgehört zu suchen. Bitte frag gleich noch einmal; eine kürzere Frage mit Namen wird schneller gefunden.

searching = Ich durchsuche die Bibliothek …
unfinished = So weit war es, als die Zeit um war.
greeting =
    Frag mich etwas zu den Nachrichten der Bibliothek, und ich antworte mit Zitaten, zum Beispiel: Was sagte Merz zu einer Waffenruhe? Erwähne mich in deiner Frage, oder nimm `/ask`.
mention-needed =
    Hier kann ich nur Nachrichten lesen, die mich erwähnen. Bitte erwähne mich in deiner Frage, oder nimm `/ask`.
question-too-long = Das ist zu lang für eine Frage. Bitte stell sie in höchstens { $most } Zeichen.
nothing-to-check =
    In dieser Nachricht stehen keine Worte, die ich lesen und prüfen könnte. Bitte frag mit `/ask`.
unreadable-date = „{ $written }“ kann ich nicht als Datum lesen. Bitte schreib es wie 2026-01-06, 6. Januar oder gestern.
empty-window = Diese Zeit endet, bevor sie beginnt. Bitte vertausche die beiden Daten.
unknown-outlet-given =
    Von einem Medium dieses Namens hat die Bibliothek nichts. { $near ->
        [none] Tippe den Anfang seines Namens, dann zeige ich dir, welche es gibt.
       *[other] Meinst du { $near }?
    }
rights-missing =
    In { $channel } kann ich nicht antworten, denn mir fehlen dort diese Berechtigungen: { $rights }. Wer sich um den Server kümmert, kann sie mir in den Einstellungen des Kanals geben.
right-view = Kanal anzeigen
right-send = Nachrichten senden
right-send-in-threads = Nachrichten in Threads senden
right-embed = Links einbetten
right-history = Nachrichtenverlauf anzeigen
