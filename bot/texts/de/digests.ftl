command-digest = neues
command-digest-description = Zeigen, was es zu einem Thema Neues gibt: ein Satz je Geschichte, das Neueste zuerst
command-digest-topic = thema
command-digest-topic-description = Ein paar Wörter, etwa Namen: Cherson Strom
command-digest-since-description = Ab diesem Tag: 2026-01-06, 6. Januar, gestern; sonst die letzten sieben Tage
digest-empty = Welches Thema? Schreib hinter `/neues` ein paar Wörter, etwa einen Namen.
digest-title = Neu zu { $topic }
digest-nothing =
    Dazu gibt es in dieser Zeit nichts Neues. { $newest ->
        [none] {""}
       *[other] Der neueste Artikel der ganzen Bibliothek ist vom { $newest }.
    }
digest-more =
    { $number ->
        [one] 1 weitere Geschichte ist nicht gezeigt; ein engeres Thema oder ein späterer Tag hilft.
       *[other] { $number } weitere Geschichten sind nicht gezeigt; ein engeres Thema oder ein späterer Tag hilft.
    }

command-quotes = zitate
command-quotes-description = Zeigen, was jemand gesagt hat, in der Reihenfolge der Zeit
command-quotes-speaker = person
command-quotes-speaker-description = Wessen Worte; ein Nachname genügt
command-quotes-about = worüber
command-quotes-about-description = Nur was darüber gesagt wurde: ein paar Wörter
quotes-empty = Wessen Worte? Schreib hinter `/zitate` einen Namen.
quotes-title =
    { $speaker }{ $topic ->
        [none] {""}
       *[one] {" "}über { $about }
    }
quotes-several = Mehrere heißen { $asked }: { $people }. Bitte nenne einen dieser Namen ganz.
quotes-nobody =
    Die Bibliothek zitiert niemanden namens { $asked }. { $people ->
        [none] Sie zitiert noch überhaupt niemanden.
       *[other] Am häufigsten zitiert sie: { $people }.
    }
quotes-person = { $person } ({ $number })
quotes-not-on-topic =
    { $number ->
        [one] Die Bibliothek enthält eine Aussage dieser Person, aber nicht zu diesem Thema in dieser Zeit.
       *[other] Die Bibliothek enthält { $number } Aussagen dieser Person, aber keine zu diesem Thema in dieser Zeit.
    }
quotes-newest = Die neuesten { $shown } von { $total } Aussagen; Daten oder ein Thema zeigen andere.
quotes-others = Unter diesem Namen auch zitiert: { $people }
quotes-unread =
    { $number ->
        [one] 1 älterer Artikel ist noch nicht auf Aussagen gelesen.
       *[other] { $number } ältere Artikel sind noch nicht auf Aussagen gelesen; jeder Aufruf liest weiter.
    }
