# Feeds that keep the library current.

command-feeds = feeds
command-feeds-description = Feeds that keep the library current
command-feeds-list = list
command-feeds-list-description = Show each feed: last request, next one, faults, articles
command-feeds-add = add
command-feeds-add-description = Read a feed from now on: RSS, Atom, JSON Feed or a news sitemap
command-feeds-address = address
command-feeds-address-description = Of the feed, or of a site that names its feed
command-feeds-pause = pause
command-feeds-pause-description = Leave a feed alone until it is resumed
command-feeds-resume = resume
command-feeds-resume-description = Read a paused feed, or one that was gone, again
command-feeds-remove = remove
command-feeds-remove-description = Read a feed no longer; its articles stay
command-feeds-feed = feed
command-feeds-feed-description = The number of the feed, as /library feeds list shows it

feeds-none = There are no feeds yet. `/library feeds add` adds one.
feeds-title = Feeds
feed-link = feed
feed-asked =
    { $when ->
        [never] not asked yet
       *[other] asked { $when }
    }
# state: active, paused or gone
feed-state =
    { $state ->
        [paused] paused
        [gone] gone for good, says its site
       *[active] next { $when }
    }
feed-articles =
    { $articles ->
        [one] 1 article
       *[other] { $articles } articles
    }
feed-newest = the newest { $when }
feed-fault =
    { $faults ->
        [one] Failed the last time: { $why }
       *[other] Failed { $faults } times in a row: { $why }
    }
feed-pages = Pages to be tried again: { $waiting }; without an article: { $failed }
feed-added = { $title } is read from now on; its articles come within minutes, with the next request.
feed-known = { $title } is read already.
feed-other = The site also has { $address }
feed-refused = That did not work. { $why }
feed-unknown = There is no such feed. `/library feeds list` shows the numbers.
feed-paused = { $title } is left alone until it is resumed.
feed-resumed = { $title } is read again.
feed-removed = { $title } is read no longer. Its articles stay.
