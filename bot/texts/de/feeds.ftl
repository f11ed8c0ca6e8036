command-feeds = feeds
command-feeds-description = Feeds, die die Bibliothek aktuell halten
command-feeds-list = liste
command-feeds-list-description = Jeden Feed zeigen: letzter Abruf, nächster, Fehler, Artikel
command-feeds-add = neu
command-feeds-add-description = Einen Feed von jetzt an lesen: RSS, Atom, JSON Feed oder News-Sitemap
command-feeds-address = adresse
command-feeds-address-description = Die des Feeds, oder einer Seite, die ihren Feed nennt
command-feeds-pause = anhalten
command-feeds-pause-description = Einen Feed in Ruhe lassen, bis er fortgesetzt wird
command-feeds-resume = fortsetzen
command-feeds-resume-description = Einen angehaltenen oder verschwundenen Feed wieder lesen
command-feeds-remove = entfernen
command-feeds-remove-description = Einen Feed nicht mehr lesen; seine Artikel bleiben
command-feeds-feed = feed
command-feeds-feed-description = Die Nummer des Feeds, wie /bibliothek feeds liste sie zeigt

feeds-none = Es gibt noch keine Feeds. `/bibliothek feeds neu` fügt einen hinzu.
feeds-title = Feeds
feed-link = Feed
feed-asked =
    { $when ->
        [never] noch nicht abgerufen
       *[other] abgerufen { $when }
    }
feed-state =
    { $state ->
        [paused] angehalten
        [gone] für immer fort, sagt seine Seite
       *[active] wieder { $when }
    }
feed-articles =
    { $articles ->
        [one] 1 Artikel
       *[other] { $articles } Artikel
    }
feed-newest = der neueste { $when }
feed-fault =
    { $faults ->
        [one] Zuletzt gescheitert: { $why }
       *[other] { $faults } Mal hintereinander gescheitert: { $why }
    }
feed-pages = Seiten, die noch einmal versucht werden: { $waiting }; ohne Artikel: { $failed }
feed-added = { $title } wird von jetzt an gelesen; seine Artikel kommen in ein paar Minuten, mit dem nächsten Abruf.
feed-known = { $title } wird schon gelesen.
feed-other = Die Seite hat auch { $address }
feed-refused = Das hat nicht geklappt. { $why }
feed-unknown = Diesen Feed gibt es nicht. `/bibliothek feeds liste` zeigt die Nummern.
feed-paused = { $title } wird in Ruhe gelassen, bis er fortgesetzt wird.
feed-resumed = { $title } wird wieder gelesen.
feed-removed = { $title } wird nicht mehr gelesen. Seine Artikel bleiben.
