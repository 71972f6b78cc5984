"""What campaigns add to the CMS, beside the editor of the page itself."""
