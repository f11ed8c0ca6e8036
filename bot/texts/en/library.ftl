# Looking after the library.

command-library = library
command-library-description = Look after the news library
command-library-add = add
command-library-add-description = Add articles to the library
command-library-add-url = url
command-library-add-url-description = Add the articles of web pages
command-library-url = url
command-library-url-description = One or more addresses of pages, with spaces between them
command-library-add-file = file
command-library-add-file-description = Add the articles of a file
command-library-file = file
command-library-file-description = A .txt, .md, .html, .json, .jsonl, .pdf or .eml file, each also .gz, or a .zip of these
command-library-status = status
command-library-status-description = Show what the library holds and how fresh it is
command-library-remove = remove
command-library-remove-description = Take an article out of the library
command-library-article = article
command-library-article-description = A part of the title to choose from, or the article's id

library-waits = Another addition is under way; yours is next.
library-adding =
    Adding … { $read ->
        [one] 1 article read
       *[other] { $read } articles read
    }, { $stored } dealt with.
library-added-title = Added to the library
library-added =
    { $added } added, { $updated } updated, { $unchanged } unchanged, { $duplicate } known from elsewhere{ $failed ->
        [0] .
        [one] , 1 failed:
       *[other] , { $failed } failed:
    }
library-more-failures =
    { $number ->
        [one] … and 1 more failed.
       *[other] … and { $number } more failed.
    }
library-stopped = Stopped early: { $why } What is counted is stored; add the same again to go on.
library-too-many = At most { $most } addresses at once, please.
library-too-large = That file is too large: at most { $most } MB can be added here. Whoever runs the bot can add larger ones with `newsdesk ingest`.
library-kinds = I cannot read that kind of file. I read { $kinds }.
library-no-article = The library holds no such article.
library-remove-sure =
    Really take this article out, with { $versions ->
        [one] its text
       *[other] all { $versions } versions of its text
    }? It cannot be brought back, except by adding it again.
library-remove-button = Take it out
library-keep-button = Keep it
library-removed =
    Taken out of the library, with { $versions ->
        [one] its text:
       *[other] all { $versions } versions of its text:
    }
library-kept = The article stays.

status-title = The library
status-articles =
    { $articles ->
        [one] 1 article
       *[other] { $articles } articles
    } of { $outlets ->
        [one] 1 outlet
       *[other] { $outlets } outlets
    }
status-passages = { $passages } passages to quote from
status-dates =
    Published { $first } to { $last }{ $undated ->
        [0] {""}
       *[other] ; { $undated } without a date
    }
status-newest = The newest article appeared { $age }
status-model = Searched by meaning with { $model }
status-waiting = { $passages } passages wait to be embedded again (`newsdesk reindex`)
status-lag =
    { $changes ->
        [0] Both indexes are up to date
       *[other] The indexes are { $changes } changes behind
    }
