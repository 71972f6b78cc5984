"""What a file is and what is in it. Hostile files: `sniffing`, `archives` and `drawing` read bytes alone, pictures and
print files are opened in a child of the sandbox (`jobs`), films by ffmpeg under limits."""
