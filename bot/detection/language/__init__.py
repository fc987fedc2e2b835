"""Reading a message: from text as written to the cues in it. Knows words; refuses to know who speaks."""
