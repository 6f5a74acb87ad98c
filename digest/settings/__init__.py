"""Settings: ``schedules.toml`` in, ``digest.model.settings`` out, or all its mistakes at once.

::

    load      the one door to the file and to the environment
    validate  what has the right type and still cannot be meant (pure)
    block_tables   what newsletters print besides their stories, and what is wrong with it (pure)
"""
