"""The values that travel from stage to stage: frozen, in order of appearance; nothing acts.

article   what a source gave us           reading   what one document held, and what was left over
edition   stories, items, editions        mail      mails, recipients, letters, outcomes
edit      what editors change, and what comes of it
blocks    what stands in an edition besides its stories; block_fields  what each may hold
delivery  rows of the ledger, progress, reports of an import
settings  ``schedules.toml`` as values    zones     their names
message   what is said, as a value       catalogue  its words in each language
users     who works at the desk, and what each may do
"""
