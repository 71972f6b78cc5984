"""What bulletins add to the CMS, beside the editor of the page itself."""
