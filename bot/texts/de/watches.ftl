command-watch = beobachten
command-watch-description = Erfahre, wenn ein neuer Artikel deine Frage beantwortet
command-watch-add = neu
command-watch-add-description = Eine Frage beobachten: neue Antworten kommen hierher oder zu dir
command-watch-list = liste
command-watch-list-description = Deine Beobachtungen mit ihren Nummern zeigen
command-watch-pause = anhalten
command-watch-pause-description = Von einer Beobachtung vorerst nichts mehr melden
command-watch-resume = fortsetzen
command-watch-resume-description = Von einer angehaltenen Beobachtung wieder melden
command-watch-delete = löschen
command-watch-delete-description = Eine Beobachtung beenden
command-watch-question = frage
command-watch-question-description = Was sollen neue Artikel beantworten? Zum Beispiel: Was sagte Merz zu einer Waffenruhe?
command-watch-where = wohin
command-watch-where-description = Wohin gemeldet wird: in diesen Kanal (üblich) oder dir direkt
command-watch-here = hierher, in diesen Kanal
command-watch-me = zu mir, als Direktnachricht
command-watch-quiet = ruhe
command-watch-quiet-description = Stunden, in denen nichts gemeldet wird, etwa 22:00-07:00; ein Bindestrich für keine
command-watch-number = beobachtung
command-watch-number-description = Die Nummer der Beobachtung, wie /beobachten liste sie zeigt

watch-added =
    Ich beobachte diese Frage (Beobachtung { $number }) und melde mich { $where ->
        [here] in diesem Kanal
       *[me] bei dir
    }, wenn ein neuer Artikel sie beantwortet: jede Geschichte einmal. `/beobachten liste` zeigt deine Beobachtungen.
watch-greeting = Ich beobachte eine Frage für dich (Beobachtung { $number }) und schreibe hier, wenn ein neuer Artikel sie beantwortet: { $question }
watch-too-many =
    { $of ->
        [person] Du hast { $most } Beobachtungen; mehr darf eine Person nicht haben. Lösche zuerst eine; `/beobachten liste` zeigt sie.
       *[server] Dieser Server hat { $most } Beobachtungen; mehr passen nicht. Jemand muss zuerst eine löschen, oder du lässt sie dir allein melden.
    }
watch-no-hours = Diese Stunden kann ich nicht lesen. Schreib sie als 22:00-07:00, oder einen Bindestrich für keine.
watch-may-not-write = Nicht wir beide dürfen in diesem Kanal Nachrichten mit Einbettungen schreiben, darum ließe sich hier nichts melden. Wähle einen anderen Kanal, oder lass es dir direkt melden.
watch-no-messages = Ich kann dir nicht schreiben: Du nimmst von diesem Server keine Direktnachrichten an. Erlaube sie in seinen Datenschutzeinstellungen, oder beobachte die Frage in einem Kanal.
watch-gone = Diese Beobachtung gibt es nicht, oder sie ist nicht deine. `/beobachten liste` zeigt die Nummern.
watch-not-yours = Diese Beobachtung kann nur ändern, wer sie angelegt hat oder den Kanal moderiert.
watch-paused = Beobachtung { $number } ist angehalten: Nichts wird gemeldet, bis du `/beobachten fortsetzen` aufrufst.
watch-resumed = Beobachtung { $number } läuft weiter: Was von jetzt an kommt, wird gemeldet.
watch-deleted = Beobachtung { $number } ist gelöscht.
watch-none = Es gibt keine Beobachtungen. `/beobachten neu` legt eine an.
watch-list = Beobachtungen
watch-line = **{ $number }** · { $question }
    { $place ->
        [channel] { $channel }
       *[person] als Direktnachricht
    }{ $state ->
        [owner] {" "}· angehalten
        [undeliverable] {" "}· angehalten, weil ich dort nicht schreiben darf
       *[running] {""}
    }{ $quiet ->
        [none] {""}
       *[other] {" "}· Ruhe { $quiet }
    }{ $whose ->
        [own] {""}
       *[other] {" "}· von jemand anderem angelegt
    }

watch-news = Neu: { $question }
watch-footer = Beobachtung { $number } · jede Geschichte wird einmal gemeldet
watch-last-today = Das ist die letzte Meldung für heute; was noch kommt, folgt morgen.
watch-pause = Anhalten
watch-delete = Löschen
watch-undeliverable = Beobachtung { $number } ist angehalten: Discord lässt mich in { $where } nicht mehr schreiben. Wenn sich das geändert hat, setzt `/beobachten fortsetzen` sie fort.
