command-privacy = datenschutz
command-privacy-description = Was über dich gespeichert ist, und wie lange
command-forget-me = vergiss-mich
command-forget-me-description = Lösche, was über dich gespeichert ist

privacy =
    {""}**Was ich speichere.** Wenn du mich etwas fragst: deine Frage, die Antwort, wann und wo du gefragt hast, und deine Discord-ID, damit Knöpfe und Nachfragen funktionieren. Wenn du eine Antwort bewertest: deine Bewertung und ihre Begründung. Wenn du eine Frage beobachtest: die Frage, wohin ich melde und was ich gemeldet habe. Namen und andere Nachrichten speichere ich nicht.

    {""}**Wie lange.** { $days ->
        [one] 1 Tag
       *[other] { $days } Tage
    }, dann wird es gelöscht; Beobachtungen bleiben, bis du sie löschst. Sicherungskopien dessen, der mich betreibt, können es länger enthalten. Meine Antworten in Kanälen sind Nachrichten auf Discord: Sie bleiben, bis jemand sie löscht.

    {""}**Wer es bekommt.** Niemand: Es bleibt auf dem Rechner, auf dem ich laufe. { $model ->
        [none] {""}
       *[some] Deine Frage geht außerdem an das Sprachmodell, das meine Antworten schreibt.
    }

    {""}**Über dich** habe ich { $questions ->
        [one] 1 Frage
       *[other] { $questions } Fragen
    }, { $feedback ->
        [one] 1 Bewertung
       *[other] { $feedback } Bewertungen
    } und { $watches ->
        [one] 1 Beobachtung
       *[other] { $watches } Beobachtungen
    }. `/vergiss-mich` löscht sie sofort.
forget-sure = Das löscht deine Fragen, die Antworten darauf, deine Bewertungen und deine Beobachtungen aus dem, was ich speichere, sofort und endgültig. Knöpfe unter deinen Antworten funktionieren dann nicht mehr. Meine Nachrichten in Kanälen bleiben.
forget-button = Löschen
forgotten =
    Gelöscht: { $questions ->
        [one] 1 Frage
       *[other] { $questions } Fragen
    }, { $feedback ->
        [one] 1 Bewertung
       *[other] { $feedback } Bewertungen
    } und { $watches ->
        [one] 1 Beobachtung
       *[other] { $watches } Beobachtungen
    }. Ich weiß nichts mehr über dich.
