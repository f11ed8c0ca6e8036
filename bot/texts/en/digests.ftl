# What is new on a topic, and what somebody said.

command-digest = digest
command-digest-description = Show what is new on a topic: a sentence of each story, newest first
command-digest-topic = topic
command-digest-topic-description = A few words, such as names: Kherson power
command-digest-since-description = From this day on: 2026-01-06, 6 January, yesterday; usually the last seven days
digest-empty = Which topic? Type a few words after `/digest`, such as a name.
digest-title = New on { $topic }
digest-nothing =
    Nothing on this is new in that time. { $newest ->
        [none] {""}
       *[other] The newest article of the whole library is of { $newest }.
    }
digest-more =
    { $number ->
        [one] 1 more story is not shown; a narrower topic or a later day helps.
       *[other] { $number } more stories are not shown; a narrower topic or a later day helps.
    }

command-quotes = quotes
command-quotes-description = Show what somebody said, in the order of time
command-quotes-speaker = speaker
command-quotes-speaker-description = Whose words; a family name will do
command-quotes-about = about
command-quotes-about-description = Only what was said about this: a few words
quotes-empty = Whose words? Type a name after `/quotes`.
quotes-title =
    { $speaker }{ $topic ->
        [none] {""}
       *[one] {" "}on { $about }
    }
quotes-several = Several people are called { $asked }: { $people }. Please give one of these names in full.
quotes-nobody =
    The library quotes nobody called { $asked }. { $people ->
        [none] It quotes nobody at all yet.
       *[other] It quotes most often: { $people }.
    }
quotes-person = { $person } ({ $number })
quotes-not-on-topic =
    { $number ->
        [one] The library holds one statement of this person, but not on that topic in that time.
       *[other] The library holds { $number } statements of this person, but none on that topic in that time.
    }
quotes-newest = The newest { $shown } of { $total } statements; dates or a topic show others.
quotes-others = Also quoted by that name: { $people }
quotes-unread =
    { $number ->
        [one] 1 older article was not read for statements yet.
       *[other] { $number } older articles were not read for statements yet; each call reads on.
    }
