problem = Diesmal keine Antwort
unexpected =
    Etwas ist schiefgegangen (Kennung { $incident }). An der Frage liegt es nicht. Bitte versuche es noch einmal; wenn es wieder geschieht, gib diese Kennung weiter an den, der den Bot betreibt.
told-privately = Hierauf gibt es keine Antwort. Wer gefragt hat, weiß, warum.
command-changed =
    Dieser Befehl hat sich geändert, seit dein Discord ihn geladen hat. Starte Discord neu und versuche es noch einmal; hilft das nicht, muss, wer den Bot betreibt, `newsdesk bot --sync` aufrufen.

error-busy = In die Bibliothek wird gerade geschrieben, und sie wird nicht frei. Bitte versuche es in einer Minute noch einmal.
error-storage = Die Festplatte mit der Bibliothek ist voll oder nicht beschreibbar. Wer den Bot betreibt, findet mehr in seinem Protokoll.
error-model = Die Bibliothek ist mit einem anderen Modell eingebettet, als der Bot es hat. Wer den Bot betreibt, findet mehr in seinem Protokoll.
error-vectors = Der Index der Bedeutungen antwortet nicht. Bitte versuche es in einer Minute noch einmal.
error-library = Die Bibliothek lässt sich gerade nicht lesen. Wer den Bot betreibt, findet mehr in seinem Protokoll.
error-other = Das hat nicht geklappt. Wer den Bot betreibt, findet mehr in seinem Protokoll.
