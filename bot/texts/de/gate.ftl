refused-too-often = Das waren viele Fragen auf einmal. Für die nächste ist { $when } wieder Platz.
refused-line-full =
    { $waiting ->
        [one] 1 Frage wartet
       *[other] { $waiting } Fragen warten
    } schon auf Antwort, darum nehme ich gerade keine mehr an. Bitte frag in einer Minute noch einmal.
refused-disabled = Die Bibliothek lässt sich von Discord aus nicht ändern: Keine Rolle darf das. Wer den Bot betreibt, kann in seinen Einstellungen Rollen nennen.
refused-place =
    Hier beantworte ich keine Fragen. { $channels ->
        [none] Wer den Bot betreibt, weiß, wo ich es tue.
       *[other] Bitte frag in { $channels }.
    }
refused-role =
    Das dürfen nur Leute mit einer bestimmten Rolle{ $roles ->
        [none] .
       *[other] : { $roles }.
    } Wer sich um diesen Server kümmert, kann sie dir geben.
in-line =
    { $position ->
        [one] Deine Frage ist als nächste dran.
       *[other] Deine Frage ist Nummer { $position } in der Reihe.
    }
