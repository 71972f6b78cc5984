"""What sales kits add to the CMS, beside the editor of the page itself."""
