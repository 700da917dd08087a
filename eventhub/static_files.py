"""How static files are stored in production: compressed, and named by their content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """WhiteNoise's storage, which writes the hashed names into the imports of our modules too."""

    support_js_module_import_aggregation = True
