# Limits and rights.

refused-too-often = That was a lot of questions at once. There is room for the next one { $when }.
refused-line-full =
    { $waiting ->
        [one] 1 question waits
       *[other] { $waiting } questions wait
    } for an answer already, so I take no more just now. Please ask again in a minute.
refused-disabled = The library cannot be changed from Discord: no role is allowed to. Whoever runs the bot can name roles in its settings.
# channels: those of this server, or none
refused-place =
    I answer no questions here. { $channels ->
        [none] Whoever runs the bot knows where I do.
       *[other] Please ask in { $channels }.
    }
# roles: those of this server, or none
refused-role =
    That is only for people with a certain role{ $roles ->
        [none] .
       *[other] : { $roles }.
    } Somebody who looks after this server can give it to you.
in-line =
    { $position ->
        [one] Your question is the next one.
       *[other] Your question is number { $position } in line.
    }
