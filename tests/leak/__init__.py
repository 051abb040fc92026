"""The leak fuzz: whatever one person keeps private, nobody else's bytes say anything of it (03-safety §6.1).

A program is a list of steps of an author and of others, drawn by Hypothesis. It is run up to three times from the same
beginning, with the same clock and the same chance, and what the others receive is compared:

    1. canary scan    no word the author kept private is in what the others received
    2. value twin     other private content, of other length: what the others received is the same to the byte
    3. erasure twin   the private acts left out: what the others received is the same to the byte

    programs.py     what a program is; how Hypothesis draws one; how it is kept as a line of JSON
    steps/          the registry of steps
    world.py        three people at one frozen host; every request goes through here
    receiving.py    what somebody receives, decoded; what their keys open
    values.py       what is typed: words that can be found again, and other ones of another length
    pages.py        the forms and addresses of a page
    seen.py         as data: which acts others may see, from when on, and why
    running.py      a program, its twins, the oracles
    bugs.py         faults put in on purpose; each must be found
    found/          every program that ever found something
"""
