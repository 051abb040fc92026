"""Static files as they are served by a host: collected, compressed, each name with a hash of its content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Hashed(CompressedManifestStaticFilesStorage):
    """Hashes in the imports of scripts too, so that no page ever mixes scripts of two versions."""

    support_js_module_import_aggregation = True
