"""The scenes of the sample newsroom's pictures. Numbers in, posters out; touches no file.

sheet   what one draws on      sea   ships, harbours, porpoises      town   streets and rooms
"""
