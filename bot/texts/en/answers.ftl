# How an answer reads.

sources = Sources
in-context = read
shortened = the beginning of a long quote
article = article
untitled = Untitled
unknown-outlet = unknown outlet
unknown-date = no date
also-in =
    also in { $outlets }{ $more ->
        [0] {""}
       *[other] {" "}and { $more } more
    }
# what has become of a quoted article
removed = removed from the library since
# still: yes or no
newer =
    { $still ->
        [yes] newer version since { $day }
       *[no] newer version since { $day }, without these words
    }
withdrawn = no longer at its address since { $day }
hidden-characters =
    contains { $number ->
        [one] 1 invisible character
       *[other] { $number } invisible characters
    }

# span: none, day or range; limits: none, both, from or until
covered =
    { $number ->
        [one] 1 article
       *[other] { $number } articles
    }{ $span ->
        [day] {" "}of { $first }
        [range] , { $first } to { $last }
       *[none] {""}
    }{ $limits ->
        [both] {" "}(looking only from { $since } to { $until })
        [from] {" "}(looking only from { $since } on)
        [until] {" "}(looking only up to { $until })
       *[none] {""}
    }
searched = Searched { $covered }.
nothing-found =
    I found no sentence in the library that answers this, and I only quote, I never guess.

    I searched { $covered }. It may help to name the person, place or outlet, or to ask about something in that time.
library-empty =
    There is nothing to search yet: no article of the library matches. Whoever looks after the library can add some with `newsdesk ingest`.

note-keywords-only = Searched by keywords alone: search by meaning cannot be had at the moment.
note-left-out =
    { $number ->
        [one] 1 sentence of the language model was left out: its quotes do not bear it out.
       *[other] { $number } sentences of the language model were left out: their quotes do not bear them out.
    }
note-not-written =
    Quoted, not written: the language model was not used, because { $reason ->
        [unreachable] its server cannot be reached
        [key_refused] its provider refused the key
        [unknown_model] its server does not know it
        [request_refused] its server refused the request
        [busy] it is busy
       *[broken] its server failed
        [too_slow] it took too long
        [cut_off] its answer broke off
        [too_long] its answer was too long
        [empty] it gave no answer
        [unreadable] its answer had not the form that was asked for
        [unsupported] no sentence of it was borne out by a quote
        [ceiling] the day’s ceiling for it is reached
        [resting] it failed several times and is left alone for a moment
    }.
note-contradict = One article denies what another says. Mind the dates.
note-differ = The articles give different figures: { $figures }.
note-limited-to = Limited to { $outlets }.
note-nothing-from = Nothing from { $outlets } answers this; searched all outlets.
note-nothing-in =
    Not limited to what was published { $limits ->
        [both] from { $since } until { $until }
        [from] from { $since } on
       *[until] until { $until }
    }: nothing there answers this as surely.
note-searched-for = No article holds “{ $written }”; searched for “{ $found }”.
note-undated =
    { $number ->
        [one] 1 quoted article has
       *[other] { $number } quoted articles have
    } no date and may not be of that time.
either = { $one } or { $other }
