"""The documentation as a site: ``make docs``. Sphinx reads the Markdown that stands here; nothing is written twice."""

import re
from pathlib import Path

from sphinx.application import Sphinx

from hds_policy import __version__

project = "hds-policy"
author = "The hds-policy authors"
project_copyright = author
version = release = __version__
language = "en"

extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
# Links into a page name its headings, as the web pages of repositories do.
myst_heading_anchors = 4
myst_links_external_new_tab = False
# Rego, TOML of other versions and shell transcripts are shown as they are, coloured or not.
suppress_warnings = ["misc.highlighting_failure"]
exclude_patterns = ["man"]

html_theme = "furo"
html_title = f"hds-policy {__version__}"
html_copy_source = False
html_show_sphinx = False


def _links_out_of_the_site(app: Sphinx, _page: str, source: list[str]) -> None:
    """What lies in the repository and not on the site is named without a link; what lies nowhere stays, and is told."""
    folder = Path(app.srcdir)

    def named(link: re.Match[str]) -> str:
        path = (folder / link["path"].partition("#")[0]).resolve()
        outside = path.exists() and not path.is_relative_to(folder)
        return link["text"] if outside else link.group()

    source[0] = re.sub(r"\[(?P<text>[^\]]+)\]\((?P<path>\.\./[^)\s]+)\)", named, source[0])


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.connect("source-read", _links_out_of_the_site)
