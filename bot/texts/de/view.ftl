no-question = Eine Frage ohne Worte
understood = Verstanden als: { $question }
written-by = Geschrieben von { $model }. Jeder Satz stützt sich auf die Zitate darunter.
