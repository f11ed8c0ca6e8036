no-question = Eine Frage ohne Worte
understood = Verstanden als: { $question }
written-by = Geschrieben von { $model }. Jeder Satz stützt sich auf die Zitate darunter.

nearby = Am nächsten daran in der Bibliothek
note-old-news =
    Der neueste Artikel ist vom { $newest }, { $days ->
        [one] 1 Tag
       *[other] { $days } Tage
    } vor dieser Frage.

button-read = Im Kontext
button-follow-up = Nachfragen
button-share = Teilen
question-gone = Diese Antwort ist nicht mehr gespeichert, darum bewirken ihre Knöpfe nichts mehr. Du kannst die Frage noch einmal stellen.
follow-up-title = Nachfragen
follow-up-question = Was möchtest du noch wissen?
shared-by = Geteilt von { $person }.
shared-already = Diese Antwort ist schon geteilt.
not-yours-to-share = Nur wer gefragt hat, kann diese Antwort teilen.
not-yours-to-delete = Nur wer gefragt hat und wer hier moderiert, kann eine Antwort löschen.
reason-title = Was war falsch daran?
reason-question = In wenigen Worten, wenn du magst
reason-example = Es wird der falsche Minister zitiert.
thanks = Danke, notiert.
article-removed = Dieser Artikel ist seit dem Zitat aus der Bibliothek entfernt worden.
article-changed =
    { $still ->
        [yes] Seit dem { $day } kennt die Bibliothek eine neuere Fassung dieses Artikels. Das Zitat steht auch darin.
       *[no] Seit dem { $day } kennt die Bibliothek eine neuere Fassung dieses Artikels. Diese Worte stehen nicht mehr darin.
    }
article-withdrawn = Die Seite dieses Artikels steht seit { $day } nicht mehr unter seiner Adresse. Zitiert ist, was dort stand, als die Bibliothek sie gelesen hat.
form-expired = Ich wurde neu gestartet, während dieses Formular offen war, und konnte es nicht lesen. Bitte drücke den Knopf noch einmal.
