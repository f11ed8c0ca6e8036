# What is stored about people.

command-privacy = privacy
command-privacy-description = What is stored about you, and for how long
command-forget-me = forget-me
command-forget-me-description = Delete what is stored about you

# model: none or some
privacy =
    {""}**What I store.** When you ask me something: your question, its answer, when and where you asked, and your Discord id, so that buttons and follow-ups work. When you rate an answer: your rating and its reason. When you watch a question: the question, where it is told, and what was told. I keep no names and no other messages.

    {""}**For how long.** { $days ->
        [one] 1 day
       *[other] { $days } days
    }, then it is deleted; watches stay until you delete them. Back-ups that whoever runs me made may hold it longer. My answers in channels are Discord's messages: they stay until somebody deletes them.

    {""}**Who gets it.** Nobody: it stays on the machine that I run on. { $model ->
        [none] {""}
       *[some] Your question also goes to the language model that writes my answers.
    }

    {""}**About you** I keep { $questions ->
        [one] 1 question
       *[other] { $questions } questions
    }, { $feedback ->
        [one] 1 rating
       *[other] { $feedback } ratings
    } and { $watches ->
        [one] 1 watch
       *[other] { $watches } watches
    }. `/forget-me` deletes them at once.
forget-sure = This deletes your questions, their answers, your ratings and your watches from what I store, at once and for good. Buttons under your answers then stop working. My messages in channels stay.
forget-button = Delete it
forgotten =
    Deleted: { $questions ->
        [one] 1 question
       *[other] { $questions } questions
    }, { $feedback ->
        [one] 1 rating
       *[other] { $feedback } ratings
    } and { $watches ->
        [one] 1 watch
       *[other] { $watches } watches
    }. I know nothing about you any more.
