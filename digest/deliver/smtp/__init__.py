"""SMTP: letters in, one outcome for each out. The only part that speaks to a mail server.

From the top down::

    smtp_courier  one event loop, several connections
    pool          the letters of one batch in the connections' hands
    throttle      how fast letters may go, at all and to single domains (pure)
    connection    one session and the letters on it: what is said when, and what comes of it
    handshake     connecting, greeting, TLS and login
    envelope      what is said around a letter, and what replies mean (pure)
    protocol      bytes out, replies in
"""
