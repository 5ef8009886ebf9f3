"""The map: layers of facts over an offline base map, each fact also in a list beside it."""
