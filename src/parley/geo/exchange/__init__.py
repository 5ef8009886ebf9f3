"""Zones as other programs write and read them: GeoJSON, ED-318, ED-269, KML. Read tolerantly, written strictly."""
