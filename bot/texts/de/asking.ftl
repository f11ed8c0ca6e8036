command-ask = fragen
command-ask-description = Frag die Nachrichtenbibliothek; jeder Satz der Antwort ist ein Zitat
command-ask-question = frage
command-ask-question-description = Was möchtest du wissen? Zum Beispiel: Was sagte Merz zu einer Waffenruhe?
channel-topic = Tippe /ask und eine Frage, zum Beispiel: What did Merz say about a ceasefire?
empty-question =
    Die Frage war leer. Schreib hinter `/ask`, was du wissen möchtest, zum Beispiel: Was sagte Merz zu einer Waffenruhe?
timed-out =
    Die Bibliothek hat zu lange gebraucht, darum habe ich aufgehört zu suchen. Bitte frag gleich noch einmal; eine kürzere Frage mit Namen wird schneller gefunden.
